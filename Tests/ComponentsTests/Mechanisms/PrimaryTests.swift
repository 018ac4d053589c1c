import Engine
import Statistics
import Testing

@testable import Components

/// The primary of a database, and probes that leave replicas out.
@Suite struct PrimaryTests {
  private func database(replicas: Int = 3, failover: Int32 = 0) -> Workbench {
    Workbench(replicas: replicas) {
      $0.database = DatabasePlan(readsFromCopies: true, lag: -1, failover: failover)
    }
  }

  private func lose(_ bench: Workbench) -> Int? {
    let lost = bench.station.replicas.losePrimary()
    if let lost { bench.station.replicas[lost].isUp = false }
    return lost
  }

  private func primary(_ bench: Workbench) -> Int? {
    bench.station.replicas.isFailingOver ? nil : Int(bench.station.replicas.primary)
  }

  @Test func `a copy that is there takes the place of a primary that is lost`() {
    let bench = database()
    #expect(primary(bench) == 0)
    #expect(lose(bench) == 0)
    #expect(lose(bench) == nil && primary(bench) == nil)
    bench.station.replicas[1].isUp = false
    bench.station.replicas.endFailover(at: 50)
    #expect(primary(bench) == 2 && bench.kinds == [.failoverEnded])
    #expect(bench.decisions.rows[0].before == 0 && bench.decisions.rows[0].after == 2)
    bench.station.replicas.endFailover(at: 60)
    #expect(primary(bench) == 2 && bench.kinds.count == 1)
    #expect(bench.station.replicas.release(0, at: 60) == false)
    #expect(bench.station.replicas.release(0, at: 70) == true)
    #expect(primary(bench) == 2)
  }

  @Test func `the old primary is back too early where a copy is about to take its place`() {
    let bench = database()
    _ = lose(bench)
    _ = bench.station.replicas.release(0, at: 10)
    #expect(primary(bench) == nil)
    bench.station.replicas.endFailover(at: 50)
    #expect(primary(bench) == 1)
  }

  @Test func `it is the primary again where nothing can take its place`() {
    let single = database(replicas: 1)
    _ = lose(single)
    _ = single.station.replicas.release(0, at: 10)
    #expect(primary(single) == 0)
    let endless = database(failover: -1)
    _ = lose(endless)
    endless.station.replicas[1].stops = 1
    #expect(endless.station.replicas.release(1, at: 10) == true)
    #expect(primary(endless) == nil && endless.decisions.rows.isEmpty)
    _ = endless.station.replicas.release(0, at: 20)
    #expect(primary(endless) == 1)
  }

  @Test func `whoever is back first takes the place where nobody was there in time`() {
    let bench = database(replicas: 2)
    _ = lose(bench)
    bench.station.replicas[1].stops = 1
    bench.station.replicas[1].isUp = false
    bench.station.replicas.endFailover(at: 50)
    #expect(primary(bench) == nil && bench.decisions.rows.isEmpty)
    _ = bench.station.replicas.release(0, at: 60)
    #expect(primary(bench) == 0 && bench.kinds == [.restarted, .failoverEnded])
    _ = bench.station.replicas.release(1, at: 70)
    #expect(lose(bench) == 0)
    _ = bench.station.replicas.release(0, at: 80)
    #expect(primary(bench) == nil)
  }

  // MARK: Health

  private func balanced(_ count: Int, checks: Bool = true) -> Workbench {
    var balancers = (0..<count).map { _ in BalancerPlan(component: 1, target: 0, pick: .roundRobin) }
    if checks { for place in balancers.indices { balancers[place].health = check } }
    return Workbench(replicas: 3, balancers: balancers)
  }

  private let check = HealthPlan(every: 10, ejectAfter: 2, returnAfter: 3)

  /// The view's choice after a probe of which some replicas are ill.
  private func probe(_ bench: Workbench, _ view: Int = 1, ill: Set<Int> = []) -> [Int32] {
    bench.station.replicas.probe(view, check, at: 0) { !ill.contains($0) }
    return bench.station.replicas.views[view].eligible
  }

  @Test func `a replica is left out after so many bad probes in a row, and is back after so many good ones`() {
    let bench = balanced(1)
    #expect(probe(bench, ill: [1]) == [])
    #expect(probe(bench) == [] && probe(bench, ill: [1]) == [])
    #expect(probe(bench, ill: [1]) == [0, 2] && bench.station.replicas[1].isEjected)
    #expect(probe(bench, ill: [1]) == [0, 2] && probe(bench) == [0, 2] && probe(bench) == [0, 2])
    #expect(probe(bench, ill: [1]) == [0, 2] && probe(bench) == [0, 2] && probe(bench) == [0, 2])
    #expect(bench.kinds == [.ejected] && bench.station.replicas.absence.ejected.level == 1)
    #expect(probe(bench) == [] && !bench.station.replicas[1].isEjected)
    #expect(bench.kinds == [.ejected, .returned] && bench.decisions.rows.map(\.before) == [1, 1])
    #expect(bench.decisions.rows.map(\.signal) == [2, 3])
  }

  @Test func `who is down or out answers no probe, and who was let go is not asked`() {
    let bench = balanced(1)
    bench.station.replicas[2].isUp = false
    bench.station.replicas.setActive(2, at: 0)
    bench.station.replicas[0].isUp = false
    _ = probe(bench, ill: [2])
    #expect(probe(bench, ill: [2]) == [1])
    #expect(bench.station.replicas[2].isEjected == false)
    bench.station.replicas.isOut = true
    _ = (probe(bench), probe(bench))
    #expect(bench.station.replicas.views[1].health.map(\.isEjected) == [true, true, false])
    #expect(bench.station.replicas.views[1].eligible == [0, 1])
  }

  @Test func `each load balancer knows what its own probes have found, and callers without one know nothing`() {
    let bench = balanced(2)
    _ = (probe(bench, 1, ill: [0]), probe(bench, 1, ill: [0]))
    #expect(bench.station.replicas.views[1].eligible == [1, 2])
    #expect(bench.station.replicas.views[2].eligible == [] && bench.station.replicas.views[0].eligible == [])
    #expect(bench.station.replicas[0].isEjected == false && bench.station.replicas.absence.ejected.level == 0)
    _ = (probe(bench, 2, ill: [0]), probe(bench, 2, ill: [0]))
    #expect(bench.station.replicas[0].isEjected && bench.station.replicas.absence.ejected.level == 1)
    #expect(bench.station.replicas.views[0].eligible == [])
  }

  @Test func `load balancers of one target have a view each`() {
    var plan = NetworkPlan()
    plan.components = (0..<3).map { ComponentPlan(name: "part \($0)", kind: "server") }
    plan.balancers = [(2, 0), (2, 1), (1, 0), (2, 0)].map {
      BalancerPlan(component: $0.0, target: $0.1, pick: .random)
    }
    let bench = Workbench(plan)
    #expect(bench.tables.balancers.map(\.view) == [1, 1, 2, 3])
    #expect((0..<3).map { bench.stations[$0].replicas.views.count } == [4, 2, 1])
  }
}

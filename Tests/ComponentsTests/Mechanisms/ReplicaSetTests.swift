import Engine
import Statistics
import Testing

@testable import Components

/// Which replicas of a component are there, and which take work.
@Suite struct ReplicaSetTests {
  private func absent(_ bench: Workbench) -> [Int64] {
    [
      bench.station.replicas.absence.unavailable.level, bench.station.replicas.absence.down.level,
      bench.station.replicas.absence.ejected.level,
    ]
  }

  private func stop(_ bench: Workbench, _ number: Int, at now: Nanoseconds = 0) {
    bench.station.replicas[number].stops += 1
    bench.station.replicas[number].isUp = false
    bench.station.replicas.updateAvailability(at: now)
  }

  // MARK: Availability

  @Test func `a replica is absent while it is down, left out or let go, each counted as what it is`() {
    let bench = Workbench(replicas: 4)
    #expect(absent(bench) == [0, 0, 0])
    stop(bench, 0)
    #expect(absent(bench) == [1, 1, 0] && bench.station.replicas.away == 0)
    bench.station.replicas[1].isEjected = true
    bench.station.replicas.updateAvailability(at: 0)
    #expect(absent(bench) == [2, 1, 1] && bench.station.replicas.away == 1)
    bench.station.replicas.setActive(3, at: 0)
    #expect(absent(bench) == [3, 1, 1] && bench.station.replicas.away == 2)
    bench.station.replicas.isOut = true
    bench.station.replicas.updateAvailability(at: 0)
    #expect(absent(bench) == [4, 3, 0] && bench.station.replicas.away == 3)
  }

  @Test func `where all would be left out, none is`() {
    let bench = Workbench(replicas: 2)
    bench.station.replicas[0].isEjected = true
    bench.station.replicas[1].isEjected = true
    bench.station.replicas.updateAvailability(at: 0)
    #expect(absent(bench) == [0, 0, 0] && bench.station.replicas[0].isInRotation)
    let scaled = Workbench(replicas: 3)
    scaled.station.replicas[0].isEjected = true
    scaled.station.replicas[1].isEjected = true
    scaled.station.replicas.setActive(2, at: 0)
    #expect(absent(scaled) == [1, 0, 0])
  }

  @Test func `what is outside, and copies that only stand by, are no capacity`() {
    let outside = Workbench(replicas: 2) { $0.isOutside = true }
    stop(outside, 0)
    #expect(absent(outside) == [0, 0, 0])
    let standby = Workbench(replicas: 3) {
      $0.database = DatabasePlan(readsFromCopies: false, lag: -1, failover: 0)
    }
    stop(standby, 1)
    #expect(absent(standby) == [0, 1, 0])
    stop(standby, 0)
    #expect(absent(standby) == [1, 2, 0])
    let readers = Workbench(replicas: 3) { $0.database = DatabasePlan(readsFromCopies: true, lag: -1, failover: 0) }
    stop(readers, 1)
    #expect(absent(readers) == [1, 1, 0])
  }

  @Test func `one that is left out is available again for as long as it works`() {
    let bench = Workbench(replicas: 2, slots: 2)
    bench.station.replicas[1].isEjected = true
    bench.station.replicas.updateAvailability(at: 0)
    bench.occupy(1, of: 1, at: 10)
    #expect(absent(bench) == [0, 0, 1] && bench.station.replicas[1].isAvailable)
    bench.occupy(1, of: 1, at: 10)
    bench.vacate(of: 1, at: 20)
    #expect(absent(bench) == [0, 0, 1])
    bench.vacate(of: 1, at: 30)
    #expect(absent(bench) == [1, 0, 1])
    bench.occupy(1, of: 0, at: 40)
    bench.vacate(of: 0, at: 50)
    #expect(absent(bench) == [1, 0, 1] && bench.station.replicas[0].isAvailable)
    stop(bench, 1, at: 60)
    bench.station.replicas.noteWork(1, at: 60)
    #expect(absent(bench) == [1, 1, 0])
    bench.station.replicas[1].busySlots = 1
    bench.station.replicas.noteWork(1, at: 70)
    #expect(absent(bench) == [1, 1, 0])
    bench.station.replicas.updateAvailability(at: 70)
    #expect(absent(bench) == [1, 1, 0])
  }

  @Test func `those that take work are the first so many, and more of them are a decision`() {
    let bench = Workbench(replicas: 4)
    bench.station.replicas.setActive(2, at: 5)
    #expect((0..<4).map { bench.station.replicas[$0].isActive } == [true, true, false, false])
    #expect(bench.decisions.rows.isEmpty && bench.station.replicas.active.level == 2)
    bench.station.replicas.setActive(3, at: 10)
    #expect(bench.station.replicas.activeCount == 3)
    #expect(bench.kinds == [.booted] && bench.decisions.rows[0].before == 2 && bench.decisions.rows[0].after == 3)
    bench.station.replicas.setStarting(upTo: 5, at: 10)
    #expect(bench.station.replicas.absence.starting.level == 2)
    bench.station.replicas.setStarting(upTo: 1, at: 10)
    #expect(bench.station.replicas.absence.starting.level == 0)
  }

  @Test func `one that was left out, went and comes again is another instance`() {
    var plan = LogBench.plan("service", "balancer")
    plan.components[0].replicas = 2
    plan.balancers = [BalancerPlan(component: 1, target: 0, pick: .roundRobin)]
    let check = HealthPlan(every: 10, ejectAfter: 2, returnAfter: 3)
    plan.balancers[0].health = check
    let bench = Workbench(plan)
    for now in [10, 20] as [Nanoseconds] { bench.station.replicas.probe(1, check, at: now) { $0 == 0 } }
    #expect(bench.station.replicas[1].isEjected && bench.station.replicas.views[1].health[1].isEjected)
    bench.station.replicas.setActive(1, at: 30)
    bench.station.replicas.setActive(2, at: 40)
    #expect(!bench.station.replicas[1].isEjected && bench.station.replicas.views[1].health[1].bad == 0)
    #expect(bench.station.replicas.views[1].eligible.isEmpty)
    // One that stays is what it was.
    for now in [50, 60] as [Nanoseconds] { bench.station.replicas.probe(1, check, at: now) { $0 == 1 } }
    bench.station.replicas.setActive(2, at: 70)
    #expect(bench.station.replicas[0].isEjected == true)
  }

  // MARK: Stops

  @Test func `a replica that two faults stop starts when the second is over`() {
    let bench = Workbench(replicas: 2)
    stop(bench, 1)
    stop(bench, 1)
    #expect(bench.station.replicas.release(1, at: 10) == false)
    #expect(bench.station.replicas[1].isUp == false && bench.kinds.isEmpty)
    #expect(bench.station.replicas.release(1, at: 20) == true)
    #expect(bench.station.replicas[1].isUp && bench.kinds == [.restarted] && absent(bench) == [0, 0, 0])
    bench.station.replicas.setActive(1, at: 20)
    stop(bench, 1, at: 20)
    #expect(bench.station.replicas.release(1, at: 30) == true)
    #expect(bench.kinds == [.restarted])
  }

  @Test func `a group leaves out who is gone once it has noticed, and takes back who has come`() {
    let bench = Workbench(replicas: 3) { $0.rebalance = 10 }
    #expect(bench.station.replicas.rebalance(at: 0) == false)
    stop(bench, 0)
    stop(bench, 2)
    #expect((0..<4).map { bench.station.replicas.owner(ofPartition: $0) } == [0, 1, 2, 0])
    #expect(bench.station.replicas.rebalance(at: 10) == true)
    #expect((0..<3).map { bench.station.replicas.owner(ofPartition: $0) } == [1, 1, 1])
    #expect(bench.kinds == [.rebalanced] && bench.decisions.rows[0].signal == 2)
    _ = bench.station.replicas.release(2, at: 20)
    #expect(bench.station.replicas.owner(ofPartition: 1) == 1)
    #expect(bench.station.replicas.rebalance(at: 30) == true)
    #expect((0..<4).map { bench.station.replicas.owner(ofPartition: $0) } == [1, 2, 1, 2])
    #expect(bench.station.replicas.rebalance(at: 40) == false)
  }
}

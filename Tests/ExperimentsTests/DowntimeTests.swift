import Engine
import Testing

@testable import Components
@testable import Experiments

@Suite("Downtime")
struct DowntimeTests {
  private func read(
    _ rows: [(Int, Decision.Kind, Double)], replicas: Int = 2, faults: [FaultPlan] = [], spans: [[FaultSpan]] = [],
    _ change: (inout ComponentPlan) -> Void = { _ in }
  ) -> Downtime? {
    var plan = NetworkPlan()
    var component = ComponentPlan(name: "web", kind: "service")
    component.replicas = replicas
    change(&component)
    plan.components = [component]
    plan.faults = faults
    plan.horizon.warmUp = 10 * .second
    plan.horizon.end = 100 * .second
    var measured = Measurements()
    measured.simulated = 100 * .second
    measured.faultSpans = spans
    measured.decisions = rows.map { at, kind, number in
      var decision = Decision(at: Nanoseconds(at) * .second, kind: kind, component: 0)
      decision.signal = number
      decision.before = number
      decision.after = number
      return decision
    }
    return DowntimeReading(plan: plan, measured: measured).all()[0].map { Downtime($0) }
  }

  @Test("is none while one replica is up")
  func partial() {
    #expect(read([(20, .crashed, 0), (30, .restarted, 0), (40, .crashed, 1)]) == Downtime())
  }

  @Test("lasts while all of them have stopped")
  func all() {
    let rows: [(Int, Decision.Kind, Double)] = [
      (20, .crashed, 0), (25, .crashed, 1), (31, .restarted, 0), (60, .crashed, 0), (62, .restarted, 1),
    ]
    #expect(read(rows) == Downtime(total: 8 * .second, longest: 6 * .second))
  }

  @Test("counts inside the measured part alone, to its end")
  func measuredPart() {
    #expect(read([(5, .crashed, 0)], replicas: 1) == Downtime(total: 90 * .second, longest: 90 * .second))
  }

  @Test("of a database lasts from the loss of the primary until a copy takes its place")
  func failover() {
    let rows: [(Int, Decision.Kind, Double)] = [
      (20, .crashed, 0), (20, .failoverBegan, 0), (35, .failoverEnded, 1), (50, .restarted, 0),
    ]
    let found = read(rows) { $0.database = DatabasePlan(readsFromCopies: false, lag: -1, failover: 0) }
    #expect(found == Downtime(total: 15 * .second, longest: 15 * .second))
  }

  @Test("joins outages with what stopped, and with those that came at random")
  func outages() {
    var fault = FaultPlan(
      name: "out", component: 0, key: nil, begins: 30 * .second, ends: 40 * .second, effect: .outage)
    let rows: [(Int, Decision.Kind, Double)] = [(35, .crashed, 0), (45, .restarted, 0)]
    #expect(read(rows, replicas: 1, faults: [fault]) == Downtime(total: 15 * .second, longest: 15 * .second))
    fault.recurs = FaultPlan.Recurrence(gap: 0, length: 0, stream: 0)
    let spans = [(5, 12), (43, 50), (95, 200)].map { FaultSpan(begins: $0.0 * .second, ends: $0.1 * .second) }
    #expect(
      read(rows, replicas: 1, faults: [fault], spans: [spans]) == Downtime(total: 22 * .second, longest: 15 * .second))
    #expect(read([], faults: [fault]) == Downtime())
    // More came than are kept.
    let many = (0..<FaultSpan.limit).map { FaultSpan(begins: Nanoseconds($0), ends: Nanoseconds($0) + 1) }
    #expect(read([], faults: [fault], spans: [many]) == nil)
    fault.key = 3
    #expect(read([], faults: [fault], spans: [spans]) == Downtime())
  }
}

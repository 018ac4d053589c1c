import Engine
import Testing

@testable import Components

/// Replicas that stop when all of their slots were taken for long.
@Suite struct FreezingTests {
  private func freezing() -> Workbench {
    Workbench(replicas: 2, slots: 2) { $0.freezing = FreezingPlan(after: 100, backIn: 1_000) }
  }

  private func fullness(_ bench: Workbench, of replica: Int = 0, at now: Nanoseconds) -> String {
    switch bench.station.fullness(of: replica, at: now) {
    case .passed: "passed"
    case .looksAgain(let due): "looks again at \(due)"
    case .freezes(let end): "freezes until \(end)"
    }
  }

  @Test func `a replica freezes when all of its slots were taken for long`() {
    let bench = freezing()
    bench.occupy(1)
    #expect(bench.station.looksAtSlots(of: 0, at: 0) == nil)
    bench.occupy(1, at: 10)
    #expect(bench.station.looksAtSlots(of: 0, at: 10) == 110)
    #expect(bench.station.looksAtSlots(of: 0, at: 11) == nil)
    #expect(fullness(bench, at: 110) == "freezes until 1110")
    #expect(bench.kinds == [.froze] && bench.decisions.rows[0].signal == 0)
    #expect(fullness(bench, at: 220) == "passed")
  }

  @Test func `a slot that was free in between starts the time anew`() {
    let bench = freezing()
    bench.occupy(2, of: 1)
    #expect(bench.station.looksAtSlots(of: 1, at: 0) == 100)
    bench.vacate(of: 1, at: 40)
    bench.occupy(1, of: 1, at: 60)
    #expect(bench.station.looksAtSlots(of: 1, at: 60) == nil)
    #expect(fullness(bench, of: 1, at: 100) == "looks again at 160")
    bench.vacate(of: 1, at: 110)
    bench.occupy(1, of: 1, at: 120)
    #expect(bench.station.looksAtSlots(of: 1, at: 120) == nil)
    #expect(fullness(bench, of: 1, at: 160) == "looks again at 220")
    #expect(fullness(bench, of: 1, at: 220) == "freezes until 1220")
    #expect(bench.decisions.rows.map(\.signal) == [1])
  }

  @Test func `a replica whose slots are not all taken, or that has stopped, does not freeze`() {
    let bench = freezing()
    bench.occupy(2)
    _ = bench.station.looksAtSlots(of: 0, at: 0)
    bench.vacate(at: 40)
    #expect(fullness(bench, at: 100) == "passed")
    bench.occupy(1, at: 100)
    #expect(bench.station.looksAtSlots(of: 0, at: 100) == 200)
    bench.station.replicas[0].isUp = false
    #expect(fullness(bench, at: 200) == "passed" && bench.kinds.isEmpty)
  }

  @Test func `slots that are handed on at once count as taken all the time`() {
    let bench = freezing()
    bench.occupy(2)
    _ = bench.station.looksAtSlots(of: 0, at: 0)
    bench.station.giveSlot(of: 0, response: 0, at: 50)
    bench.occupy(1, at: 50)
    bench.station.settleSlots(of: 0, at: 50)
    #expect(bench.station.looksAtSlots(of: 0, at: 50) == nil)
    #expect(fullness(bench, at: 100) == "freezes until 1100")
  }
}

import Engine
import Testing

@testable import Components

@Suite struct CallConditionsTests {
  private func fault(
    _ begins: Nanoseconds, _ ends: Nanoseconds, _ effect: FaultPlan.Effect, component: Int = 1, key: Int64? = nil
  ) -> FaultPlan {
    FaultPlan(name: "", component: component, key: key, begins: begins, ends: ends, effect: effect)
  }

  @Test func `a fault holds from its begin up to its end`() {
    let faults = [fault(10, 20, .outage)]
    let states = [9, 10, 19, 20].map {
      CallConditions.at($0, component: 1, faults: faults, baseErrors: 0).isOut
    }
    #expect(states == [false, true, true, false])
    #expect(!CallConditions.at(15, component: 2, faults: faults, baseErrors: 0).isOut)
  }

  @Test func `effects add up`() {
    let faults = [fault(0, 9, .slow(2)), fault(0, 9, .slow(1.5)), fault(0, 9, .error(0.25), key: 4)]
    let conditions = CallConditions.at(5, component: 1, faults: faults, baseErrors: 0.25)
    #expect(conditions.slowness == 3 << 16)
    #expect(conditions.errorThreshold == 1 << 63)
    #expect(conditions.onlyKey == 4 && !conditions.areNormal)
    #expect(CallConditions().areNormal)
  }

  @Test func `what concerns logs alone is normal`() {
    let faults = [fault(0, 9, .duplicate(1)), fault(0, 9, .reorder(share: 1, by: 0...5))]
    #expect(CallConditions.at(5, component: 1, faults: faults, baseErrors: 0).areNormal)
  }

  @Test func `a threshold is a share of all bits`() {
    #expect(CallConditions.threshold(0) == 0 && CallConditions.threshold(-1) == 0)
    #expect(CallConditions.threshold(0.5) == 1 << 63)
    #expect(CallConditions.threshold(1) == .max && CallConditions.threshold(7) == .max)
  }

  /// Counts of calls in a run of 60 s with about a hundred a second, 25 keys for each of four.
  private func run(_ effect: FaultPlan.Effect, key: Int64? = nil) -> PollingCase.Result {
    var polling = PollingCase()
    polling.distribution = .constant(200e6)
    polling.keys = 4
    polling.faults = [fault(10 * .second, 20 * .second, effect, key: key)]
    return polling.run(cuts: polling.every(.second))
  }

  @Test func `an outage times every call out, or every call of its key`() {
    #expect(run(.outage).timedOut == 997)
    let one = run(.outage, key: 2)
    #expect(one.timedOut == 249)
    #expect(one.asks.count == 6 * 997 - 249)
  }

  @Test func `an outage without a timeout fails at once`() {
    var polling = PollingCase()
    polling.timeout = nil
    polling.distribution = .constant(200e6)
    polling.faults = [fault(10 * .second, 20 * .second, .outage)]
    let result = polling.run(cuts: polling.every(.second))
    #expect(result.failed == 997 && result.timedOut == 0)
    #expect(result.busy == UInt128(5 * 997) * 200_000_000)
  }

  @Test func `errors have their share`() {
    let result = run(.error(0.25))
    // Four standard errors of a quarter of 997.
    #expect((Double(result.failed) - 249.25).magnitude < 55)
    #expect(result.asks.count == 6 * 997 - Int(result.failed))
  }

  @Test func `a slow source takes its factor, and beyond the timeout it is given up`() {
    #expect(run(.slow(2.5)).busy == UInt128(5 * 997) * 200_000_000 + 997 * 500_000_000)
    let lost = run(.slow(6))
    #expect(lost.timedOut == 997 && lost.busy == UInt128(5 * 997) * 200_000_000 + 997 * 1_200_000_000)
  }
}

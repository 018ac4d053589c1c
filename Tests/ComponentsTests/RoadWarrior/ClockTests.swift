import Components
import Engine
import DomainBindings
import Testing

@Suite struct ClockTests {
  @Test func `the source's clock lasts 104 days, and less where a storm stretches it`() throws {
    let lasts = try #require(RoadWarrior().description.clockLasts)
    #expect(lasts([:]) / .day == 104)
    let storm: [(name: String, value: ParameterValue)] = [
      ("at", .time(.day)), ("for", .time(.day)), ("changes", .factor(50)),
    ]
    #expect(lasts([:]) - lasts(["storm": .table(storm)]) == 49 * .day)
  }

  @Test func `faults of a polled source compose as those of any other component`() {
    func fault(_ effect: FaultPlan.Effect, until ends: Nanoseconds) -> FaultPlan {
      FaultPlan(name: "f", component: 0, key: nil, begins: 0, ends: ends, effect: effect)
    }
    let faults = [
      fault(.slow(2), until: 9), fault(.slow(3), until: 5), fault(.error(0.5), until: 9), fault(.error(0.5), until: 5),
    ]
    let both = CallConditions.at(4, component: 0, faults: faults, baseErrors: 0.125)
    #expect(both.slowness == 6 << 16 && both.errorThreshold == UInt64(0.875 * 0x1p64))
    let one = CallConditions.at(6, component: 0, faults: faults, baseErrors: 0.125)
    #expect(one.slowness == 2 << 16 && one.errorThreshold == UInt64(0.625 * 0x1p64))
    #expect(CallConditions.at(9, component: 0, faults: faults, baseErrors: 0).areNormal)
  }
}

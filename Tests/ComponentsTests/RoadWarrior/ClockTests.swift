import Components
import Engine
import Systems
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
}

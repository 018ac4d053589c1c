import Testing

@testable import RoadWarriorCore

@Suite struct SourceOfTruthTests {
  /// Shares of the three kinds over a grid of kind draws.
  private func shares(finished: Double, cancelled: Double) -> [Double] {
    let steps = 100_000
    let draws = PlantedDraws(gaps: [], kinds: (0..<steps).map { UInt64($0) * (UInt64.max / UInt64(steps)) })
    let source = SourceOfTruth(draws: draws, finished: finished, cancelled: cancelled)
    var counts = [0, 0, 0]
    for step in 0..<50_000 {
      counts[Int(source.event(0, version: UInt16(step)).rawValue)] += 1
    }
    // Versions have 16 bits: the upper half of the grid is the rest.
    let upper = SourceOfTruth(
      draws: PlantedDraws(gaps: [], kinds: Array(draws.kinds[50_000...])), finished: finished, cancelled: cancelled)
    for step in 0..<50_000 { counts[Int(upper.event(0, version: UInt16(step)).rawValue)] += 1 }
    return counts.map { Double($0) / Double(steps) }
  }

  @Test(arguments: [(0, 0), (0.25, 0), (0, 0.25), (0.5, 0.5), (0.1, 0.9)])
  func `kinds have the shares that were asked for`(finished: Double, cancelled: Double) {
    let found = shares(finished: finished, cancelled: cancelled)
    let expected = [(1 - finished) * (1 - cancelled), (1 - finished) * cancelled, finished]
    for kind in 0..<3 { #expect((found[kind] - expected[kind]).magnitude < 1e-4) }
  }

  @Test func `all events may be the end`() {
    #expect(shares(finished: 1, cancelled: 0)[2] > 0.999)
    #expect(shares(finished: 0, cancelled: 1)[1] > 0.999)
  }

  @Test func `an instant is a tick with the bits below it`() {
    let source = SourceOfTruth(
      draws: PlantedDraws(gaps: [], offsets: [0, 5, 2_097_151]), finished: 0, cancelled: 0)
    #expect(source.instant(of: 3, 0, version: 1) == 3 << 21 | 5)
    #expect(source.instant(of: 3, 0, version: 2) == 4 << 21 - 1)
  }
}

import TestSupport
import Testing

@testable import HeyBlueCore

/// The measured table of the card (section 5), row by row: random-order inserts, undirected links to the 6 nearest
/// present, walks from a random node. The card's clustered layout is five hotspots with a spread of 1 % of the side.
@Suite struct IndexTableTests {
  private static let side = 1_000_000

  private struct Row {
    var comparisons = 0.0
    var wrong = 0.0
    /// Standard deviation of the wrong rate from layout to layout.
    var deviation = 0.0
  }

  private func measure(n: Int, hotspots: Int, layouts: Int, lookups: Int, seed: UInt64) -> Row {
    var comparisons: UInt64 = 0
    var rates: [Double] = []
    for layout in 0..<layouts {
      var draws = SmallGenerator(seed: seed &+ UInt64(layout) &* 7919)
      let centres = (0..<hotspots).map { _ in draws.place(Self.side) }
      func place() -> GroundPoint {
        if centres.isEmpty { return draws.place(Self.side) }
        return draws.place(about: centres[draws.below(centres.count)], spread: Self.side / 100)
      }
      var index = OfficerIndex(kind: .graph(links: 6, insertsByWalk: false, relinks: false), officers: n)
      var table = OfficerIndex(kind: .scan, officers: n)
      for officer in 0..<UInt32(n) {
        let point = place()
        index.insert(officer, at: point, draw: draws.next())
        table.insert(officer, at: point, draw: 0)
      }
      var wrong = 0
      for _ in 0..<lookups {
        let point = place()
        let found = index.nearest(to: point, draw: draws.next())
        comparisons += found.comparisons
        let right = table.nearest(to: point, draw: 0)
        #expect(right.comparisons == UInt64(n))
        if found.squaredDistance != right.squaredDistance { wrong += 1 }
      }
      rates.append(Double(wrong) / Double(lookups))
    }
    let mean = rates.reduce(0, +) / Double(layouts)
    let variance = rates.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(layouts - 1)
    return Row(
      comparisons: Double(comparisons) / Double(layouts * lookups), wrong: mean, deviation: variance.squareRoot())
  }

  /// The card's figures come from 6 layouts at least, and are rounded to half a point; both are allowed for.
  private func expectRate(_ row: Row, layouts: Int, card: Double, _ name: String) {
    let error = 3 * row.deviation * (1 / Double(layouts) + 1.0 / 6).squareRoot() + 0.005
    #expect(abs(row.wrong - card) <= error, "\(name): \(row.wrong), card \(card), error \(error)")
  }

  @Test(arguments: [
    (4, 6.2...6.3, 0.0), (17, 23.5...24.5, 0.004), (30, 31.5...33.5, 0.01), (50, 37.0...42.0, 0.03),
    (200, 51.0...72.0, 0.05),
  ])
  func `a walk over a uniform layout`(n: Int, comparisons: ClosedRange<Double>, wrong: Double) {
    let seed: UInt64 = 20_260_001
    let row = measure(n: n, hotspots: 0, layouts: 24, lookups: 100, seed: seed)
    #expect(comparisons.contains(row.comparisons), "n \(n), seed \(seed): \(row)")
    expectRate(row, layouts: 24, card: wrong, "uniform n \(n), seed \(seed)")
  }

  @Test(arguments: [
    (4, 6.2...6.3, 0.0), (17, 23.5...24.5, 0.03), (30, 30.5...33.5, 0.09), (50, 36.0...41.0, 0.20),
    (200, 49.0...70.0, 0.49),
  ])
  func `a walk over hotspots`(n: Int, comparisons: ClosedRange<Double>, wrong: Double) {
    let seed: UInt64 = 20_260_002
    let row = measure(n: n, hotspots: 5, layouts: 24, lookups: 100, seed: seed)
    #expect(comparisons.contains(row.comparisons), "n \(n), seed \(seed): \(row)")
    expectRate(row, layouts: 24, card: wrong, "hotspots n \(n), seed \(seed)")
  }

  @Test func `a walk among a thousand`() {
    let seed: UInt64 = 20_260_003
    let uniform = measure(n: 1000, hotspots: 0, layouts: 6, lookups: 100, seed: seed)
    #expect((110...130).contains(uniform.comparisons), "seed \(seed): \(uniform)")
    expectRate(uniform, layouts: 6, card: 0.04, "uniform n 1000, seed \(seed)")
    let clustered = measure(n: 1000, hotspots: 5, layouts: 6, lookups: 100, seed: seed)
    #expect((65...95).contains(clustered.comparisons), "seed \(seed): \(clustered)")
    expectRate(clustered, layouts: 6, card: 0.68, "hotspots n 1000, seed \(seed)")
  }

  @Test func `the acceptance checks of the card hold`() {
    let seed: UInt64 = 20_260_004
    let uniform = measure(n: 200, hotspots: 0, layouts: 24, lookups: 100, seed: seed)
    #expect((0.025...0.09).contains(uniform.wrong), "seed \(seed): \(uniform)")
    let clustered = measure(n: 200, hotspots: 5, layouts: 24, lookups: 100, seed: seed)
    #expect((0.40...0.62).contains(clustered.wrong), "seed \(seed): \(clustered)")
    // The walk needs fewer comparisons than the scan above some n between 30 and 50.
    #expect(measure(n: 30, hotspots: 0, layouts: 12, lookups: 100, seed: seed).comparisons > 30)
    #expect(measure(n: 50, hotspots: 0, layouts: 12, lookups: 100, seed: seed).comparisons < 50)
  }
}

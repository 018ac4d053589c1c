import Testing
import TestSupport

@testable import Statistics

@Suite struct TimeWeightedAverageTests {
  @Test func `area, mean and maximum of a short history`() {
    var average = TimeWeightedAverage()
    average.add(1, at: 10)
    average.add(2, at: 20)
    average.set(1, at: 25)
    #expect(average.level == 1 && average.maximum == 3)
    #expect(average.area(until: 40) == 10 + 15 + 15)
    #expect(average.mean(from: 0, until: 40) == 1)
  }

  @Test func `a reset keeps the level and forgets the rest`() {
    var average = TimeWeightedAverage(startingAt: 5, level: 4)
    average.set(9, at: 7)
    average.set(2, at: 8)
    average.reset(at: 10)
    #expect(average.level == 2 && average.maximum == 2 && average.measuredSince == 10)
    #expect(average.area(until: 10) == 0)
    #expect(average.area(until: 13) == 6)
    #expect(average.mean(from: 10, until: 13) == 2)
  }

  @Test func `before the start of measurement the level counts as zero`() {
    let late = TimeWeightedAverage(startingAt: 50, level: 2)
    #expect(late.mean(from: 0, until: 100) == 1)
  }

  @Test func `over no time the mean is the level`() {
    let average = TimeWeightedAverage(startingAt: 3, level: 7)
    #expect(average.mean(from: 3, until: 3) == 7)
  }

  @Test func `the largest level over the longest time does not overflow`() {
    let average = TimeWeightedAverage(startingAt: .min, level: .max)
    #expect(average.area(until: .max) == UInt128(Int64.max) * UInt128(UInt64.max))
    #expect(average.mean(from: .min, until: .max) == Double(Int64.max))
  }

  @Test(arguments: [31, 32, 33, 34] as [UInt64])
  func `agrees with adding up every nanosecond`(seed: UInt64) {
    var generator = SmallGenerator(seed: seed)
    let end: Int64 = 2000
    let resetAt = Int64(generator.below(1000))
    var levels: [Int64] = []
    var average = TimeWeightedAverage()
    var expectedMaximum: Int64 = 0
    for time in 0..<end {
      if time == resetAt {
        average.reset(at: time)
        expectedMaximum = average.level
      }
      for _ in 0..<generator.below(3) {
        if generator.below(2) == 0 {
          average.set(Int64(generator.below(6)), at: time)
        } else {
          average.add(average.level > 0 && generator.below(2) == 0 ? -1 : 1, at: time)
        }
        expectedMaximum = max(expectedMaximum, average.level)
      }
      levels.append(average.level)
    }
    let area = levels[Int(resetAt)...].reduce(0, +)
    #expect(average.area(until: end) == UInt128(area), "seed \(seed)")
    #expect(
      average.mean(from: resetAt, until: end) == Double(area) / Double(end - resetAt),
      "seed \(seed)")
    #expect(average.maximum == expectedMaximum, "seed \(seed)")
  }
}

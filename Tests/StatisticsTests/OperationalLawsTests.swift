import Testing
import TestSupport

@testable import Statistics

@Suite struct OperationalLawsTests {
  @Test func `Little's law holds without a gap`() {
    #expect(OperationalLaws.littleGap(meanInSystem: 6, throughput: 3, meanResponse: 2) == 0)
    #expect(OperationalLaws.littleGap(meanInSystem: 0, throughput: 0, meanResponse: 0) == 0)
  }

  @Test func `gaps are relative to the larger side`() {
    #expect(OperationalLaws.littleGap(meanInSystem: 8, throughput: 3, meanResponse: 2) == 0.25)
    #expect(OperationalLaws.littleGap(meanInSystem: 4.5, throughput: 3, meanResponse: 2) == 0.25)
    #expect(OperationalLaws.littleGap(meanInSystem: 4, throughput: 0, meanResponse: 2) == 1)
    #expect(
      OperationalLaws.littleGap(meanInSystem: 4, throughput: 1, meanResponse: .infinity) == 1)
  }

  @Test func `the utilisation law counts all servers`() {
    #expect(
      OperationalLaws.utilizationGap(busyShare: 0.75, throughput: 3, meanService: 1, servers: 4)
        == 0)
    #expect(
      OperationalLaws.utilizationGap(busyShare: 0.5, throughput: 0.25, meanService: 1) == 0.5)
  }

  @Test func `flow that does not balance is counted`() {
    #expect(
      OperationalLaws.unbalancedFlow(
        presentBefore: 2, arrivals: 10, departures: 9, presentAfter: 3) == 0)
    #expect(
      OperationalLaws.unbalancedFlow(
        presentBefore: 0, arrivals: 10, departures: 11, presentAfter: 1) == -2)
  }

  @Test func `a simulated queue obeys Little's law exactly`() {
    let seed: UInt64 = 91
    var generator = SmallGenerator(seed: seed)
    // First come, first served, one server; empty at both ends.
    var inSystem = TimeWeightedAverage()
    var responses = Tally()
    var changes: [(time: Int64, delta: Int64)] = []
    var arrival: Int64 = 0
    var freeAt: Int64 = 0
    for _ in 0..<1000 {
      arrival += Int64(generator.below(100))
      freeAt = max(freeAt, arrival) + Int64(generator.below(90))
      changes.append((arrival, 1))
      changes.append((freeAt, -1))
      responses.record(freeAt - arrival)
    }
    changes.sort { ($0.time, -$0.delta) < ($1.time, -$1.delta) }
    for change in changes { inSystem.add(change.delta, at: change.time) }
    let gap = OperationalLaws.littleGap(
      meanInSystem: inSystem.mean(from: 0, until: freeAt),
      throughput: Double(responses.count) / Double(freeAt), meanResponse: responses.mean ?? 0)
    #expect(gap < 1e-12, "seed \(seed)")
    #expect(inSystem.area(until: freeAt) == responses.sum)
  }
}

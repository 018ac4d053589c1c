import Engine
import Testing

@testable import Components

@Suite struct CrowdClockTests {
  private func crowd(_ count: Int64, begins: Nanoseconds = 5 * .second, within: Nanoseconds = 10 * .second)
    -> Arrivals
  {
    Arrivals(rate: 0, seconds: 100) { $0.arrivals = .crowd(count: count, begins: begins, within: within) }
  }

  @Test(arguments: [0, 1, 2, 3, 1000, 100_000])
  func `exactly so many come, in order and within the span`(count: Int64) {
    for seed in 0..<(count > 1000 ? 1 : 20) as Range<UInt64> {
      let times = crowd(count).times(seed: seed)
      #expect(times.count == Int(count))
      #expect(times.allSatisfy { $0 >= 5 * .second && $0 < 15 * .second })
      let inOrder = zip(times, times.dropFirst()).allSatisfy { $0 <= $1 }
      #expect(inOrder)
    }
  }

  /// The greatest distance from the uniform distribution, times √n, is above 1.95 once in a thousand (Kolmogorov).
  @Test(arguments: [1, 2, 5, 20_000])
  func `instants are uniform`(count: Int64) {
    var shares: [Double] = []
    let crowd = crowd(count)
    for replication in 0..<(count > 1000 ? 1 : 4000) {
      shares += crowd.times(replication: replication).map { Double($0 - 5 * .second) / 10e9 }
    }
    shares.sort()
    let size = Double(shares.count)
    let distance = shares.enumerated().reduce(0.0) { most, entry in
      max(most, (entry.element - Double(entry.offset) / size).magnitude)
    }
    #expect(distance * size.squareRoot() < 1.95, "\(distance)")
  }

  /// The k-th of n has a beta distribution: mean k / (n + 1), variance k (n + 1 − k) / ((n + 1)² (n + 2)).
  @Test func `the k-th of them has the distribution of its rank`() {
    var sums = Array(repeating: 0.0, count: 7)
    let crowd = crowd(7)
    for replication in 0..<4000 {
      for (rank, time) in crowd.times(replication: replication).enumerated() {
        sums[rank] += Double(time - 5 * .second) / 10e9
      }
    }
    for rank in 1...7 {
      let variance = Double(rank * (8 - rank)) / (64 * 9)
      let mean = sums[rank - 1] / 4000
      #expect((mean - Double(rank) / 8).magnitude < 4 * (variance / 4000).squareRoot(), "rank \(rank)")
    }
  }

  @Test func `a crowd without a span comes at once`() {
    #expect(crowd(700, within: 0).times() == Array(repeating: 5 * .second, count: 700))
  }
}

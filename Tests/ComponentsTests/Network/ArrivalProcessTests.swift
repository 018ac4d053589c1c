import Engine
import Testing

@testable import Components

/// Mean rate and index of dispersion of counts against theory (Cox and Lewis, "The Statistical Analysis of
/// Series of Events", 1966): one for Poisson, the squared coefficient of variation for renewals, and
/// E[X²] / E[X] for batches.
@Suite struct ArrivalProcessTests {
  struct Process: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var dispersion: Double
    var change: @Sendable (inout SourcePlan) -> Void
  }

  static let skewed = Distribution.hyperexponential([
    Distribution.Branch(share: 0.9, mean: 0.5), Distribution.Branch(share: 0.1, mean: 5.5),
  ])

  static let processes = [
    Process(testDescription: "poisson", dispersion: 1) { _ in },
    Process(testDescription: "even", dispersion: 0) { $0.arrivals = .even },
    Process(testDescription: "constant gaps", dispersion: 0) { $0.arrivals = .renewal(.constant(3)) },
    Process(testDescription: "erlang gaps", dispersion: 0.25) { $0.arrivals = .renewal(.erlang(stages: 4, mean: 7e6)) },
    Process(testDescription: "skewed gaps", dispersion: 5.5) { $0.arrivals = .renewal(skewed) },
    Process(testDescription: "batches of 5", dispersion: 5) { $0.batch = .fixed(5) },
    Process(testDescription: "geometric batches", dispersion: 7) { $0.batch = .geometric(mean: 4) },
    Process(testDescription: "even batches", dispersion: 0) {
      $0.arrivals = .even
      $0.batch = .fixed(4)
    },
  ]

  @Test(arguments: processes)
  func `a process has the rate and the dispersion of its kind`(process: Process) {
    // 4,000 windows of 100 requests: four standard errors of a variance are 9 %, more where it is skewed.
    let arrivals = Arrivals(rate: 100, seconds: 4000, process.change)
    let (rate, dispersion) = arrivals.rateAndDispersion(window: .second)
    #expect((rate - 100).magnitude <= 0.02 + 4 * (process.dispersion * 100 / 4000).squareRoot(), "\(rate)")
    #expect((dispersion - process.dispersion).magnitude < 0.01 + 0.14 * process.dispersion, "\(dispersion)")
  }

  @Test func `all of them follow a rate that moves`() {
    // 0 → 200/s in 100 s, then 50/s for 100 s: 2,500, 7,500, 2,500 and 2,500 in the four quarters.
    let knots = [
      RateKnot(at: 0, before: 0, after: 0), RateKnot(at: 100 * .second, before: 200, after: 50),
      RateKnot(at: 200 * .second, before: 50, after: 0),
    ]
    for process in Self.processes {
      let arrivals = Arrivals(rate: 0, seconds: 200) {
        $0.knots = knots
        process.change(&$0)
      }
      let counts = arrivals.counts(window: 50 * .second)
      for (count, expected) in zip(counts, [2500.0, 7500, 2500, 2500]) {
        #expect(
          (count - expected).magnitude <= 8 + 4 * (expected * process.dispersion).squareRoot(),
          "\(process.testDescription): \(counts)")
      }
    }
  }

  @Test func `even arrivals come whenever the rate has added up to another one, from half a one on`() {
    let times = Arrivals(rate: 8, seconds: 2) { $0.arrivals = .even }.times()
    #expect(times == (0...15).map { ($0 * 125 + 62) * millisecond + 500_000 })
    let odd = Arrivals(rate: 0.3, seconds: 10) { $0.arrivals = .even }.times()
    #expect(odd.map { ($0 + 500_000) / millisecond } == [1667, 5000, 8333])
  }

  @Test func `even arrivals are rate times duration`() {
    for (rate, seconds, count) in [
      (10, 60, 600), (0.1, 36_000, 3600), (7.0 / 60, 3600, 420), (200, 1, 200), (1.0 / 3, 9, 3), (0.26, 10, 3),
    ] as [(Double, Int64, Int)] {
      let arrivals = Arrivals(rate: rate, seconds: seconds) { $0.arrivals = .even }
      #expect(arrivals.times().count == count, "\(rate)/s for \(seconds) s")
    }
    let batches = Arrivals(rate: 12, seconds: 10) {
      $0.arrivals = .even
      $0.batch = .fixed(3)
    }
    #expect(batches.times().count == 120)
  }

  @Test func `only the shape of a distribution for gaps matters`() {
    let distributions: [(Double) -> Distribution] = [
      { .exponential(mean: $0) }, { .erlang(stages: 3, mean: $0) }, { .uniform(low: 0.5 * $0, high: 1.5 * $0) },
      { .lognormal(median: $0, p99: 4 * $0) }, { .pareto(minimum: $0, shape: 2.5) },
      { .empirical([0.5 * $0, $0, 3 * $0]) },
      {
        .hyperexponential([Distribution.Branch(share: 0.5, mean: $0), Distribution.Branch(share: 0.5, mean: 9 * $0)])
      },
    ]
    for distribution in distributions {
      let small = Arrivals(rate: 50, seconds: 20) { $0.arrivals = .renewal(distribution(1)) }.times()
      let large = Arrivals(rate: 50, seconds: 20) { $0.arrivals = .renewal(distribution(0x1p20)) }.times()
      #expect(small.count == large.count && small.count > 500)
      #expect(zip(small, large).allSatisfy { ($0 - $1).magnitude < 20_000 })
    }
  }

  @Test func `exponential gaps are the Poisson process`() {
    let poisson = Arrivals(rate: 50, seconds: 20).times()
    #expect(Arrivals(rate: 50, seconds: 20) { $0.arrivals = .renewal(.exponential(mean: 1e9)) }.times() == poisson)
  }

  @Test func `sizes of geometric batches have their distribution`() throws {
    for mean in [1.25, 2, 30] {
      let stream = RandomStream(seed: 3, replication: 0, name: "batches/w")
      let sizes = try #require(BatchSizes(.geometric(mean: mean), stream: stream))
      var counts = Array(repeating: 0, count: 2000)
      for batch in 0..<100_000 as Range<UInt64> { counts[Int(sizes.draw(batch))] += 1 }
      #expect(counts[0] == 0)
      // The chance of more than k is (1 − 1/mean)^k; four standard errors.
      var above = 100_000
      var chance = 1.0
      for size in 1...60 {
        above -= counts[size]
        chance *= 1 - 1 / mean
        let spread = (100_000 * chance * (1 - chance)).squareRoot()
        #expect((Double(above) - 100_000 * chance).magnitude <= 4 * spread + 1, "mean \(mean), \(size)")
      }
    }
  }
}

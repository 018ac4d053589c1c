import Statistics
import Testing

/// Whether intervals hold the truth, verdicts are right and figures are judged, where the truth is known: M/M/1 with 100
/// arrivals a second for ten minutes. Each of 1,000 seeds is judged by its first replication alone and by ten together.
///
/// With a true error of 5 % the share of 1,000 seeds varies by 0.7 %.
@Suite struct CoverageTests {
  private static let seeds: UInt64 = 1000
  private static let replications = 10
  private static let quantiles = [("p50", 0.5), ("p95", 0.95), ("p99", 0.99), ("p99.9", 0.999)]

  /// What must be judged in nine of ten seeds: by utilization and replications, the figures from the mean on.
  private static let mustJudge: [(utilization: Double, replications: Int, figures: [String])] = [
    (0.5, 1, ["mean", "p50", "p95"]), (0.8, 1, ["mean", "p50", "p95"]), (0.95, 1, ["mean", "p50"]),
    (0.5, 10, ["mean", "p50", "p95", "p99"]), (0.8, 10, ["mean", "p50", "p95", "p99"]),
    (0.95, 10, ["mean", "p50", "p95"]),
  ]

  @Test(arguments: [0.5, 0.8, 0.95])
  func `intervals cover, verdicts are seldom wrong, and what can be judged is`(utilization: Double) {
    let queue = LindleyQueue(utilization: utilization)
    var one = tallies
    var ten = tallies
    for seed in 1...Self.seeds {
      var together = HistogramParts()
      for number in 0..<Self.replications {
        let stretches = queue.run(seed: seed, replication: number)
        together.append(stretches)
        if number == 0 { add(HistogramParts(stretches), of: queue, to: &one) }
      }
      add(together, of: queue, to: &ten)
    }
    print("utilization \(utilization): judged, coverage, held wrongly, violated wrongly, decided at x1.5 and x0.67")
    for (replications, tallies) in [(1, one), (Self.replications, ten)] {
      for tally in tallies {
        print("\(replications) × \(tally.row)")
        check(tally, utilization, replications)
      }
    }
  }

  private var tallies: [CoverageTally] {
    [CoverageTally("mean")] + Self.quantiles.map { CoverageTally($0.0) }
  }

  private func add(_ parts: HistogramParts, of queue: LindleyQueue, to tallies: inout [CoverageTally]) {
    guard let estimate = DistributionEstimate(parts), let mean = estimate.mean else {
      Issue.record("ten minutes without a request")
      return
    }
    tallies[0].add(mean, truth: queue.mean)
    for (index, quantile) in Self.quantiles.enumerated() {
      tallies[index + 1].add(estimate.percentile(quantile.1), truth: queue.percentile(quantile.1))
    }
  }

  private func check(_ tally: CoverageTally, _ utilization: Double, _ replications: Int) {
    let cell = "utilization \(utilization), \(replications) replications, seeds 1...\(Self.seeds): \(tally)"
    #expect(tally.seeds == Int(Self.seeds))
    #expect(tally.wrong <= 0.06, "\(cell)")
    if tally.judgedShare >= 0.9 { #expect(tally.coverage >= 0.93 && tally.coverage <= 0.99, "\(cell)") }
    let must = Self.mustJudge.first { $0.utilization == utilization && $0.replications == replications }
    if must?.figures.contains(tally.name) ?? false { #expect(tally.judgedShare >= 0.9, "\(cell)") }
    if utilization == 0.5, ["mean", "p50", "p95"].contains(tally.name) { #expect(tally.decided >= 0.8, "\(cell)") }
  }
}

import Components
import Engine
import Experiments
import Foundation
import Scenarios
import Statistics
import Testing

/// Failures and repairs against renewal theory.
@Suite struct AvailabilityTests {
  private func read(_ options: [String], seed: UInt64 = 1) throws -> Scenario {
    try ScenarioHarness.read(ScenarioHarness.file("availability"), options: options, seed: seed)
  }

  /// Availability is MTTF / (MTTF + MTTR) (R. E. Barlow and F. Proschan, 1965).
  @Test(arguments: [[], ["exponential"]]) func `it is up as long as renewal theory says`(options: [String]) throws {
    let up = try (1...200).map { seed in
      try #require(try ScenarioHarness.run(try read(options, seed: seed)).budgets.first?.observed)
    }
    let interval = ScenarioHarness.interval(up)
    #expect(interval.contains(0.9) && interval.halfWidth < 0.01, "\(interval)")
  }

  /// With both exponential, from up at the start: A + (1 − A) exp(−t (1/MTTF + 1/MTTR)).
  @Test func `it is up at an instant with the probability of a chain of two states`() throws {
    let replications = ScenarioHarness.replications(try read(["exponential"]), 3000)
    for second in [2, 5, 10, 20, 300] as [Nanoseconds] {
      let up = replications.count { run in
        !run.faultSpans[0].contains { $0.begins <= second * .second && second * .second < $0.ends }
      }
      let expected = 0.9 + 0.1 * exp(-Double(second) * (1 / 90.0 + 1 / 10.0))
      // 3.29 standard deviations are 99.9 %.
      let spread = 3.29 * (expected * (1 - expected) / 3000).squareRoot()
      #expect(abs(Double(up) / 3000 - expected) < spread, "after \(second) s: \(up) of 3000, \(expected)")
    }
  }

  @Test(arguments: [["many"], ["many", "exponential"], ["many", "wild"]])
  func `intervals cover what it is, and a limit there is seldom judged`(options: [String]) throws {
    let seeds = 1...300
    let law = Distribution.lognormal(median: 5, p99: 60).mean
    let truth = options.contains("wild") ? 90 / (90 + law) : 0.9
    var (covered, judged, wrong) = (0, 0, 0)
    for seed in seeds {
      let up = try #require(try ScenarioHarness.run(try read(options, seed: UInt64(seed))).budgets.first)
      if let interval = up.interval {
        judged += 1
        if interval.contains(truth) { covered += 1 }
      }
      if up.verdict == .held || up.verdict == .violated { wrong += 1 }
    }
    print("availability \(options): \(covered) of \(judged) cover, \(wrong) judged at 90 %")
    #expect(judged == seeds.count)
    #expect(Double(covered) >= 0.92 * Double(judged), "\(covered) of \(judged)")
    if truth == 0.9 { #expect(Double(wrong) <= 0.08 * Double(seeds.count), "\(wrong)") }
  }
}

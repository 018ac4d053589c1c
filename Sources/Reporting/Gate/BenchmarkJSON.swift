import Experiments
import Foundation
import Statistics

/// Figures of which less is better as `github-action-benchmark` reads them (`customSmallerIsBetter`): percentiles of
/// every flow and measure, shares of errors and the bill. Its chart is then a history of the design.
package enum BenchmarkJSON {
  package static func text(_ report: GateReport) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let entries = report.suites.flatMap(Self.entries)
    return String(decoding: try encoder.encode(entries), as: UTF8.self) + "\n"
  }

  private struct Entry: Encodable {
    let name, unit: String
    let value: Double
    let range: String?
    let extra: String
  }

  private static func entries(_ suite: GateSuite) -> [Entry] {
    let result = suite.result
    var entries: [Entry] = []
    let extra = "seed \(result.scenario.seed), \(result.replications) replications, digest \(result.digest)"
    for indicator in result.indicators where indicator.isOfWholeRun && indicator.histogram.count > 0 {
      for quantile in [0.5, 0.95, 0.99] {
        guard let value = indicator.histogram.quantile(quantile), value != .max else { continue }
        let interval = indicator.quantileIntervals.first { $0.quantile == quantile }?.interval
        entries.append(
          Entry(
            name: "\(suite.name): \(QuantityText.quantile(quantile)) \(indicator.title)", unit: "ms",
            value: Double(value) / 1e6,
            range: interval.map { "± \(Decimal.significant($0.halfWidth / 1e6))" }, extra: extra))
      }
    }
    for flow in shares(result) {
      entries.append(
        Entry(
          name: "\(suite.name): share errors(flow=\(flow.name))", unit: "%", value: flow.share * 100, range: nil,
          extra: extra))
    }
    if let cost = result.cost {
      entries.append(
        Entry(
          name: "\(suite.name): cost per month", unit: cost.currency, value: Double(cost.perMonthMicros) / 1e6,
          range: nil, extra: extra))
    }
    return entries
  }

  /// Failed requests of all, by flow.
  private static func shares(_ result: RunResult) -> [(name: String, share: Double)] {
    var names: [String] = []
    for outcome in result.outcomes where outcome.scope == "flow" && !names.contains(outcome.name) {
      names.append(outcome.name)
    }
    let failures: Set = ["timeout", "refused", "error", "quota"]
    return names.compactMap { name in
      let own = result.outcomes.filter { $0.scope == "flow" && $0.name == name }
      let all = own.reduce(0) { $0 + $1.count }
      let failed = own.filter { failures.contains($0.outcome) }.reduce(0) { $0 + $1.count }
      return all > 0 ? (name, Double(failed) / Double(all)) : nil
    }
  }
}

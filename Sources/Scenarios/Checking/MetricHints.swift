import Components

/// What people call a metric, and how a check says it.
struct MetricHints {
  let metrics: [Metric]

  private static let words: [(metric: String, words: String)] = [
    ("errors", "error error-rate error-rates failure failures failure-rate failed failing errorrate"),
    ("latency", "latencies response-time responsetime response response-times duration delay time lateness"),
    ("utilization", "utilisation cpu busy load usage saturation"),
    ("throughput", "requests rps qps tps request-rate goodput"),
    ("cost", "costs bill price spend"),
    ("availability", "uptime mtbf mttr available"),
    ("queue-length", "queue backlog queue-depth depth"),
  ]

  private func metric(for word: String) -> String? {
    let word = word.lowercased().replacing("_", with: "-")
    if named(word) != nil { return word }
    guard let known = Self.words.first(where: { $0.words.split(separator: " ").contains(Substring(word)) })?.metric,
      named(known) != nil
    else { return nil }
    return known
  }

  /// `error rate` → `rate errors`; `latency p99` → `p99 latency`; `p99 response-time` → `p99 latency`. Nil where nothing
  /// better is known.
  func phrase(statistic: String, metric: String) -> String? {
    if named(metric) == nil, let meant = self.metric(for: statistic), has(meant, metric) {
      return "\(metric) \(meant)"
    }
    guard named(metric) == nil, let meant = self.metric(for: metric) else { return nil }
    return has(meant, statistic) ? "\(statistic) \(meant)" : phrase(for: metric)
  }

  /// `error-rate` → `rate errors`.
  func phrase(for word: String) -> String? {
    guard let meant = metric(for: word), let statistics = named(meant)?.statistics else { return nil }
    return "\(["p99", "rate", "mean"].first(where: statistics.contains) ?? statistics[0]) \(meant)"
  }

  private func has(_ metric: String, _ statistic: String) -> Bool {
    guard let statistics = named(metric)?.statistics else { return false }
    let isQuantile = statistic.first == "p" && ExactDecimal(statistic.dropFirst()) != nil
    return statistics.contains(statistic) || isQuantile && statistics.contains("p50")
  }

  private func named(_ name: String) -> Metric? { metrics.first { $0.name == name } }
}

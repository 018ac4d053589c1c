import Engine

extension Check.Statistic {
  /// As a check writes it: `p99`, `p99.9`, `mean`, `per-month`.
  package var name: String {
    switch self {
    case .quantile(let q):
      // Hundredths of a percent: no quantile of a check is finer.
      let (whole, rest) = Int((q * 10_000).rounded()).quotientAndRemainder(dividingBy: 100)
      if rest == 0 { return "p\(whole)" }
      return rest % 10 == 0 ? "p\(whole).\(rest / 10)" : "p\(whole).\(rest / 10)\(rest % 10)"
    case .mean: return "mean"
    case .max: return "max"
    case .min: return "min"
    case .count: return "count"
    case .rate: return "rate"
    case .share: return "share"
    case .total: return "total"
    case .perMonth: return "per-month"
    }
  }
}

extension Check {
  /// Its left side, as a budget writes it: `p99 latency(flow=buy)`.
  package var figure: String {
    let labels = labels.map { "\($0.label)=\($0.value)" }.joined(separator: " ")
    let limit = above.map { " above \(ValueReader.timeText(Int64(saturating: $0)))" } ?? ""
    return "\(statistic.name) \(metric)\(labels.isEmpty ? "" : "(\(labels))")\(limit)"
  }
}

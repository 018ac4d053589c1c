import Components

/// `STAT METRIC(label=x label=y) [above V] OP V`, taken apart and not yet understood.
struct CheckText: Equatable {
  var statistic: String
  var metric: String
  var labels: [Label]
  var above: String?
  var comparison: Check.Comparison
  var limit: String

  struct Label: Equatable {
    var name: String
    var value: String
  }

  private static let example = "write it as in `p99 latency(flow=buy) < 3s`"

  /// - Parameter metrics: one of which may have been meant where there is no statistic.
  init(_ text: String, metrics: [Metric]) throws(ValueError) {
    let text = text.trimmed
    var depth = 0
    var position: String.Index?
    for index in text.indices {
      switch text[index] {
      case "(": depth += 1
      case ")": depth -= 1
      case "<", ">", "=", "≤", "≥", "!": if depth == 0 { position = index }
      default: break
      }
      if position != nil { break }
    }
    guard let position else {
      throw ValueError(
        depth == 0
          ? "`\(text.shortened)` compares with nothing" : "`\(text.shortened)` has a parenthesis that does not match",
        suggestion: Self.example)
    }
    let sign = text[position...].prefix { "<>=!≤≥".contains($0) }
    guard let comparison = Check.Comparison(rawValue: String(sign)) else {
      let meant = ["==": "=", "=<": "<=", "=>": ">=", "≤": "<=", "≥": ">="][String(sign)]
      throw ValueError(
        "`\(sign)` is not a comparison", suggestion: meant.map { "did you mean `\($0)`?" } ?? "< <= > >= =")
    }
    self.comparison = comparison
    limit = String(text[position...].dropFirst(sign.count)).trimmed
    guard !limit.isEmpty else {
      throw ValueError("`\(text.shortened)` compares with nothing", suggestion: Self.example)
    }
    var left = String(text[..<position]).trimmed
    labels = []
    if let open = left.firstIndex(of: "(") {
      guard let close = left.firstIndex(of: ")"), open < close else {
        throw ValueError("the labels of `\(text.shortened)` do not end", suggestion: Self.example)
      }
      labels = try Self.labels(String(left[left.index(after: open)..<close]))
      left = left[..<open] + " " + left[left.index(after: close)...]
    }
    let words = left.split(separator: " ").map(String.init)
    guard words.count >= 2 else {
      let meant = words.first.flatMap(MetricHints(metrics: metrics).phrase)
      throw ValueError(
        "`\(text.shortened)` is not a check",
        suggestion: meant.map { [limit] in "did you mean `\($0) \(sign) \(limit)`?" } ?? Self.example)
    }
    (statistic, metric) = (words[0], words[1])
    if words.count > 2 {
      guard words[2] == "above", words.count > 3 else {
        throw ValueError("`\(words[2].shortened)` is not expected in a check", suggestion: Self.example)
      }
      above = words[3...].joined(separator: " ")
    }
  }

  private static func labels(_ text: String) throws(ValueError) -> [Label] {
    var labels: [Label] = []
    for word in text.split(separator: " ") {
      let parts = word.split(separator: "=", omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
        throw ValueError(
          "`\(word.description.shortened)` is not a label",
          suggestion: "write it as in `flow=buy`, several with a space between")
      }
      guard !labels.contains(where: { $0.name == parts[0] }) else {
        throw ValueError("the label `\(parts[0])` stands twice")
      }
      labels.append(Label(name: String(parts[0]), value: String(parts[1])))
    }
    return labels
  }

  /// `baseline +10% or +20ms` → `+10%` and `+20ms`; nil when it is no such limit.
  static func baseline(_ limit: String) throws(ValueError) -> (relative: Double?, absolute: String?)? {
    guard limit == "baseline" || limit.hasPrefix("baseline ") else { return nil }
    let rest = limit.dropFirst("baseline".count).trimmed
    if rest.isEmpty { return (0, nil) }
    var relative: Double?
    var absolute: String?
    for part in ValueReader.split(rest, by: " or ") {
      guard let sign = part.first, sign == "+" || sign == "-" else {
        throw ValueError(
          "`\(part.shortened)` does not say in which direction from the baseline",
          suggestion: "write it as in `baseline +10% or +20ms`")
      }
      let amount = String(part.dropFirst()).trimmed
      if amount.hasSuffix("%") {
        guard relative == nil, let number = ExactDecimal(amount.dropLast()) else {
          throw ValueError("`\(part.shortened)` is not a share of the baseline")
        }
        relative = number.double / (sign == "-" ? -100 : 100)
      } else {
        guard absolute == nil else { throw ValueError("two distances from one baseline") }
        absolute = (sign == "-" ? "-" : "") + amount
      }
    }
    return (relative, absolute)
  }
}

import Engine
import Statistics

/// What a comparison comes to, in one sentence for each candidate.
struct ComparisonWords {
  private let comparison: DesignComparison

  init(_ comparison: DesignComparison) { self.comparison = comparison }

  var sentences: [String] {
    comparison.designs.indices.dropFirst().map { number in
      let label = comparison.designs[number].label
      let parts = [asked(number), speed(number), failures(number), cost(number), invariants(number)].compactMap { $0 }
      guard let last = parts.last else { return "\(label) has nothing to be compared by" }
      let first = parts.dropLast().joined(separator: ", ")
      return "\(label) \(first)\(first.isEmpty ? "" : " and ")\(last)"
    }
  }

  /// A share that the file asks for before anything else.
  private func asked(_ number: Int) -> String? {
    guard
      let figure = comparison.figures.first(where: { $0.name == comparison.asked && $0.name.hasPrefix("share ") }),
      let verdict = figure.verdict(of: number), let base = figure.values[0], let own = figure.values[number]
    else { return nil }
    let what = figure.name.dropFirst(6)
    return [.better, .worse].contains(verdict)
      ? "has \(percent(own)) of \(what) instead of \(percent(base))" : "cannot be distinguished in the share of \(what)"
  }

  /// The worst quantile of the first distribution that is compared.
  private func speed(_ number: Int) -> String? {
    guard let figure = comparison.figures.first(where: { $0.unit == "ns" && $0.name.hasPrefix("p99 ") }),
      let difference = figure.differences[number - 1]
    else { return nil }
    let what = figure.name.dropFirst(4)
    switch difference.verdict {
    case .noDifference: return "is as fast at p99 \(what)"
    case .cannotTell: return "cannot be distinguished at p99 \(what)"
    case .better, .worse:
      guard let ratio = difference.ratio, ratio.mean > 0 else { return nil }
      let isFaster = difference.verdict == .better
      // Of the inverse, the relative width is the same to first order.
      let times = isFaster ? 1 / ratio.mean : ratio.mean
      let width = isFaster ? ratio.halfWidth / (ratio.mean * ratio.mean) : ratio.halfWidth
      return "is \(hundredths(times)) ± \(hundredths(width)) times \(isFaster ? "faster" : "slower") at p99 \(what)"
    }
  }

  /// Failing more or less often matters only where the difference is sure.
  private func failures(_ number: Int) -> String? {
    guard
      let figure = comparison.figures.first(where: { figure in
        figure.name.hasPrefix("share errors") && [.better, .worse].contains(figure.differences[number - 1]?.verdict)
      }), let base = figure.values[0], let own = figure.values[number]
    else { return nil }
    return "fails \(percent(own)) of requests instead of \(percent(base))"
  }

  private func cost(_ number: Int) -> String? {
    guard let figure = comparison.figures.first(where: { $0.name == "per-month cost" }),
      let difference = figure.differences[number - 1], let ratio = difference.ratio
    else { return nil }
    let change = ratio.mean - 1
    switch difference.verdict {
    case .noDifference: return "costs the same"
    case .cannotTell: return "may cost more or less"
    case .better: return "costs \(percent(-change)) less"
    case .worse: return "costs \(percent(change)) more"
    }
  }

  private func invariants(_ number: Int) -> String? {
    let broken = comparison.figures.filter {
      $0.name.hasPrefix("count violations") && $0.differences[number - 1].map { $0.interval.mean > 0 } ?? false
    }
    return broken.isEmpty ? nil : "breaks \(broken.map { String($0.name.dropFirst(17)) }.joined(separator: ", "))"
  }

  private func hundredths(_ value: Double) -> String {
    let scaled = Int64(saturating: value * 100)
    return "\(scaled / 100).\(scaled % 100 / 10)\(scaled % 10)"
  }

  private func percent(_ share: Double) -> String {
    let tenths = Int64(saturating: share * 1000)
    return tenths >= 100 ? "\((tenths + 5) / 10) %" : "\(tenths / 10).\(tenths % 10) %"
  }
}

import Engine
import Scenarios

/// The range that a quantity states, and the texts that lie in it.
///
/// A distribution is scaled: `exponential(mean 20ms) (10ms..30ms)` runs from `exponential(mean 10ms)` to
/// `exponential(mean 30ms)`, its first time being what the range is about, so that its shape stays.
package struct AssumptionRange: Sendable {
  package let quantity: SourcedQuantity
  private let low: Amount
  private let high: Amount
  /// A distribution in which every time is scaled, and the amount of its first.
  private let distribution: Amount?

  /// Nil where there is no range, or its ends do not differ in one number each.
  package init?(_ quantity: SourcedQuantity) {
    guard let ends = quantity.range?.ends, let low = Amount(ends.low), let high = Amount(ends.high),
      low.unit == high.unit, low.base <= high.base
    else { return nil }
    self.quantity = quantity
    self.low = low
    self.high = high
    if quantity.text.contains("(") {
      guard let first = Self.amounts(in: quantity.text).first?.amount, first.unit == low.unit, first.base > 0 else {
        return nil
      }
      distribution = first
    } else {
      distribution = nil
    }
  }

  package var lowText: String { text(of: low.base) }
  package var highText: String { text(of: high.base) }

  /// Uniform in the range, or in its logarithm where it spans a factor above ten.
  ///
  /// - Parameter share: from 0 to 1.
  package func text(at share: Double) -> String {
    if low.base > 0 && high.base > 10 * low.base {
      let from = ElementaryFunctions.log(low.base)
      return text(of: ElementaryFunctions.exp(from + share * (ElementaryFunctions.log(high.base) - from)))
    }
    return text(of: low.base + share * (high.base - low.base))
  }

  /// The draw of a number: by the quantity's name, so that a further quantity changes no other.
  package func draw(_ number: Int, seed: UInt64) -> String {
    let stream = RandomStream(seed: seed, replication: number, name: "assumption/\(quantity.path)")
    return text(at: Double(stream.bits(entity: 0, draw: 0) >> 11) / 0x1p53)
  }

  private func text(of base: Double) -> String {
    guard let distribution else { return Amount(head: low.head, base: base, unit: low.unit, isWhole: isWhole).text }
    let factor = base / distribution.base
    var text = ""
    var rest = quantity.text[...]
    for (range, amount) in Self.amounts(in: quantity.text) where amount.unit == distribution.unit {
      text += rest[..<range.lowerBound]
      text += Amount(head: "", base: amount.base * factor, unit: amount.unit, isWhole: amount.isWhole).text
      rest = rest[range.upperBound...]
    }
    return text + rest
  }

  private var isWhole: Bool { low.isWhole && high.isWhole }

  /// Numbers with their units among the arguments of a distribution, in their order.
  private static func amounts(in text: String) -> [(range: Range<String.Index>, amount: Amount)] {
    var found: [(Range<String.Index>, Amount)] = []
    var start = text.startIndex
    while start < text.endIndex {
      let end = text[start...].firstIndex { " (),".contains($0) } ?? text.endIndex
      // Plain numbers are shapes of a distribution: stages, s.
      if end > start, let amount = Amount(String(text[start..<end])), amount.unit == .time {
        found.append((start..<end, amount))
      }
      start = end < text.endIndex ? text.index(after: end) : end
    }
    return found
  }
}

extension String {
  /// `10ms..25ms`
  fileprivate var ends: (low: String, high: String)? {
    guard let dots = firstRange(of: "..") else { return nil }
    func trimmed(_ part: Substring) -> String {
      String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
    let (low, high) = (trimmed(self[..<dots.lowerBound]), trimmed(self[dots.upperBound...]))
    return low.isEmpty || high.isEmpty ? nil : (low, high)
  }
}

/// A number as a scenario writes it, in the base of its unit.
private struct Amount: Equatable {
  enum Unit: Equatable {
    case time
    /// A count, rate, share, factor or price: what follows the number, without a thousand or a million.
    case other(String)
    case bytes
  }
  /// `x`, `$`
  var head: Substring
  var base: Double
  var unit: Unit
  var isWhole: Bool

  private static let times: [(String, Double)] = [
    ("ns", 1), ("us", 1e3), ("ms", 1e6), ("s", 1e9), ("min", 60e9), ("m", 60e9), ("h", 3600e9), ("d", 86_400e9),
  ]
  private static let sizes: [(String, Double)] = [
    ("B", 1), ("KB", 1e3), ("MB", 1e6), ("GB", 1e9), ("TB", 1e12), ("KiB", 1024), ("MiB", 1_048_576),
    ("GiB", 1_073_741_824),
  ]
  private static let scales: [(Character, Double)] = [("k", 1e3), ("M", 1e6), ("G", 1e9)]

  init(head: Substring, base: Double, unit: Unit, isWhole: Bool) {
    self.head = head
    self.base = base
    self.unit = unit
    self.isWhole = isWhole
  }

  init?(_ text: String) {
    head = text.prefix { $0 == "x" || $0 == "$" }
    let rest = text[head.endIndex...]
    let digits = rest.prefix { $0.isNumber || $0 == "." }
    guard let number = Double(digits) else { return nil }
    let tail = String(rest[digits.endIndex...].drop { $0 == " " })
    isWhole = false
    if head.isEmpty, let time = Self.times.first(where: { $0.0 == tail }) {
      (base, unit) = (number * time.1, .time)
      return
    }
    if head.isEmpty, let size = Self.sizes.first(where: { $0.0 == tail }) {
      (base, unit) = (number * size.1, .bytes)
      return
    }
    guard !tail.contains(where: { $0.isNumber || $0 == "(" }) else { return nil }
    let scale = Self.scales.first { $0.0 == tail.first }
    base = number * (scale?.1 ?? 1)
    let word = scale == nil ? tail : String(tail.dropFirst())
    unit = .other(word)
    // `4`, `150M`, `200 per partition`: things that are counted.
    isWhole =
      head.isEmpty && (word.isEmpty || word.hasPrefix(" ") || word.hasPrefix("per "))
      && base == base.rounded() && !digits.contains(".")
  }

  /// Exact for whole numbers, times and sizes; six digits for the others.
  var text: String {
    switch unit {
    case .time: return "\(Int64(saturating: base))ns"
    case .bytes: return "\(Int64(saturating: base)) B"
    case .other(let word):
      let word = word.hasPrefix("per ") ? " \(word)" : word
      if isWhole { return "\(Int64(saturating: base))\(word)" }
      var scale = 1.0
      while base > 0 && base * scale < 100_000 && scale < 1e12 { scale *= 10 }
      let digits = Int64(saturating: base * scale)
      let whole = digits / Int64(scale)
      var fraction = String(digits % Int64(scale) + Int64(scale)).dropFirst()
      while fraction.last == "0" { fraction.removeLast() }
      return "\(head)\(whole)\(fraction.isEmpty ? "" : ".\(fraction)")\(word)"
    }
  }
}

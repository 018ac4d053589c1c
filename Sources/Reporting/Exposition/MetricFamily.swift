import Statistics

/// Samples of one name with what is said about it, as the OpenMetrics text format 1.0 writes them.
struct MetricFamily {
  enum Kind: String { case counter, gauge, histogram, info, stateset }

  /// Ends in its unit, where it has one.
  let name: String
  let kind: Kind
  let unit: String
  let help: String
  private var samples: [String] = []

  init(_ name: String, _ kind: Kind, unit: String = "", _ help: String) {
    precondition(unit.isEmpty || name.hasSuffix("_" + unit), "a name ends in its unit")
    self.name = name
    self.kind = kind
    self.unit = unit
    self.help = help
  }

  var isEmpty: Bool { samples.isEmpty }

  /// In the order of the labels.
  typealias Labels = [(label: String, value: String)]

  mutating func add(_ labels: Labels, _ value: Double) { add("", labels, Self.number(value)) }

  /// Of a counter.
  mutating func count(_ labels: Labels, _ value: UInt64) { add("_total", labels, String(value)) }

  /// What is known of something, as labels.
  mutating func inform(_ labels: Labels) { add("_info", labels, "1") }

  /// Which of several states something is in.
  mutating func state(_ labels: Labels, _ current: String, of states: [String]) {
    for state in states { add("", labels + [(name, state)], state == current ? "1" : "0") }
  }

  /// Nanoseconds, with cumulative counts at round bounds of seconds and at those whose counts are known exactly.
  mutating func distribution(_ labels: Labels, _ histogram: Histogram, exact: [(limit: Int64, above: UInt64)]) {
    for bound in HistogramBounds.of(histogram, and: exact.map(\.limit)) {
      let above = exact.first { $0.limit == bound }?.above ?? histogram.count(above: bound)
      add("_bucket", labels + [("le", HistogramBounds.seconds(bound))], String(histogram.count - above))
    }
    add("_bucket", labels + [("le", "+Inf")], String(histogram.count))
    // With what was never answered there is no sum, and without a sum there is no count.
    guard histogram.missing == 0 else { return }
    add("_count", labels, String(histogram.count))
    add("_sum", labels, Self.number(Double(histogram.sum) / 1e9))
  }

  private mutating func add(_ suffix: String, _ labels: Labels, _ value: String) {
    let pairs = labels.map { "\(Self.labelName($0.label))=\"\(Self.escaped($0.value))\"" }
    samples.append(name + suffix + (pairs.isEmpty ? "" : "{\(pairs.joined(separator: ","))}") + " " + value)
  }

  var text: String {
    var lines = ["# TYPE \(name) \(kind.rawValue)"]
    if !unit.isEmpty { lines.append("# UNIT \(name) \(unit)") }
    lines.append("# HELP \(name) \(Self.escaped(help))")
    return (lines + samples).joined(separator: "\n") + "\n"
  }

  // MARK: The text format

  static func number(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    return value.isFinite ? "\(value)" : value < 0 ? "-Inf" : "+Inf"
  }

  /// Of labels and of what is said for people.
  static func escaped(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case "\\": result += "\\\\"
      case "\"": result += "\\\""
      case "\n": result += "\\n"
      default: result.unicodeScalars.append(scalar)
      }
    }
  }

  /// Letters, digits and low lines, no digit first.
  static func labelName(_ name: String) -> String {
    let plain = name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" }
    return (plain.first?.isNumber ?? true ? "_" : "") + String(plain)
  }
}

/// Where the buckets of a distribution of times end: at the same round numbers in every run, so that runs can be laid
/// beside one another.
enum HistogramBounds {
  /// Of each power of ten, in tenths.
  private static let steps: [Int64] = [10, 15, 20, 30, 50, 70]

  /// Nanoseconds in ascending order, from the last round number below all samples to the first that none exceeds; and
  /// those whose counts are known exactly. A round one in the same bucket of the histogram is left out beside one of
  /// these, since its count could be larger than the next.
  static func of(_ histogram: Histogram, and exact: [Int64]) -> [Int64] {
    let taken = Set(exact.map { Histogram.bucket(of: max(0, $0)) })
    let round = rounded(histogram).filter { !taken.contains(Histogram.bucket(of: $0)) }
    return Set(exact).union(round).sorted()
  }

  private static func rounded(_ histogram: Histogram) -> [Int64] {
    guard let least = histogram.minimum, let most = histogram.maximum else { return [] }
    var bounds: [Int64] = []
    var power: Int64 = 100
    while power <= Int64.max / 100 {
      for step in steps {
        let bound = step * power
        if bound < least { bounds = [] }
        bounds.append(bound)
        if bound >= most && bound >= least { return bounds }
      }
      power *= 10
    }
    return bounds
  }

  /// As the format asks for: `0.005`, `1.0`, `1.5e-05`, `1e+06`.
  static func seconds(_ nanoseconds: Int64) -> String {
    guard nanoseconds != 0 else { return "0.0" }
    var digits = String(nanoseconds)
    var exponent = digits.count - 1 - 9
    while digits.hasSuffix("0") { digits.removeLast() }
    guard exponent < -4 || exponent >= 6 else { return plain(digits, exponent) }
    let mantissa = digits.count == 1 ? digits : "\(digits.prefix(1)).\(digits.dropFirst())"
    let sign = exponent < 0 ? "-" : "+"
    exponent = abs(exponent)
    return "\(mantissa)e\(sign)\(exponent < 10 ? "0" : "")\(exponent)"
  }

  private static func plain(_ digits: String, _ exponent: Int) -> String {
    if exponent < 0 { return "0." + String(repeating: "0", count: -exponent - 1) + digits }
    let whole = digits.padding(to: exponent + 1)
    let rest = whole.dropFirst(exponent + 1)
    return "\(whole.prefix(exponent + 1)).\(rest.isEmpty ? "0" : rest)"
  }
}

extension String {
  fileprivate func padding(to count: Int) -> String {
    self + String(repeating: "0", count: Swift.max(0, count - self.count))
  }
}

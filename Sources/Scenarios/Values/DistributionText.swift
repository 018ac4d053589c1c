import Engine

/// What the values of a distribution are.
enum DistributionSupport: Sendable {
  case time
  case size
  /// Ranks of a key space.
  case keys
}

extension ValueReader {
  private static let distributionArguments: [(distribution: String, arguments: [String])] = [
    ("constant", []), ("exponential", ["mean"]), ("lognormal", ["median", "p99"]),
    ("uniform", ["low", "high"]), ("pareto", ["minimum", "shape"]),
    ("erlang", ["stages", "mean"]), ("hyperexponential", ["share", "mean"]), ("empirical", []),
    ("zipf", ["s"]),
  ]

  /// Every distribution as it is written, with what it is like.
  static var distributionGuide: [(name: String, text: String)] {
    distributionArguments.map { (example($0.distribution), distributionMeaning($0.distribution)) }
  }

  private static func distributionMeaning(_ distribution: String) -> String {
    switch distribution {
    case "constant": "always the same"
    case "exponential": "no memory: many short, few long"
    case "lognormal": "a body and a long tail, by two percentiles"
    case "uniform": "all between two values alike"
    case "pareto": "a heavy tail: the smaller the shape, the heavier"
    case "erlang": "a sum of stages: the more, the more even"
    case "hyperexponential": "branches with shares, more uneven than exponential"
    case "empirical": "drawn from the first column of a file"
    case "zipf": "ranks by popularity"
    default: ""
    }
  }

  static let keyDistributions = ["uniform", "zipf"]
  static var valueDistributions: [String] { distributionArguments.map(\.distribution).filter { $0 != "zipf" } }

  /// `200ms`, `lognormal(median 200ms p99 1s)`, `zipf(s 0.9)`, `empirical(file.csv)`.
  static func distribution(
    _ text: String, over unit: DistributionSupport,
    contents: (String) throws(ValueError) -> String
  ) throws(ValueError) -> Distribution {
    let distribution = try unboundedDistribution(text, over: unit, contents: contents)
    try ValueRange.checkMean(distribution, text.trimmed, unit)
    return distribution
  }

  private static func unboundedDistribution(
    _ text: String, over unit: DistributionSupport,
    contents: (String) throws(ValueError) -> String
  ) throws(ValueError) -> Distribution {
    let text = text.trimmed
    let name = text.prefix { $0.isLetter || $0 == "-" }
    guard !name.isEmpty else {
      if unit == .keys {
        throw ValueError(
          "`\(text.shortened)` is not a way to pick keys", suggestion: "`uniform` or `zipf(s 0.9)`")
      }
      if unit == .time, let (low, high) = ends(text) {
        throw ValueError(
          "`\(text.shortened)` is a range, and a time or a distribution is expected",
          suggestion: "did you mean `uniform(low \(low) high \(high))`?")
      }
      return .constant(try distributionValue(text, unit))
    }
    let names = unit == .keys ? keyDistributions : valueDistributions
    let tail = text.dropFirst(name.count)
    guard tail.isEmpty || tail.first == "(" || tail.first == " " else {
      throw ValueError("`\(text.shortened)` is not a distribution", suggestion: Spelling.choice(of: names))
    }
    if unit == .keys, name == "uniform", tail.isEmpty { return .uniform(low: 0, high: 1) }
    guard names.contains(String(name)) else {
      if distributionArguments.contains(where: { $0.distribution == name }) {
        throw ValueError(
          unit == .keys ? "`\(name)` cannot pick keys" : "`\(name)` only picks keys",
          suggestion: Spelling.choice(of: names))
      }
      throw ValueError(
        "`\(name.description.shortened)` is not a distribution",
        suggestion: Spelling.hint(for: String(name), among: names))
    }
    try checkBrackets(text, String(name), tail)
    let inside = String(tail.dropFirst().dropLast()).trimmed
    switch name {
    case "constant": return .constant(try distributionValue(inside, unit))
    case "empirical": return try empirical(inside, unit, contents: contents)
    default: return try distribution(String(name), inside, unit)
    }
  }

  /// `(` and `)` around the arguments, once each.
  private static func checkBrackets(_ text: String, _ name: String, _ tail: Substring) throws(ValueError) {
    let (opened, closed) = (tail.count { $0 == "(" }, tail.count { $0 == ")" })
    if opened == 1, closed == 1, tail.first == "(", tail.last == ")" { return }
    let written = String(tail.filter { $0 != "(" && $0 != ")" })
    let meant = named(name, written).map { "did you mean `\($0)`?" }
    let hint = "write it as in `\(example(name))`"
    if opened == 1, closed == 0 {
      // In `{ … }` and `[ … ]` a comma ends the value.
      throw ValueError(
        "`\(text.shortened)` lacks its closing bracket",
        suggestion: meant ?? "\(hint), without commas")
    }
    if opened + closed > 2 {
      throw ValueError("`\(text.shortened)` has more brackets than it needs", suggestion: meant ?? hint)
    }
    throw ValueError("`\(text.shortened)` lacks its arguments", suggestion: meant ?? hint)
  }

  /// Values that were given without their names, or with signs between, as they should be written; nil where they are
  /// not as many as the distribution has arguments, or no values.
  private static func named(_ distribution: String, _ text: String) -> String? {
    let known = distributionArguments.first { $0.distribution == distribution }?.arguments ?? []
    let plain = text.replacing("..", with: " ").replacing("=", with: " ").replacing(",", with: " ").replacing(
      ":", with: " ")
    let values = plain.split(separator: " ").map(String.init).filter { !known.contains($0) }
    guard !known.isEmpty, distribution != "hyperexponential", values.count == known.count,
      values.allSatisfy({ $0.first?.isNumber ?? false })
    else { return nil }
    return "\(distribution)(" + zip(known, values).map { "\($0) \($1)" }.joined(separator: " ") + ")"
  }

  private static func example(_ distribution: String) -> String {
    switch distribution {
    case "exponential": "exponential(mean 5ms)"
    case "lognormal": "lognormal(median 200ms p99 1s)"
    case "uniform": "uniform(low 1ms high 5ms)"
    case "pareto": "pareto(minimum 10ms shape 2.5)"
    case "erlang": "erlang(stages 4 mean 20ms)"
    case "hyperexponential": "hyperexponential(share 90% mean 5ms share 10% mean 50ms)"
    case "zipf": "zipf(s 0.9)"
    case "empirical": "empirical(file.csv)"
    default: "constant(5ms)"
    }
  }

  private static func distributionValue(_ text: String, _ unit: DistributionSupport) throws(ValueError) -> Double {
    switch unit {
    case .time: return Double(try time(text))
    case .size: return Double(try size(text))
    case .keys: throw ValueError("`\(text.shortened)` is not a way to pick keys")
    }
  }

  /// `median 200ms p99 1s` → its arguments in the order of the text.
  private static func arguments(_ distribution: String, _ text: String)
    throws(ValueError) -> [(name: String, value: String)]
  {
    let known = distributionArguments.first { $0.distribution == distribution }?.arguments ?? []
    var found: [(name: String, value: String)] = []
    for word in text.split(separator: " ").map(String.init) {
      if known.contains(word) {
        found.append((word, ""))
      } else if let last = found.indices.last,
        found[last].value.isEmpty || found[last].value.allSatisfy({ $0.isNumber || $0 == "." })
      {
        found[last].value += found[last].value.isEmpty ? word : " " + word
      } else {
        throw ValueError(
          "`\(word.shortened)` is not an argument of \(distribution)",
          suggestion: named(distribution, text).map { "did you mean `\($0)`?" } ?? Spelling.nearest(
            to: word, among: known
          ).map { "did you mean `\($0)`?" }
            ?? "write it as in `\(example(distribution))`")
      }
    }
    for (name, value) in found where value.isEmpty {
      throw ValueError(
        "`\(name)` of \(distribution) has no value", suggestion: "write it as in `\(example(distribution))`")
    }
    for name in known where !found.contains(where: { $0.name == name }) {
      throw ValueError("\(distribution) needs `\(name)`", suggestion: "write it as in `\(example(distribution))`")
    }
    if distribution != "hyperexponential" {
      for name in known where found.filter({ $0.name == name }).count > 1 {
        throw ValueError("`\(name)` stands twice in \(distribution)")
      }
    }
    return found
  }

  private static func distribution(_ distribution: String, _ text: String, _ unit: DistributionSupport)
    throws(ValueError) -> Distribution
  {
    let arguments = try arguments(distribution, text)
    func value(_ name: String) -> String { arguments.first { $0.name == name }?.value ?? "" }
    func positive(_ name: String) throws(ValueError) -> Double {
      let number = try distributionValue(value(name), unit)
      guard number > 0 else { throw ValueError("`\(name)` of \(distribution) must be above zero") }
      return number
    }
    switch distribution {
    case "exponential": return .exponential(mean: try positive("mean"))
    case "lognormal":
      let (median, p99) = (try positive("median"), try positive("p99"))
      guard p99 >= median else {
        throw ValueError(
          "the p99 of lognormal is below its median",
          suggestion: "did you mean `lognormal(median \(value("p99")) p99 \(value("median")))`?")
      }
      return .lognormal(median: median, p99: p99)
    case "uniform":
      let (low, high) = (try distributionValue(value("low"), unit), try distributionValue(value("high"), unit))
      guard low <= high else {
        throw ValueError(
          "the `low` of uniform is above its `high`",
          suggestion: "did you mean `uniform(low \(value("high")) high \(value("low")))`?")
      }
      return .uniform(low: low, high: high)
    case "pareto":
      return .pareto(minimum: try positive("minimum"), shape: try plainNumber(value("shape"), "shape", distribution))
    case "erlang":
      return .erlang(stages: Int(try count(value("stages"), 1...1000)), mean: try positive("mean"))
    case "hyperexponential": return try hyperexponential(arguments, unit)
    default:
      return .zipf(exponent: try plainNumber(value("s"), "s", distribution, above: -1))
    }
  }

  private static func plainNumber(
    _ text: String, _ name: String, _ distribution: String, above bound: Double = 0
  ) throws(ValueError) -> Double {
    guard let number = ExactDecimal(text)?.double else {
      throw ValueError("`\(text.shortened)` is not a number", suggestion: "write it as in `\(example(distribution))`")
    }
    guard number > bound, number >= 0, number <= 100 else {
      throw ValueError("`\(name)` of \(distribution) is out of bounds: `\(text)`")
    }
    return number
  }

  private static func hyperexponential(_ arguments: [(name: String, value: String)], _ unit: DistributionSupport)
    throws(ValueError) -> Distribution
  {
    var branches: [Distribution.Branch] = []
    var share: Double?
    for (name, value) in arguments {
      if name == "share" {
        guard share == nil else { throw ValueError("a share of hyperexponential has no mean") }
        share = try ratio(value)
      } else {
        guard let weight = share else {
          throw ValueError("a mean of hyperexponential has no share before it")
        }
        let mean = try distributionValue(value, unit)
        guard mean > 0 else { throw ValueError("`mean` of hyperexponential must be above zero") }
        branches.append(.init(share: weight, mean: mean))
        share = nil
      }
    }
    guard share == nil else { throw ValueError("a share of hyperexponential has no mean") }
    let sum = branches.reduce(0) { $0 + $1.share }
    guard abs(sum - 1) < 1e-9 else {
      throw ValueError("the shares of hyperexponential add up to \(percent(sum)), not to 100%")
    }
    return .hyperexponential(branches)
  }

  /// One value with its unit in the first column of each line; a header and comments are passed over.
  private static func empirical(
    _ name: String, _ unit: DistributionSupport, contents: (String) throws(ValueError) -> String
  ) throws(ValueError) -> Distribution {
    guard !name.isEmpty else {
      throw ValueError("empirical needs a file", suggestion: "write it as in `empirical(file.csv)`")
    }
    var values: [Double] = []
    let text = try contents(name).trimmingPrefix("\u{feff}")
    var isFirst = true
    for line in text.split(whereSeparator: \.isNewline) {
      let cell = line.prefix { $0 != "," && $0 != ";" }.filter { $0 != "\"" }.trimmed
      if cell.isEmpty || cell.hasPrefix("#") { continue }
      let isHeader = isFirst && cell.first?.isLetter ?? false
      isFirst = false
      if isHeader { continue }
      do throws(ValueError) {
        values.append(try distributionValue(cell, unit))
      } catch {
        throw ValueError(
          "value \(values.count + 1) of \(name): \(error.message)", suggestion: error.suggestion)
      }
    }
    guard !values.isEmpty else { throw ValueError("\(name) holds no values") }
    return .empirical(values.sorted())
  }

  /// `99.5%` from 0.995, without digits that mean nothing.
  static func percent(_ share: Double) -> String {
    let thousandths = (share * 100_000).rounded()
    guard thousandths.magnitude < 1e15 else { return "\(share * 100)%" }
    let whole = Int64(thousandths)
    let (units, rest) = (whole / 1000, abs(whole % 1000))
    if rest == 0 { return "\(units)%" }
    var digits = String(rest)
    digits = String(repeating: "0", count: 3 - digits.count) + digits
    while digits.last == "0" { digits.removeLast() }
    return "\(units).\(digits)%"
  }
}

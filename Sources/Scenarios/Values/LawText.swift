import Engine
import Foundation

/// Texts of laws: `name(arg value arg value)`, or a bare value that never varies.
enum LawText {
  /// Reads one bare value in base units.
  typealias Unit = (String) throws -> Double

  static let names = [
    "constant", "uniform", "exponential", "lognormal", "pareto", "erlang", "hyperexponential",
    "empirical", "zipf",
  ]

  /// - Parameter load: gives the lines of a file that the law names.
  static func read(_ text: String, unit: Unit, load: (String) throws -> [String]) throws -> Distribution {
    guard let open = text.firstIndex(of: "("), text.hasSuffix(")"),
      text[..<open].allSatisfy({ $0.isLetter || $0 == "-" }), !text[..<open].isEmpty
    else { return .constant(try unit(text)) }
    let name = String(text[..<open])
    let inside = text[text.index(after: open)...].dropLast()
    let words = inside.split(separator: " ").map(String.init)
    if name == "empirical" { return try empirical(words, unit: unit, load: load) }
    if name == "hyperexponential" { return try hyperexponential(words, unit: unit) }
    let arguments = Arguments(name, words)
    switch name {
    case "constant": return .constant(try unit(words.joined(separator: " ")))
    case "exponential":
      return .exponential(mean: try positive(arguments.take("mean"), unit, "mean"))
    case "lognormal":
      let median = try positive(arguments.take("median"), unit, "median")
      let p99 = try unit(arguments.take("p99"))
      guard p99 > median else {
        throw ValueError("the p99 of a lognormal law must lie above its median: `\(text)`")
      }
      return .lognormal(median: median, p99: p99)
    case "uniform":
      if words.isEmpty { return .uniform(low: 0, high: 1) }
      let low = try unit(arguments.take("low", "min"))
      let high = try unit(arguments.take("high", "max"))
      guard low <= high else { throw ValueError("a uniform law runs from low to high: `\(text)`") }
      return .uniform(low: low, high: high)
    case "pareto":
      let minimum = try positive(arguments.take("minimum", "min"), unit, "minimum")
      return .pareto(minimum: minimum, shape: try plain(arguments.take("shape"), "shape"))
    case "erlang":
      let stages = try QuantityText.count(arguments.take("stages"))
      guard (1...1000).contains(stages) else { throw ValueError("an Erlang law has 1 to 1000 stages") }
      return .erlang(stages: Int(stages), mean: try positive(arguments.take("mean"), unit, "mean"))
    case "zipf":
      return .zipf(exponent: try plain(arguments.take("s", "exponent"), "s"))
    default:
      throw ValueError(
        "there is no law `\(name)`",
        Nearest.name(to: name, among: names).map { "did you mean `\($0)`?" }
          ?? "laws are \(names.joined(separator: ", "))")
    }
  }

  private struct Arguments {
    let law: String
    let words: [String]

    init(_ law: String, _ words: [String]) {
      self.law = law
      self.words = words
    }

    /// The value behind one of the names.
    func take(_ names: String...) throws -> String {
      for name in names {
        if let index = words.firstIndex(of: name), index + 1 < words.count { return words[index + 1] }
      }
      throw ValueError("the law `\(law)` needs `\(names[0])`", LawText.example(law))
    }
  }

  private static func example(_ law: String) -> String {
    switch law {
    case "exponential": "as in `exponential(mean 5ms)`"
    case "lognormal": "as in `lognormal(median 200ms p99 1s)`"
    case "uniform": "as in `uniform(low 1ms high 3ms)`"
    case "pareto": "as in `pareto(minimum 1ms shape 2.5)`"
    case "erlang": "as in `erlang(stages 3 mean 9ms)`"
    case "zipf": "as in `zipf(s 0.9)`"
    default: "as in `\(law)(…)`"
    }
  }

  private static func positive(_ text: String, _ unit: Unit, _ what: String) throws -> Double {
    let value = try unit(text)
    guard value > 0 else { throw ValueError("the \(what) must be above zero: `\(text)`") }
    return value
  }

  private static func plain(_ text: String, _ what: String) throws -> Double {
    guard let number = DecimalText(Substring(text)), number.digits > 0 else {
      throw ValueError("`\(what)` takes a number above zero: `\(text)`")
    }
    return number.value
  }

  private static func hyperexponential(_ words: [String], unit: Unit) throws -> Distribution {
    var branches: [Distribution.Branch] = []
    var index = 0
    while index + 3 < words.count, words[index] == "share", words[index + 2] == "mean" {
      branches.append(
        Distribution.Branch(
          share: try QuantityText.ratio(words[index + 1]),
          mean: try positive(words[index + 3], unit, "mean")))
      index += 4
    }
    let total = branches.reduce(0) { $0 + $1.share }
    guard index == words.count, branches.count >= 2, abs(total - 1) < 1e-9 else {
      throw ValueError(
        "a hyperexponential law has two branches or more whose shares add up to 100%",
        "as in `hyperexponential(share 90% mean 1ms share 10% mean 20ms)`")
    }
    return .hyperexponential(branches)
  }

  private static func empirical(
    _ words: [String], unit: Unit, load: (String) throws -> [String]
  ) throws -> Distribution {
    guard words.count == 1 else { throw ValueError("an empirical law names one file", "as in `empirical(times.csv)`") }
    let values = try load(words[0]).compactMap { line -> Double? in
      let cell = line.split(separator: ",").first.map(String.init)?.trimmed ?? ""
      return cell.isEmpty || cell.hasPrefix("#") ? nil : try unit(cell)
    }
    guard !values.isEmpty else { throw ValueError("`\(words[0])` holds no value") }
    return .empirical(values.sorted())
  }
}

extension String {
  var trimmed: String {
    var text = Substring(self)
    while text.first?.isWhitespace == true { text = text.dropFirst() }
    while text.last?.isWhitespace == true { text = text.dropLast() }
    return String(text)
  }
}

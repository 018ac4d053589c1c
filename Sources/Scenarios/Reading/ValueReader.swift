import Components
import Engine

/// Reads values of the forms of the catalogue, and notes where each quantity comes from.
final class ValueReader {
  let problems: ProblemList
  private(set) var quantities: [SourcedQuantity] = []

  init(problems: ProblemList) { self.problems = problems }

  /// Where a value stands, for its origin and for files that it names.
  struct Context {
    /// `components.tracker`
    var path: String
    var origin: SourcedQuantity.Origin?
    var file: String
    func at(_ key: String) -> Context { Context(path: path + "." + key, origin: origin, file: file) }
  }

  /// Takes a scalar apart from its origin and hands it to `read`; says what is wrong with it.
  func scalar<Value>(
    _ node: ConfigurationNode, _ context: Context, isQuantity: Bool = true,
    _ read: (String) throws -> Value
  ) -> Value? {
    guard let text = node.text else {
      problems.error(at: node.place, "a single value is expected here, not \(node.shape)")
      return nil
    }
    let parts = OriginText(text)
    do {
      let value = try read(parts.value)
      if isQuantity {
        quantities.append(
          SourcedQuantity(
            path: context.path, text: parts.value, origin: parts.origin ?? context.origin ?? .unstated,
            quote: parts.quote, range: parts.range, place: node.place))
      }
      return value
    } catch let error as ValueError {
      problems.error(at: node.place, error.message, error.suggestion)
    } catch let error as ScenarioFileError {
      problems.error(at: node.place, "\(error)")
    } catch {
      problems.error(at: node.place, "\(error)")
    }
    return nil
  }

  func time(_ node: ConfigurationNode, _ context: Context) -> Nanoseconds? {
    scalar(node, context) { try QuantityText.time($0) }
  }

  func timeLaw(_ node: ConfigurationNode, _ context: Context) -> Distribution? {
    scalar(node, context) { try self.law($0, context) { Double(try QuantityText.time($0)) } }
  }

  func sizeLaw(_ node: ConfigurationNode, _ context: Context) -> Distribution? {
    scalar(node, context) { try self.law($0, context) { Double(try QuantityText.size($0)) } }
  }

  func pickLaw(_ node: ConfigurationNode, _ context: Context) -> Distribution? {
    scalar(node, context) { text in
      if text == "uniform" { return .uniform(low: 0, high: 1) }
      let law = try self.law(text, context) { throw ValueError("`\($0)` is not a law of picking", "as in `uniform` or `zipf(s 0.9)`") }
      guard case .zipf = law else { throw ValueError("`\(text)` is not a law of picking", "as in `uniform` or `zipf(s 0.9)`") }
      return law
    }
  }

  private func law(_ text: String, _ context: Context, unit: LawText.Unit) throws -> Distribution {
    try LawText.read(text, unit: unit) { name in
      try YAMLText.load(ScenarioUnit.resolve(name, from: context.file))
        .split(whereSeparator: \.isNewline).map(String.init)
    }
  }

  /// A value of a form of the catalogue; nil after saying what is wrong.
  func value(_ node: ConfigurationNode, _ form: ValueForm, _ context: Context) -> ParameterValue? {
    switch form {
    case .time: return time(node, context).map { .time($0) }
    case .timeRange: return scalar(node, context) { .timeRange(try QuantityText.timeRange($0)) }
    case .clock: return scalar(node, context) { .clock(try QuantityText.clock($0).time) }
    case .count(let bounds):
      return scalar(node, context) { .count(try Self.bounded(try QuantityText.count($0), bounds)) }
    case .countPer(let units, let bounds):
      return scalar(node, context) { try Self.countPer($0, units, bounds) }
    case .rate: return scalar(node, context) { .rate(try QuantityText.rate($0)) }
    case .size: return scalar(node, context) { .size(try QuantityText.size($0)) }
    case .ratio: return scalar(node, context) { .ratio(try QuantityText.ratio($0)) }
    case .factor: return scalar(node, context) { .factor(try QuantityText.factor($0)) }
    case .money: return scalar(node, context) { .word($0) }
    case .timeLaw: return timeLaw(node, context).map { .law($0) }
    case .sizeLaw: return sizeLaw(node, context).map { .law($0) }
    case .pickLaw: return pickLaw(node, context).map { .law($0) }
    case .flag:
      return scalar(node, context, isQuantity: false) { text in
        guard text == "yes" || text == "no" else { throw ValueError("`\(text)` is neither yes nor no") }
        return .flag(text == "yes")
      }
    case .word(let words):
      return scalar(node, context, isQuantity: false) { text in
        guard words.contains(text) else {
          throw ValueError(
            "`\(text)` is not one of \(words.map { "`\($0)`" }.joined(separator: ", "))",
            Nearest.name(to: text, among: words).map { "did you mean `\($0)`?" })
        }
        return .word(text)
      }
    case .name, .text: return scalar(node, context, isQuantity: false) { .word($0) }
    case .list(let inner):
      let values = node.asList.compactMap { value($0, inner, context) }
      return values.count == node.asList.count ? .list(values) : nil
    case .perClass(let inner), .table(let inner):
      guard let entries = node.entries else {
        problems.error(at: node.place, "a map is expected here, not \(node.shape)")
        return nil
      }
      return .table(
        entries.compactMap { entry in
          value(entry.value, inner, context.at(entry.key)).map { (entry.key, $0) }
        })
    case .map(let parameters): return map(node, parameters, context)
    case .either(let forms): return either(node, forms, context)
    }
  }

  /// The first form that the node's shape fits; among scalars, the first that reads.
  private func either(_ node: ConfigurationNode, _ forms: [ValueForm], _ context: Context) -> ParameterValue? {
    let fitting = forms.filter { form in
      switch form {
      case .map, .perClass, .table: node.entries != nil
      case .list: node.items != nil
      default: node.text != nil
      }
    }
    for form in fitting.dropLast() {
      let trial = ValueReader(problems: ProblemList())
      if trial.value(node, form, context) != nil { return value(node, form, context) }
    }
    guard let last = fitting.last else {
      problems.error(at: node.place, "\(node.shape) does not fit here")
      return nil
    }
    return value(node, last, context)
  }

  private func map(_ node: ConfigurationNode, _ parameters: [Parameter], _ context: Context) -> ParameterValue? {
    guard let entries = node.entries else {
      problems.error(at: node.place, "a map is expected here, not \(node.shape)")
      return nil
    }
    var table: [(name: String, value: ParameterValue)] = []
    for entry in entries {
      guard let parameter = parameters.first(where: { $0.name == entry.key }) else {
        problems.unknown("key", entry.key, among: parameters.map(\.name), at: entry.keyPlace)
        continue
      }
      if let value = value(entry.value, parameter.form, context.at(entry.key)) {
        table.append((entry.key, value))
      }
    }
    for parameter in parameters where parameter.isRequired && !entries.contains(where: { $0.key == parameter.name }) {
      problems.error(at: node.place, "`\(parameter.name)` is missing: \(parameter.documentation)")
    }
    return .table(table)
  }

  static func bounded(_ value: Int64, _ bounds: ClosedRange<Int64>) throws -> Int64 {
    guard bounds.contains(value) else {
      throw ValueError(
        value < bounds.lowerBound
          ? "\(value) is too few: at least \(bounds.lowerBound)" : "\(value) is too many: at most \(bounds.upperBound)")
    }
    return value
  }

  private static func countPer(_ text: String, _ units: [String], _ bounds: ClosedRange<Int64>) throws -> ParameterValue {
    let words = text.split(separator: " ").map(String.init)
    if words.count == 3, words[1] == "per" {
      guard units.contains(words[2]) else {
        throw ValueError("`per \(words[2])` is not known here", "per \(units.joined(separator: " or per "))")
      }
      return .countPer(try bounded(try QuantityText.count(words[0]), bounds), words[2])
    }
    return .count(try bounded(try QuantityText.count(text), bounds))
  }
}

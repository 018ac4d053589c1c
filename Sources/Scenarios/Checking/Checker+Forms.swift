import Components
import Engine

/// Reads a value by the form that the catalogue gives its place.
extension Checker {
  func read(_ form: ValueForm, _ item: Item, _ context: Context) -> ParameterValue? {
    switch form {
    case .time: return time(item).map { .time($0) }
    case .timeRange:
      return quantity(item, "a range of times", size: { Double($0.lowerBound) }, ValueReader.timeRange)
        .map { .timeRange($0) }
    case .clock: return value(item, "a clock time", ValueReader.clock).map { .clock($0.inWeek) }
    case .count(let bounds):
      return quantity(item, "a count", size: { Double($0) }) { (text) throws(ValueError) in
        try ValueReader.count(text, bounds)
      }.map { .count($0) }
    case .rate: return quantity(item, "a rate", size: { $0 }, ValueReader.rate).map { .rate($0) }
    case .size:
      return quantity(item, "a size", size: { Double($0) }, ValueReader.size).map { .size($0) }
    case .ratio: return ratio(item).map { .ratio($0) }
    case .factor:
      return quantity(item, "a factor", size: { $0 }, ValueReader.factor).map { .factor($0) }
    case .money:
      return quantity(item, "a price", size: { $0.tiers[0].micros }, ValueReader.money)
        .flatMap { _ in item.node.text.map { .word($0) } }
    case .timeDistribution: return distribution(item, over: .time).map { .distribution($0) }
    case .sizeDistribution: return distribution(item, over: .size).map { .distribution($0) }
    case .keyDistribution: return distribution(item, over: .keys).map { .distribution($0) }
    case .flag: return statement(item, "`yes` or `no`", ValueReader.flag).map { .flag($0) }
    case .word(let words): return word(item, words).map { .word($0) }
    case .name(let space): return named(item, space, context)
    case .text: return item.node.text == nil ? opaque(item) : text(item, "text").map { .word($0) }
    case .countPer(let words, let bounds):
      return quantity(item, "a count", size: { Double($0.0) }) { (text) throws(ValueError) in
        try ValueReader.countPer(text, words, bounds)
      }.map { .countPer($0.0, $0.1) }
    case .perClass(let form): return perClass(form, item, context)
    case .list(let form): return list(form, item, context)
    case .map(let parameters): return map(parameters, item, context)
    case .table(let form): return table(form, item, context)
    case .either(let forms): return either(forms, item, context)
    }
  }

  /// A word that may say where it comes from, as a quantity does.
  private func statement<Value>(
    _ item: Item, _ what: String, _ parse: (String) throws(ValueError) -> Value
  ) -> Value? {
    value(item, what) { (text) throws(ValueError) in
      let parts = try Provenance(text)
      let value = try parse(parts.value)
      if parts.origin != nil { note(item, parts) }
      return value
    }
  }

  func word(_ item: Item, _ words: [String]) -> String? {
    statement(item, Spelling.choice(of: words) ?? "a word") { (text) throws(ValueError) in
      guard words.contains(text) else {
        throw ValueError(
          "`\(text.shortened)` is not one of its values", suggestion: Spelling.hint(for: text, among: words))
      }
      return text
    }
  }

  private func named(_ item: Item, _ space: NameSpace, _ context: Context) -> ParameterValue? {
    switch space {
    case .component: name(item, .component, "a component").map { .word($0) }
    case .population: name(item, .population, "a population").map { .word($0) }
    case .policy: name(item, .policy, "a policy").map { .word($0) }
    case .flow: name(item, .flow, "a flow").map { .word($0) }
    case .workload: name(item, .workload, "a workload").map { .word($0) }
    case .operation, .zone, .command, .priceEntry: text(item, "a name").map { .word($0) }
    }
  }

  /// A list or a map where anything may stand.
  private func opaque(_ item: Item) -> ParameterValue? {
    .word(item.node.description)
  }

  private func perClass(_ form: ValueForm, _ item: Item, _ context: Context) -> ParameterValue? {
    guard let entries = item.node.entries else {
      problems.error(
        "a value for each class is expected here, not \(item.node.description)", at: item.place)
      return nil
    }
    guard let classes = context.classes, !classes.isEmpty else {
      problems.error(
        "`\(context.parameter)` for each class needs a population with a `share` of classes",
        at: item.place)
      return nil
    }
    var values: [(name: String, value: ParameterValue)] = []
    for (entry, child) in item.entries {
      guard classes.contains(entry.key) else {
        problems.error(
          "there is no class `\(entry.key.shortened)`", at: entry.keyPlace,
          suggestion: Spelling.hint(for: entry.key, among: classes))
        continue
      }
      if let value = read(form, child, context) { values.append((entry.key, value)) }
    }
    if context.needsAllClasses {
      let missing = classes.filter { name in !entries.contains { $0.key == name } }
      if !missing.isEmpty {
        problems.error(
          "`\(context.parameter)` has no value for the class \(missing.map { "`\($0)`" }.joined(separator: ", "))",
          at: item.place)
      }
    }
    return .table(values)
  }

  private func list(_ form: ValueForm, _ item: Item, _ context: Context) -> ParameterValue? {
    guard let elements = item.node.elements else {
      problems.error(
        "a list is expected here, not \(item.node.description)", at: item.place,
        suggestion: item.node.text.flatMap { $0.isEmpty ? nil : "did you mean `[ \($0.shortened) ]`?" })
      return nil
    }
    return .list(
      elements.enumerated().compactMap { read(form, item.element($0.offset, $0.element), context) })
  }

  private func map(_ parameters: [Parameter], _ item: Item, _ context: Context) -> ParameterValue? {
    let what = "`\(context.parameter)`"
    // Where nothing of a map is built, one message says so.
    let isUnbuilt = parameters.allSatisfy { !$0.isBuilt }
    let table = isUnbuilt ? parameters.map { $0.asBuilt } : parameters
    guard let fields = fields(item, table, of: what) else { return nil }
    if isUnbuilt { problems.unbuilt("a map for \(what)", at: item.place) }
    var values: [(name: String, value: ParameterValue)] = []
    for (entry, _) in item.entries {
      guard let child = fields[entry.key], let parameter = table.first(where: { $0.name == entry.key })
      else { continue }
      if let value = read(parameter.form, child, Context(of: parameter, classes: context.classes)) {
        checkPositive(parameter, value, at: child.place)
        values.append((entry.key, value))
      }
    }
    // In place of a value that could not be read, its default would be judged.
    for parameter in table where item.node[parameter.name] == nil {
      if let value = standard(parameter, at: item) { values.append((parameter.name, value)) }
    }
    return .table(values)
  }

  private func table(_ form: ValueForm, _ item: Item, _ context: Context) -> ParameterValue? {
    guard item.node.entries != nil else {
      problems.error(
        "`\(context.parameter)` is a map, not \(item.node.description)", at: item.place,
        suggestion: context.example.map { "write it as in `\($0)`" })
      return nil
    }
    return .table(
      item.entries.compactMap { entry, child in
        read(form, child, context).map { (entry.key, $0) }
      })
  }

  /// The alternatives differ in shape; among scalars, the first that reads.
  private func either(_ forms: [ValueForm], _ item: Item, _ context: Context) -> ParameterValue? {
    let fitting = forms.filter { $0.shape == item.node.shape || $0.shape == nil }
    guard let last = fitting.last else {
      problems.error(
        "`\(context.parameter)` cannot be \(item.node.description)", at: item.place)
      return nil
    }
    for form in fitting.dropLast() where reads(form, item, context) {
      return read(form, item, context)
    }
    // Say what is wrong with the alternative that was most likely meant.
    let text = item.node.text ?? ""
    let isClock = ValueReader.isClock(text)
    if case .clock = last, !isClock, fitting.count > 1 { return read(fitting[0], item, context) }
    if case .time = last, text.contains(".."), fitting.count > 1 { return read(fitting[0], item, context) }
    return read(last, item, context)
  }

  /// Whether a value would read, leaving no trace.
  private func reads(_ form: ValueForm, _ item: Item, _ context: Context) -> Bool {
    let trial = Checker(trialOf: self)
    _ = trial.read(form, item, context)
    return !trial.problems.hasErrors
  }

  /// A default as the catalogue writes it.
  func standard(_ parameter: Parameter, at item: Item) -> ParameterValue? {
    guard let text = parameter.standard else { return nil }
    let trial = Checker(trialOf: self)
    let node = ConfigurationNode(.scalar(text), at: item.place, scope: item.scope)
    return trial.read(
      parameter.form, Item(node: node, path: item.path), Context(parameter: parameter.name))
  }
}

extension Parameter {
  fileprivate var asBuilt: Parameter {
    Parameter(
      name, form, standard: standard, required: isRequired, scales: scales, built: true, documentation)
  }
}

enum NodeShape { case scalar, sequence, mapping }

extension ConfigurationNode {
  var shape: NodeShape {
    switch content {
    case .scalar: .scalar
    case .sequence: .sequence
    case .mapping: .mapping
    }
  }
}

extension ValueForm {
  /// Nil where several shapes fit.
  var shape: NodeShape? {
    switch self {
    case .list: .sequence
    case .map, .table, .perClass: .mapping
    case .either, .text: nil
    default: .scalar
    }
  }
}

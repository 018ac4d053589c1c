import Components
import Engine

/// Fields of a map that were known, by name.
struct Fields {
  var items: [String: Item] = [:]
  subscript(name: String) -> Item? { items[name] }
}

extension Checker {
  /// Text of a scalar; reports anything else.
  func text(_ item: Item, _ what: String) -> String? {
    guard let text = item.node.text else {
      problems.error("\(what) is expected here, not \(item.node.description)", at: item.place)
      return nil
    }
    guard !text.isEmpty else {
      problems.error("\(what) is missing", at: item.place)
      return nil
    }
    return text
  }

  func value<Value>(
    _ item: Item, _ what: String, _ parse: (String) throws(ValueError) -> Value
  ) -> Value? {
    guard let text = text(item, what) else { return nil }
    do throws(ValueError) {
      return try parse(text)
    } catch {
      problems.error(error.message, at: item.place, suggestion: error.suggestion)
      return nil
    }
  }

  /// A value with its origin, which is noted down. `size` makes values of its range comparable.
  func quantity<Value>(
    _ item: Item, _ what: String, size: (Value) -> Double,
    _ parse: (String) throws(ValueError) -> Value
  ) -> Value? {
    value(item, what) { (text) throws(ValueError) in
      let parts = try Provenance(text)
      let value = try parse(parts.value)
      if let range = parts.range { try checkRange(range, size: size, parse) }
      note(item, parts)
      return value
    }
  }

  private func checkRange<Value>(
    _ range: String, size: (Value) -> Double, _ parse: (String) throws(ValueError) -> Value
  ) throws(ValueError) {
    guard let (low, high) = ValueReader.rangeEnds(range) else {
      throw ValueError("`(\(range.shortened))` is not a range", suggestion: "write it as in `(10ms..25ms)`")
    }
    let from = try parse(low)
    let to = try parse(high)
    guard size(from) <= size(to) else {
      throw ValueError(
        "the range `(\(range.shortened))` runs backwards", suggestion: "did you mean `(\(high)..\(low))`?")
    }
  }

  func note(_ item: Item, _ parts: Provenance) {
    quantities.append(
      SourcedQuantity(
        path: item.path, text: parts.value, origin: parts.origin ?? item.origin ?? .unstated,
        quote: parts.origin == nil ? item.quote : parts.quote, range: parts.range,
        place: item.place))
  }

  func time(_ item: Item, _ what: String = "a time") -> Nanoseconds? {
    quantity(item, what, size: { Double($0) }, ValueReader.time)
  }

  func ratio(_ item: Item) -> Double? {
    quantity(item, "a share", size: { $0 }, ValueReader.ratio)
  }

  func distribution(_ item: Item, over unit: DistributionSupport) -> Distribution? {
    let what =
      unit == .keys
      ? "`uniform` or `zipf(s 0.9)`" : unit == .time ? "a time or a distribution" : "a size or a distribution"
    return quantity(item, what, size: { $0.mean }) { (text) throws(ValueError) in
      try ValueReader.distribution(text, over: unit) { (name) throws(ValueError) in
        let path = SourceFiles.resolve(name, from: item.place.file)
        do throws(ScenarioFileError) {
          return String(decoding: try self.files.bytes(of: path), as: UTF8.self)
        } catch {
          throw ValueError("cannot read `\(name)`: \(error.reason)")
        }
      }
    }
  }

  /// The entries of a map that a table knows; reports unknown, missing and unbuilt ones.
  func fields(_ item: Item, _ table: [Parameter], of what: String, isOpen: Bool = false) -> Fields? {
    guard item.node.entries != nil else {
      problems.error(
        "\(what) is a map, not \(item.node.description)", at: item.place,
        suggestion: Spelling.choice(of: table.map(\.name)).map { "its keys: \($0)" })
      return nil
    }
    if let origin = item.node["origin"] { checkOrigin(origin) }
    var fields = Fields()
    for (entry, child) in item.entries {
      guard let parameter = table.first(where: { $0.name == entry.key }) else {
        if !isOpen {
          problems.error(
            "`\(entry.key.shortened)` is not a key of \(what)", at: entry.keyPlace,
            suggestion: RenamedKey.hint(for: entry.key, among: table.map(\.name)))
        }
        continue
      }
      if !parameter.isBuilt {
        // Its shape is checked all the same.
        _ = read(parameter.form, child, Context(parameter: entry.key))
        problems.unbuilt("`\(entry.key)` of \(what)", at: entry.keyPlace)
        continue
      }
      fields.items[entry.key] = child
    }
    for parameter in table
    where parameter.isRequired && item.node[parameter.name] == nil
      && !RenamedKey.isUsed(for: parameter.name, in: item.node)
    {
      problems.error("`\(parameter.name)` is missing in \(what)", at: item.place)
    }
    return fields
  }

  /// What surrounds a value that its form alone does not say.
  struct Context {
    var parameter: String
    /// Classes of the population that values are given for, and whether all must be there.
    var classes: [String]?
    var needsAllClasses = true
    /// How it is written, where its documentation says so.
    var example: String?

    init(of parameter: Parameter, classes: [String]? = nil) {
      self.init(parameter: parameter.name, classes: classes)
      let text = parameter.documentation
      example = text.firstRange(of: "as in `").map { String(text[$0.upperBound...].prefix { $0 != "`" }) }
    }

    init(parameter: String, classes: [String]? = nil, needsAllClasses: Bool = true) {
      self.parameter = parameter
      self.classes = classes
      self.needsAllClasses = needsAllClasses
    }
  }

  /// A name that must be one of the scenario's; full, with its prefix.
  func name(_ item: Item, _ space: NameSpace, _ what: String) -> String? {
    guard let written = text(item, "the name of \(what)") else { return nil }
    return resolve(written, space, what, scope: item.scope, at: item.place)
  }

  func resolve(_ written: String, _ space: NameSpace, _ what: String, scope: String, at place: Place)
    -> String?
  {
    if let full = names.resolve(written, space, in: scope) { return full }
    // Where the join itself is wrong, that is said once, at the join.
    if space == .component, names.isJoined(written, in: scope) { return nil }
    problems.error(
      "there is no \(what.droppingArticle) `\(written.shortened)`", at: place,
      suggestion: Spelling.hint(for: written, among: names.visible(space, in: scope)))
    return nil
  }
}

extension String {
  /// `a component` → `component`
  var droppingArticle: String {
    hasPrefix("an ") ? String(dropFirst(3)) : hasPrefix("a ") ? String(dropFirst(2)) : self
  }
}

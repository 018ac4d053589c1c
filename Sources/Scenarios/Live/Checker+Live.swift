import Components
import Engine

/// `live`: what calls are on the wire. Whether all calls of the flows that run are there is asked when they are to be
/// sent.
extension Checker {
  func readLive() {
    for (scope, item) in perSystem("live") {
      guard let fields = fields(item, Language.live, of: "`live`") else { continue }
      var live = scenario.live ?? LiveSettings(place: item.place)
      // What the file itself says counts before what its systems say.
      if let item = fields["target"], live.target == nil { live.target = target(item) }
      if let item = fields["connections"], scope.isEmpty || scenario.live == nil {
        live.connections = connections(item) ?? live.connections
      }
      if let item = fields["at-most"], live.bounds == .init() { live.bounds = bounds(item) }
      if let item = fields["stop-when"], live.stopWhen == nil { live.stopWhen = stopRule(item) }
      if let item = fields["fidelity"] { live.tolerance = tolerance(item) }
      if let item = fields["prepare"], live.prepare == nil { live.prepare = plainRequest(item) }
      if let item = fields["audit"], live.audit == nil { live.audit = plainRequest(item) }
      if let item = fields["calls"] { live.calls += calls(item, scope) }
      scenario.live = live
    }
  }

  private func target(_ item: Item) -> String? {
    value(item, "a URL") { (text) throws(ValueError) in
      _ = try ServiceURL(text)
      return text
    }
  }

  private func connections(_ item: Item) -> LiveSettings.Connections? {
    if item.node.text == "per user" { return .perUser }
    return quantity(item, "a number of connections, or `per user`", size: { Double($0) }) { (text) throws(ValueError) in
      try ValueReader.count(text, 1...20_000)
    }.map { .shared(Int($0)) }
  }

  private func bounds(_ item: Item) -> LiveSettings.Bounds {
    var bounds = LiveSettings.Bounds()
    guard case .table(let values)? = read(.map(Language.liveBounds), item, Context(parameter: "at-most")) else {
      return bounds
    }
    for (name, value) in values {
      switch name {
      case "rate":
        bounds.rate = value.rate
        if bounds.rate == 0 { problems.error("`at-most.rate` of 0/s allows no request", at: item.place) }
      case "requests": bounds.requests = value.count
      default: bounds.inFlight = value.count
      }
    }
    return bounds
  }

  /// `share errors > 50% for 10s`
  private func stopRule(_ item: Item) -> LiveSettings.StopRule? {
    value(item, "a rule to stop by") { (text) throws(ValueError) in
      let words = text.split(separator: " ").map(String.init)
      guard words.count == 6, words[0] == "share", words[1] == "errors", words[2] == ">", words[4] == "for" else {
        throw ValueError(
          "`\(text.shortened)` is not a rule to stop by", suggestion: "write it as in `share errors > 50% for 10s`")
      }
      let (share, span) = (try ValueReader.ratio(words[3]), try ValueReader.time(words[5]))
      guard span >= .second else {
        throw ValueError("errors are counted by the second", suggestion: "write it as in `share errors > 50% for 10s`")
      }
      return LiveSettings.StopRule(share: share, span: span, text: text)
    }
  }

  private func tolerance(_ item: Item) -> LiveSettings.Tolerance {
    var tolerance = LiveSettings.Tolerance()
    guard let fields = fields(item, Language.fidelity, of: "`fidelity`") else { return tolerance }
    if let item = fields["within"] {
      (tolerance.share, tolerance.time) = (0, 0)
      for part in ValueReader.split(item.node.text ?? "", by: " or ") {
        let own = Item(node: ConfigurationNode(.scalar(part), at: item.place), path: item.path)
        if part.hasSuffix("%") {
          tolerance.share = ratio(own) ?? 0
        } else {
          tolerance.time = time(own) ?? 0
        }
      }
    }
    if let item = fields["shares"] {
      let points = value(item, "percentage points") { (text) throws(ValueError) in
        guard text.hasSuffix(" points"), let number = ExactDecimal(text.dropLast(7))?.double, number >= 0,
          number <= 100
        else {
          throw ValueError(
            "`\(text.shortened)` is not a number of percentage points", suggestion: "write it as in `0.5 points`")
        }
        return number / 100
      }
      tolerance.points = points ?? tolerance.points
    }
    return tolerance
  }

  /// `POST /reset`
  private func plainRequest(_ item: Item) -> LiveRequest? {
    value(item, "a request") { (text) throws(ValueError) in
      let words = text.split(separator: " ").map(String.init)
      guard words.count == 2, Language.liveMethods.contains(words[0].lowercased()), words[1].hasPrefix("/") else {
        throw ValueError("`\(text.shortened)` is not a request", suggestion: "write it as in `POST /reset`")
      }
      guard Template(words[1]).names.isEmpty else {
        throw ValueError("no request of a flow is at hand here, and no placeholder has a value")
      }
      try RequestPath.check(words[1])
      return LiveRequest(method: words[0].uppercased(), path: words[1])
    }
  }

  // MARK: Calls

  private func calls(_ item: Item, _ scope: String) -> [LiveCall] {
    item.entries.compactMap { entry, child in
      guard let fields = fields(child, Language.liveCall, of: "a call of `live`"),
        let (component, operation) = called(entry, scope)
      else { return nil }
      guard let (method, path) = request(fields, child) else { return nil }
      var call = LiveCall(
        name: "\(component).\(operation)", component: component, operation: operation, scope: scope,
        method: method.uppercased(), path: Template(path), place: entry.keyPlace)
      if let item = fields["headers"] { call.fields = headers(item) }
      if let item = fields["body"] { call.body = text(item, "a body").map(Template.init) }
      if let item = fields["take"] { call.takes = takes(item) }
      if let item = fields["replies"] { call.replies = replies(item) }
      if case .list(let words)? = fields["never"].flatMap({
        read(.list(.text), $0, Context(parameter: "never"))
      }) {
        call.never = words.compactMap(\.word)
      }
      return call
    }
  }

  /// The operation that the key of an entry names.
  private func called(
    _ entry: ConfigurationNode.Entry, _ scope: String
  ) -> (component: String, operation: String)? {
    let own = flows.flatMap { flow in
      var found: [String] = []
      flow.steps.forEach { $0.forEach { if case .call(let call) = $0.action { found.append(call.title) } } }
      return found
    }
    let name = scope + entry.key
    guard own.contains(name), let dot = name.lastIndex(of: ".") else {
      let near = Set(own).sorted().filter { $0.hasPrefix(scope) }.map { String($0.dropFirst(scope.count)) }
      problems.error(
        "no flow calls `\(entry.key.shortened)`", at: entry.keyPlace,
        suggestion: Spelling.hint(for: entry.key, among: near))
      return nil
    }
    return (String(name[..<dot]), String(name[name.index(after: dot)...]))
  }

  private func request(_ fields: Fields, _ item: Item) -> (method: String, path: String)? {
    let methods = Language.liveMethods.filter { fields[$0] != nil }
    guard let method = methods.first, methods.count == 1, let place = fields[method] else {
      problems.error(
        methods.isEmpty ? "a call of `live` has a method and a path" : "a call of `live` has one method",
        at: item.place, suggestion: "write it as in `get: /events/{event}`")
      return nil
    }
    let path = value(place, "a path") { (text) throws(ValueError) in
      try RequestPath.check(text)
      return text
    }
    return path.map { (method, $0) }
  }

  private func headers(_ item: Item) -> [(name: String, value: LiveCall.FieldValue)] {
    item.entries.compactMap { entry, child in
      guard let text = text(child, "the value of a field") else { return nil }
      guard FieldName.isValid(entry.key), !text.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 })
      else {
        problems.error("`\(entry.key.shortened)` cannot stand in a header", at: entry.keyPlace)
        return nil
      }
      if let framing = FieldName.ofTransport.first(where: { $0 == entry.key.lowercased() }) {
        problems.error("`\(framing)` is written by the transport", at: entry.keyPlace)
        return nil
      }
      if text.hasPrefix("secret ") {
        return (entry.key, .secret(text.dropFirst("secret ".count).trimmed))
      }
      guard !FieldName.isSecret(entry.key) else {
        problems.error(
          "`\(entry.key.shortened)` is a secret, which a file does not hold", at: child.place,
          suggestion: "write it as in `\(entry.key.shortened): secret NAME`, and give `--secret NAME=env:VARIABLE`")
        return nil
      }
      return (entry.key, .template(Template(text)))
    }
  }

  private func takes(_ item: Item) -> [(name: String, source: LiveCall.Source)] {
    item.entries.compactMap { entry, child in
      value(child, "where the value stands") { (text) throws(ValueError) in try LiveCall.Source(text) }
        .map { (entry.key, $0) }
    }
  }

  private func replies(_ item: Item) -> [(status: LiveCall.Status, outcome: String)] {
    // What is exact counts before a whole hundred.
    let all = item.entries.compactMap { entry, child -> (status: LiveCall.Status, outcome: String)? in
      guard let outcome = text(child, "an outcome") else { return nil }
      if let status = Int(entry.key), (200...599).contains(status) { return (.exactly(status), outcome) }
      if entry.key.count == 3, entry.key.hasSuffix("xx"), let digit = Int(entry.key.prefix(1)), (2...5).contains(digit)
      {
        return (.hundreds(digit), outcome)
      }
      problems.error(
        "`\(entry.key.shortened)` is not a status of an answer", at: entry.keyPlace,
        suggestion: "write it as in `409`, or `5xx`")
      return nil
    }
    return all.filter { if case .exactly = $0.status { true } else { false } }
      + all.filter { if case .hundreds = $0.status { true } else { false } }
  }
}

extension CallStep {
  /// `site.select`
  package var title: String { "\(component).\(operation)" }
}

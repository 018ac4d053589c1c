import Components
import Engine

/// Reads steps: of operations and of flows.
extension Checker {
  /// What the steps belong to.
  struct StepOwner {
    var isFlow: Bool
    /// For messages: `operation `buy``.
    var title: String
  }

  /// Wherever steps may stand: a list, one step as a map, or `continue`.
  func steps(_ item: Item, _ owner: StepOwner) -> [ParsedStep] {
    switch item.node.content {
    case .sequence(let elements):
      return elements.enumerated().flatMap { index, node in
        steps(item.element(index, node), owner, isElement: true)
      }
    case .mapping: return step(item, owner).map { [$0] } ?? []
    case .scalar: return steps(item, owner, isElement: false)
    }
  }

  private func steps(_ item: Item, _ owner: StepOwner, isElement: Bool) -> [ParsedStep] {
    switch item.node.content {
    case .mapping: return step(item, owner).map { [$0] } ?? []
    case .scalar("continue"): return []
    case .scalar(let text):
      let names = StepForm.all.map(\.name)
      problems.error(
        text.isEmpty ? "a step is missing" : "`\(text.shortened)` is not a step", at: item.place,
        suggestion: names.contains(text)
          ? "write it as in `\(text): …`"
          : Spelling.nearest(to: text, among: names + ["continue"]).map { "did you mean `\($0)`?" }
            ?? "write a step as in `{ work: 5ms }`, or `continue`")
      return []
    case .sequence:
      problems.error("a step is a map, not a list", at: item.place)
      return []
    }
  }

  private func step(_ item: Item, _ owner: StepOwner) -> ParsedStep? {
    let entries = item.entries
    let actions = entries.filter { StepForm.named($0.entry.key) != nil }
    guard let action = actions.first, let form = StepForm.named(action.entry.key) else {
      let names = StepForm.all.map(\.name)
      let place = entries.first?.entry.keyPlace ?? item.place
      let key = entries.first?.entry.key ?? ""
      problems.error(
        key.isEmpty ? "a step is missing" : "`\(key.shortened)` is not a step", at: place,
        suggestion: Spelling.nearest(to: key, among: names).map { "did you mean `\($0)`?" }
          ?? "one of " + names.joined(separator: " "))
      return nil
    }
    for other in actions.dropFirst() {
      problems.error(
        "`\(other.entry.key)` and `\(form.name)` are two steps", at: other.entry.keyPlace,
        suggestion: "make them two entries of a list")
    }
    checkKeys(entries, form, actions.map(\.entry.key))
    if let origin = item.node["origin"] { checkOrigin(origin) }
    var step = read(form, action.item, item, owner)
    step.place = item.place
    if !form.isBuilt { problems.unbuilt("step `\(form.name)`", at: action.entry.keyPlace) }
    if form.name == "think", !owner.isFlow {
      problems.error(
        "`think` is for flows: a component does not think", at: action.entry.keyPlace,
        suggestion: "did you mean `wait`?")
    }
    if let label = item["as"], let name = newName(label, "a label") { step.label = name }
    if let when = item["when"] { readWhen(when, form, into: &step, owner) }
    return step
  }

  private func checkKeys(
    _ entries: [(entry: ConfigurationNode.Entry, item: Item)], _ form: StepForm, _ actions: [String]
  ) {
    let allowed = vocabulary.keys(beside: form)
    for (entry, _) in entries where !allowed.contains(entry.key) && !actions.contains(entry.key) {
      problems.error(
        entry.key == "when"
          ? "`\(form.name)` has no outcomes, so `when` never holds"
          : "`\(entry.key.shortened)` is not a key of `\(form.name)`",
        at: entry.keyPlace,
        suggestion: entry.key == "when" ? nil : Spelling.hint(for: entry.key, among: allowed))
    }
  }

  private func readWhen(
    _ item: Item, _ form: StepForm, into step: inout ParsedStep, _ owner: StepOwner
  ) {
    guard item.node.entries != nil else {
      problems.error(
        "`when` is a map from outcomes to steps, not \(item.node.description)", at: item.place,
        suggestion: "write it as in `when: { timeout: { reply: later } }`")
      return
    }
    var seen: Set<String> = []
    for (entry, child) in item.entries {
      let inner = steps(child, owner)
      if entry.key == "else" {
        step.otherwise = inner
        continue
      }
      var outcomes: [(name: String, place: Place)] = []
      for part in entry.key.split(separator: "|", omittingEmptySubsequences: false) {
        let name = part.trimmed
        guard !name.isEmpty else {
          problems.error("an outcome is missing in `\(entry.key.shortened)`", at: entry.keyPlace)
          continue
        }
        if !seen.insert(name).inserted {
          problems.error("outcome `\(name.shortened)` is handled twice", at: entry.keyPlace)
          continue
        }
        problems.checkName(name, of: "an outcome", at: entry.keyPlace)
        outcomes.append((name, entry.keyPlace))
      }
      step.branches.append(ParsedStep.Branch(outcomes: outcomes, steps: inner))
    }
  }

  // MARK: One form each

  private func read(_ form: StepForm, _ target: Item, _ item: Item, _ owner: StepOwner) -> ParsedStep {
    var step = ParsedStep(
      action: .broken, place: item.place, scope: item.scope, targetPlace: target.place,
      derivedLabel: form.name)
    switch form.name {
    case "work", "wait", "think":
      guard let distribution = distribution(target, over: .time) else { return step }
      step.action = .simple(
        form.name == "work" ? .work(distribution) : form.name == "wait" ? .wait(distribution) : .think(distribution))
    case "call": readCall(target, item, into: &step)
    case "do": readDecision(target, item, into: &step)
    case "choose":
      let names = shares(target, "the shares of `choose`", name: "outcome")
      for (entry, _) in target.entries where Language.failures.contains(entry.key) || entry.key == "ok" {
        problems.error("`\(entry.key)` cannot be drawn: it is an outcome of calls", at: entry.keyPlace)
      }
      checkKeys(target, of: "an outcome")
      // Of shares that could not be read, the names are unknown, too.
      if problems.isSound(target.node) { step.action = .simple(.choose(names)) }
    case "publish": readPublish(target, item, into: &step)
    case "hold": readHold(target, item, owner, into: &step)
    case "parallel": readParallel(target, item, owner, into: &step)
    case "repeat": readRepeat(target, item, owner, into: &step)
    case "flow":
      if let flow = name(target, .flow, "a flow") {
        step.action = .simple(.flow(flow))
        step.derivedLabel = target.node.text ?? flow
      }
    case "mark":
      if let mark = newName(target, "a mark") {
        if marks.insert(mark).inserted { checkMarks(at: target.place) }
        step.action = .simple(.mark(mark))
        step.derivedLabel = "mark-\(mark)"
      }
    case "measure": readMeasure(target, into: &step)
    default: readEnd(form, target, into: &step)
    }
    return step
  }

  /// A request has room for so many clocks: those of polling, one of a core that emits, and the file's own.
  private func checkMarks(at place: Place) {
    let emitting = scenario.domains.compactMap { binding(in: $0.prefix) }.filter {
      $0.commands.contains(where: \.emits)
    }
    let taken = Set(NetworkPlan.ownMarks).union(emitting.compactMap(\.marks.first))
    guard marks.union(taken).count > NetworkPlan.markLimit else { return }
    problems.error(
      "too many marks: a request carries \(NetworkPlan.markLimit) clocks, and \(taken.count) of them are taken",
      at: place,
      suggestion: "use a mark again whose measures are done")
  }

  private func readEnd(_ form: StepForm, _ target: Item, into step: inout ParsedStep) {
    guard let word = text(target, "a word") else { return }
    guard NameForm.isName(word) else {
      return problems.checkName(word, of: form.name == "reply" ? "an answer" : "a failure", at: target.place)
    }
    if form.name == "reply" {
      if Language.failures.contains(word) {
        problems.error(
          "`\(word)` is a failure, not an answer", at: target.place,
          suggestion: "did you mean `fail: \(word)`?")
      }
      step.action = .simple(.reply(word))
    } else {
      step.action = .simple(.fail(word))
    }
  }

  private func readMeasure(_ target: Item, into step: inout ParsedStep) {
    guard let text = text(target, "`NAME since MARK`") else { return }
    let words = text.split(separator: " ").map(String.init)
    guard words.count == 3, words[1] == "since" else {
      hasUnreadMeasure = true
      problems.error(
        "`\(text.shortened)` does not say since when", at: target.place,
        suggestion: "write it as in `measure: freshness since source-change`")
      return
    }
    if words[0] != "freshness", vocabulary.metric(named: words[0]) != nil {
      problems.error(
        "`\(words[0])` is a metric of its own and cannot be a measure", at: target.place)
      return
    }
    problems.checkName(words[0], of: "a measure", at: target.place)
    measures.append(
      MeasureUse(name: words[0], since: words[2], scope: target.scope, place: target.place))
    step.action = .simple(.measure(words[0], since: words[2]))
    step.derivedLabel = "measure-\(words[0])"
  }

  /// A request counts the failures of its parts in so many bits.
  private static let mostParts = 65_535

  private func readParallel(
    _ target: Item, _ item: Item, _ owner: StepOwner, into step: inout ParsedStep
  ) {
    guard target.node.entries != nil else {
      problems.error(
        "`parallel` is a map from names to steps, not \(target.node.description)", at: target.place,
        suggestion: "name its parts, as in `parallel: { price: [ … ], credit: [ … ] }`")
      return
    }
    let parts = target.entries.map { (name: $0.entry.key, steps: steps($0.item, owner)) }
    checkKeys(target, of: "a part of `parallel`")
    if parts.isEmpty { problems.error("`parallel` has no parts", at: target.place) }
    if parts.count > Self.mostParts {
      problems.error("`parallel` has more than \(Self.mostParts) parts", at: target.place)
    }
    step.action = .parallel(parts, readJoin(item, parts: parts.count))
  }

  private func readJoin(_ step: Item, parts: Int) -> Join {
    var join = Join()
    if let item = step["join"] {
      switch item.node.text {
      case "all": join.awaits = .all
      case "any": join.awaits = .any
      case let text?:
        if let count = try? ValueReader.count(text), count >= 1, count <= parts {
          join.awaits = .count(Int(count))
        } else {
          problems.error(
            "`join` is `all`, `any` or a number from 1 to \(parts), not `\(text.shortened)`", at: item.place)
        }
      case nil: problems.error("`join` is `all`, `any` or a number", at: item.place)
      }
    }
    guard let item = step["cancel"] else { return join }
    join.cancels = value(item, "`yes` or `no`", ValueReader.flag) ?? false
    if join.cancels, problems.isSound(step.node["join"]),
      join.awaits == .all || join.awaits == .count(parts) || parts == 1
    {
      problems.error(
        "all parts are waited for, so that none is left to `cancel`", at: item.place,
        suggestion: parts > 1 ? "as in `join: any`" : nil)
    }
    return join
  }

  private func readRepeat(
    _ target: Item, _ item: Item, _ owner: StepOwner, into step: inout ParsedStep
  ) {
    step.scales = item["scales"].flatMap { value($0, "`yes` or `no`", ValueReader.flag) } ?? false
    let most: Int64 = step.scales ? 1_000_000_000 : 1_000_000
    func count(_ item: Item) -> Int64? {
      quantity(item, "a count", size: { Double($0) }) { (text) throws(ValueError) in
        try ValueReader.count(text, 1...most)
      }
    }
    let times = count(target)
    let atOnce = item["at-once"].map { count($0) ?? 1 } ?? 1
    guard let body = item["steps"] else {
      problems.error("`repeat` needs `steps`", at: item.place)
      return
    }
    var inner = steps(body, owner)
    let until = item["until"].map { readUntil($0, &inner) } ?? []
    if !until.isEmpty, atOnce > 1, let item = item["at-once"] {
      problems.error(
        "a loop with `until` does one thing after the other", at: item.place, suggestion: "leave `at-once` out")
    }
    if let times {
      let rounds = step.scales ? min(times, 1_000_000) : times
      let (total, isTooMany) = rounds.multipliedReportingOverflow(by: Self.iterations(of: inner))
      if isTooMany || total > Self.iterationLimit {
        problems.error(
          "with the loops inside, the steps would run more than \(Self.iterationLimit / 1_000_000)M times for one request",
          at: target.place, suggestion: "let a workload repeat the request")
      }
    }
    if let times { step.action = .repeated(times, atOnce: min(atOnce, times), inner, until: until) }
  }

  /// Runs of a loop's steps for one request, those of the loops inside multiplied.
  private static let iterationLimit: Int64 = 100_000_000

  private static func iterations(of steps: [ParsedStep]) -> Int64 {
    steps.reduce(1) { most, step in
      let inner = step.inner.map { iterations(of: $0) }.max() ?? 1
      guard case .repeated(let times, _, _, _) = step.action else { return max(most, inner) }
      let (total, isTooMany) = times.multipliedReportingOverflow(by: inner)
      return max(most, isTooMany ? .max : total)
    }
  }

  /// The outcomes of its last step that end a loop.
  private func readUntil(_ item: Item, _ body: inout [ParsedStep]) -> [(name: String, place: Place)] {
    guard let text = text(item, "an outcome") else { return [] }
    if !body.isEmpty {
      body[body.count - 1].endsIteration = true
      if body[body.count - 1].otherwise != nil {
        problems.error(
          "the outcomes of the last step of a loop with `until` are those of the loop, and `else` hides them",
          at: body[body.count - 1].place, suggestion: "name the outcomes")
      }
    }
    return text.split(separator: "|").map { ($0.trimmed, item.place) }
  }
}

import Components

/// How a step or an operation can end.
struct OutcomeSet {
  /// Answers other than `ok`: whoever asks must say what follows each.
  var answers: [String] = []
  /// Failures beside timeout, refused and error; unhandled, they travel up.
  var failures: [String] = []
  /// May be handled and need not be: hit, miss, the names of `choose`.
  var others: [String] = []
  /// Decided by something that is not built: any outcome may be.
  var isOpen = false

  mutating func addAnswer(_ name: String) { if !answers.contains(name) { answers.append(name) } }
  mutating func addFailure(_ name: String) { if !failures.contains(name) { failures.append(name) } }
}

extension Checker {
  /// What a caller of an operation can get back.
  func outcomes(of operation: String, at component: String) -> OutcomeSet {
    let key = "\(component).\(operation)"
    if let known = outcomeCache[key] { return known }
    // Whatever calls itself is reported as a cycle; here it only must end.
    outcomeCache[key] = OutcomeSet(isOpen: true)
    var set = OutcomeSet()
    guard case .found(let runner) = find(operation, of: component), let runner,
      let kind = kind(of: runner)
    else {
      set.isOpen = true
      outcomeCache[key] = set
      return set
    }
    // A pass of a polling worker ends when it is over; its steps are those of each key.
    if kind.structure != .poller,
      let parsed = operations.first(where: { $0.component == runner && $0.name == operation })
    {
      collect(parsed.steps, into: &set)
    }
    let node = root.node["components"]?[runner]
    for outcome in (node?["outcomes"]?.entries ?? []).map(\.key) where outcome != "origin" {
      if Language.failures.contains(outcome) || outcome == "ok" { continue }
      set.addAnswer(outcome)
    }
    if node?["quota"] != nil || node?["quotas"] != nil { set.addFailure("quota") }
    // Whoever asks through a cache may distinguish its answers, and need not.
    let hasCache = components.passed(operation, from: component).contains { name in
      self.kind(of: name)?.facets.isCache ?? false
    }
    if hasCache || !kind.isBuilt { set.others += ["hit", "miss"] }
    outcomeCache[key] = set
    return set
  }

  func outcomes(ofFlow flow: String) -> OutcomeSet {
    let key = "flow \(flow)"
    if let known = outcomeCache[key] { return known }
    outcomeCache[key] = OutcomeSet(isOpen: true)
    var set = OutcomeSet()
    if let parsed = flows.first(where: { $0.name == flow }) { collect(parsed.steps, into: &set) }
    outcomeCache[key] = set
    return set
  }

  private func collect(_ steps: [ParsedStep], into set: inout OutcomeSet) {
    for step in steps {
      switch step.action {
      case .simple(.reply(let word)):
        if word != "ok", !Language.failures.contains(word) { set.addAnswer(word) }
      case .simple(.fail(let word)):
        if !Language.failures.contains(word) { set.addFailure(word) }
      default:
        let own = outcomes(of: step)
        let handled = step.branches.flatMap { $0.outcomes.map(\.name) }
        // A quota that nobody handles is a refusal further up.
        for failure in own.failures
        where failure != "quota" && !handled.contains(failure) && step.otherwise == nil {
          set.addFailure(failure)
        }
      }
      // What a loop's steps reply ends an iteration, and is the loop's to handle.
      let isLoop = if case .repeated(_, _, _, let until) = step.action { !until.isEmpty } else { false }
      for inner in (isLoop ? [] : step.inner) + step.branches.map(\.steps) + [step.otherwise ?? []] {
        collect(inner, into: &set)
      }
    }
  }

  /// What `when` of a step may name, beside ok and the usual failures.
  func outcomes(of step: ParsedStep) -> OutcomeSet {
    switch step.action {
    case .call(let call):
      var set = outcomes(of: call.operation, at: call.component)
      // A system that is given another's component in place of its own may know more outcomes than that has.
      if !call.component.hasPrefix(step.scope) { set.others.append("quota") }
      return set
    case .decide(let decide):
      var set = OutcomeSet()
      if let within = decide.within {
        set = outcomes(of: within.operation, at: within.component)
      }
      guard let binding = binding(in: decide.prefix),
        let command = binding.commands.first(where: { $0.name == decide.command })
      else {
        set.isOpen = true
        return set
      }
      let names = command.outcomes.filter { $0 != "ok" }
      // A command that can end in one way only decides nothing: what follows just goes on.
      if command.outcomes.count > 1 { names.forEach { set.addAnswer($0) } } else { set.others += names }
      return set
    case .simple(.choose(let names)): return OutcomeSet(others: names.map(\.name))
    case .simple(.flow(let name)): return outcomes(ofFlow: name)
    case .repeated(_, _, let inner, let until) where !until.isEmpty:
      var set = OutcomeSet()
      collect(inner, into: &set)
      guard let last = inner.last else { return set }
      let own = outcomes(of: last)
      own.answers.forEach { set.addAnswer($0) }
      set.others += own.others
      set.isOpen = set.isOpen || own.isOpen
      return set
    case .hold, .broken, .simple, .parallel, .repeated: return OutcomeSet()
    }
  }

  /// Ways in which every step of a form can end.
  private func usual(_ step: ParsedStep) -> [String] {
    switch step.action {
    case .simple(.choose): []
    case .simple(.publish): ["ok", "refused"]
    case .decide(let decide): decide.within == nil ? ["ok"] : ["ok"] + Language.failures
    default: ["ok"] + Language.failures
    }
  }

  /// `when` may name only what can happen, and must name every answer.
  func checkWhen(_ step: ParsedStep) {
    if case .broken = step.action { return }
    let set = outcomes(of: step)
    guard !set.isOpen else { return }
    let usual = usual(step)
    let possible = set.answers + usual + set.failures + set.others
    if case .repeated(_, _, _, let until) = step.action {
      for outcome in until where !possible.contains(outcome.name) {
        problems.error(
          "outcome `\(outcome.name.shortened)` cannot occur here", at: outcome.place,
          suggestion: Spelling.hint(for: outcome.name, among: possible))
      }
    }
    for branch in step.branches {
      for outcome in branch.outcomes where !possible.contains(outcome.name) {
        problems.error(
          "outcome `\(outcome.name.shortened)` cannot occur here", at: outcome.place,
          suggestion: Spelling.hint(for: outcome.name, among: possible))
      }
    }
    guard step.otherwise == nil && !step.endsIteration else { return }
    let handled = step.branches.flatMap { $0.outcomes.map(\.name) }
    let missing = set.answers.filter { !handled.contains($0) }
    guard let first = missing.first else { return }
    let list = missing.map { "`\($0)`" }.joined(separator: ", ")
    problems.error(
      "\(missing.count == 1 ? "outcome \(list) is" : "outcomes \(list) are") not handled", at: step.targetPlace,
      suggestion: "say what follows: `when: { \(first): continue }`")
  }
}

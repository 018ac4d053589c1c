import Components

/// Everything that keeps a scenario's flows from being sent to a service, found before a byte is.
struct LiveProblems {
  let scenario: Scenario
  let live: LiveSettings
  private(set) var problems: [Problem] = []

  init(_ scenario: Scenario, _ live: LiveSettings) {
    self.scenario = scenario
    self.live = live
    check()
  }

  /// Outcomes that a call can have whatever the service says: nothing has to be stated for them.
  private static let usual = ["ok", "timeout", "refused", "error"]

  private mutating func check() {
    let steps = scenario.liveFlows.flatMap { LiveFlows.steps(of: $0) }
    if scenario.workloads.isEmpty { report("a live run needs a workload", at: live.place) }
    for step in steps { checkKind(step) }
    checkUsers()
    for call in live.calls {
      checkOutcomes(call, steps.filter { Self.calls($0, call) })
      checkPlaceholders(call)
    }
    checkUnmapped(steps)
    checkOrder()
  }

  private mutating func report(_ message: String, at place: Place, _ suggestion: String? = nil) {
    let problem = Problem(.error, at: place, message, suggestion: suggestion)
    if !problems.contains(problem) { problems.append(problem) }
  }

  private static func calls(_ step: Step, _ call: LiveCall) -> Bool {
    if case .call(let made) = step.action { made.title == call.name } else { false }
  }

  /// Only users have a connection each.
  private mutating func checkUsers() {
    guard live.connections == .perUser else { return }
    for workload in scenario.workloads {
      if case .closed = workload.shape { continue }
      report(
        "`connections: per user` is for closed workloads, and `\(workload.name)` has no users", at: workload.place,
        "state a number of connections, which all requests share")
    }
  }

  /// What happens inside of the service cannot be done from outside.
  private mutating func checkKind(_ step: Step) {
    let what: String? =
      switch step.action {
      case .decide(let decide): "`do: \(decide.command)`"
      case .publish(let topic, _, _): "`publish: \(topic)`"
      case .hold(let hold): "`hold: \(hold.pool)`"
      case .work: "`work`"
      default: nil
      }
    if let what {
      report("\(what) of a flow happens inside of the system, and a live run is outside of it", at: step.place)
    }
  }

  private mutating func checkUnmapped(_ steps: [Step]) {
    for step in steps {
      guard case .call(let made) = step.action, !live.calls.contains(where: { $0.name == made.title }) else { continue }
      report(
        "`\(made.title)` has no request under `live.calls`", at: step.place,
        Spelling.nearest(to: made.title, among: live.calls.map(\.name)).map { "did you mean `\($0)`?" }
          ?? "write it as in `\(made.title): { get: /\(made.operation), replies: { 200: ok } }`")
    }
  }

  private mutating func checkOutcomes(_ call: LiveCall, _ steps: [Step]) {
    let handled = steps.flatMap { $0.branches.flatMap(\.outcomes) }
    let given = call.replies.map(\.outcome)
    for outcome in Set(handled).sorted() where !Self.usual.contains(outcome) && !given.contains(outcome) {
      if call.never.contains(outcome) { continue }
      report(
        "flows handle the outcome `\(outcome)` of `\(call.name)`, and no status stands for it", at: call.place,
        "give it one under `replies`, or say `never: [ \(outcome) ]`")
    }
    if call.replies.isEmpty {
      report(
        "no status of `\(call.name)` stands for an outcome", at: call.place, "write it as in `replies: { 200: ok }`")
    }
    let takesAll = steps.contains { $0.otherwise != nil }
    for outcome in given where !Self.usual.contains(outcome) && !handled.contains(outcome) && !takesAll {
      report(
        "no flow handles the outcome `\(outcome)` of `\(call.name)`", at: call.place,
        Spelling.nearest(to: outcome, among: handled + Self.usual).map { "did you mean `\($0)`?" })
    }
    for outcome in call.never {
      if given.contains(outcome) {
        report("`\(outcome)` of `\(call.name)` has a status and is under `never`", at: call.place)
      } else if !handled.contains(outcome) {
        report(
          "no flow handles the outcome `\(outcome)` of `\(call.name)`, which is under `never`", at: call.place,
          Spelling.nearest(to: outcome, among: handled).map { "did you mean `\($0)`?" })
      }
    }
  }

  private mutating func checkPlaceholders(_ call: LiveCall) {
    let taken = live.calls.filter { $0.scope == call.scope }.flatMap { $0.takes.map(\.name) }
    let keys = scenario.populations.map(\.name).filter { $0.hasPrefix(call.scope) }
      .map { String($0.dropFirst(call.scope.count)) }
    let known = taken + keys + Scenario.requestPlaceholders
    for name in call.takes.map(\.name) where keys.contains(name) || Scenario.requestPlaceholders.contains(name) {
      report(
        "`\(name)` is taken from an answer of `\(call.name)`, and stands for something else already", at: call.place)
    }
    for name in call.placeholders where !known.contains(name) {
      report(
        "`{\(name)}` of `\(call.name)` stands for nothing: no population, and no `take` of a call", at: call.place,
        Spelling.hint(for: name, among: known))
    }
  }

  /// What a request takes from an answer, it has from there on.
  private mutating func checkOrder() {
    for workload in scenario.workloads {
      for flow in workload.flows { checkOrder(of: flow.flow) }
    }
  }

  private mutating func checkOrder(of flow: String) {
    var taken: Set<String> = []
    for step in LiveFlows.steps(ofFlow: flow, in: scenario) {
      guard case .call(let made) = step.action, let call = live.calls.first(where: { $0.name == made.title }) else {
        continue
      }
      let elsewhere = Set(live.calls.filter { $0.scope == call.scope }.flatMap { $0.takes.map(\.name) })
      for name in call.placeholders where elsewhere.contains(name) && !taken.contains(call.scope + name) {
        report(
          "in the flow `\(flow)` nothing before `\(call.name)` takes `{\(name)}` from an answer", at: call.place,
          "a value is there for later calls of the same request")
      }
      taken.formUnion(call.takes.map { call.scope + $0.name })
    }
  }
}

/// Steps of flows, wherever they stand.
enum LiveFlows {
  static func steps(of flow: Flow) -> [Step] { flow.steps.flatMap(all) }

  /// With those of the flows that it runs, each where it is run first.
  static func steps(ofFlow name: String, in scenario: Scenario) -> [Step] {
    var entered: Set<String> = []
    func steps(_ name: String) -> [Step] {
      guard entered.insert(name).inserted, let flow = scenario.flows.first(where: { $0.name == name }) else {
        return []
      }
      return self.steps(of: flow).flatMap { step in
        if case .flow(let inner) = step.action { return [step] + steps(inner) }
        return [step]
      }
    }
    return steps(name)
  }

  private static func all(_ step: Step) -> [Step] {
    var inner: [[Step]] = step.branches.map(\.steps) + [step.otherwise ?? []]
    switch step.action {
    case .parallel(let parts, _): inner += parts.map(\.steps)
    case .repeated(_, _, let steps, _): inner.append(steps)
    case .hold(let hold): inner.append(hold.steps)
    default: break
    }
    return [step] + inner.flatMap { $0.flatMap(all) }
  }
}

extension Scenario {
  /// Placeholders beside populations and what was taken: `request` tells each request of a run from every other.
  package static let requestPlaceholders = ["request"]

  /// The flows that workloads run, with those that they run in turn, in the order of the file.
  package var liveFlows: [Flow] {
    var names = Set(workloads.flatMap { $0.flows.map(\.flow) })
    for workload in workloads {
      if case .trace(let arrivals) = workload.shape { names.formUnion(arrivals.compactMap(\.flow)) }
    }
    var count = -1
    while names.count != count {
      count = names.count
      for flow in flows where names.contains(flow.name) {
        for step in LiveFlows.steps(of: flow) { if case .flow(let name) = step.action { names.insert(name) } }
      }
    }
    return flows.filter { names.contains($0.name) }
  }
}

import Components
import Engine

/// `policies`, and the same keys where a call states them itself: what a caller does about a callee.
extension Checker {
  func readPolicies() {
    for (name, _, item) in table("policies") {
      guard let fields = fields(item, policyKeys, of: "a policy") else { continue }
      var rules = CallRules()
      readRules(fields, into: &rules)
      checkRules(rules, fields, at: item.place)
      scenario.policies.append(Policy(name: name, rules: rules, place: item.place))
    }
  }

  /// The policy of a call with what stands inline of one: each inline key takes the place of the policy's. Notes in
  /// the step whether the caller ever gives up.
  func readRules(of call: Item, keys chosen: [String]? = nil, into step: inout ParsedStep) -> CallRules {
    let keys = chosen ?? vocabulary.policies.map(\.name)
    var rules = CallRules()
    var isUnknown = false
    var stated: ConfigurationNode?
    if let item = call["policy"] {
      let policy = name(item, .policy, "a policy").flatMap { name in scenario.policies.first { $0.name == name } }
      // A policy that could not be read is not a missing timeout.
      isUnknown = policy == nil
      stated = policy.flatMap { root.node["policies"]?[$0.name] }
      rules = policy?.rules ?? rules
    }
    var inline = call
    inline.node.content = .mapping((call.node.entries ?? []).filter { keys.contains($0.key) })
    if let fields = fields(inline, policyKeys, of: "a call"), !fields.items.isEmpty {
      readRules(fields, into: &rules)
      if !isUnknown, problems.isSound(stated) { checkRules(rules, fields, at: call.place) }
    }
    let states = ["timeout", "deadline"].contains { call.node[$0] != nil || stated?[$0] != nil }
    step.hasTimeout = rules.timeout != nil || rules.deadline != nil || isUnknown || states
    return rules
  }

  private var policyKeys: [Parameter] { vocabulary.policies.map(\.parameter) }

  private func readRules(_ fields: Fields, into rules: inout CallRules) {
    for form in vocabulary.policies { if let item = fields[form.name] { form.read(self, item, &rules) } }
  }

  func limit(_ item: Item, _ what: String) -> TimeLimit<Distribution>? {
    let words = "\(what) of zero lets nothing through"
    // Of a range, a distribution is meant.
    guard isDistribution(item) || item.node.text?.contains("..") ?? false else {
      return positiveTime(item, words).map { .always($0) }
    }
    guard let distribution = positiveDistribution(item, words) else { return nil }
    if case .constant(let time) = distribution { return .always(Nanoseconds(saturating: time)) }
    return .drawn(distribution)
  }

  /// Whether it is `NAME(…)`, where a plain time may stand as well.
  private func isDistribution(_ item: Item) -> Bool {
    guard let text = item.node.text else { return false }
    return text.first?.isLetter ?? false && text.contains("(")
  }

  func readRetry(_ item: Item) -> GuardPlan.Retry<String>? {
    guard let fields = fields(item, Language.retry, of: "`retry`"),
      let times = fields["times"].flatMap({ count($0, of: "times", in: Language.retry) })
    else { return nil }
    var retry = GuardPlan.Retry(times: Int(times), outcomes: Language.failures)
    if let backoff = fields["backoff"] {
      if isDistribution(backoff) {
        retry.distribution = positiveDistribution(backoff, "a backoff that is always zero is none")
        if let jitter = fields["jitter"] {
          problems.error(
            "`jitter` draws a part of a backoff, and this one is drawn from its distribution", at: jitter.place,
            suggestion: "leave one out")
        }
      } else {
        retry.backoff = span(backoff) ?? retry.backoff
      }
    }
    if let jitter = fields["jitter"].flatMap({ word($0, ["full", "equal", "none"]) }) {
      retry.jitter = .init(rawValue: jitter) ?? .full
    }
    if let budget = fields["budget"] { retry.budget = share(budget, "a budget of 0% allows no retry") }
    if let outcomes = fields["for"] { retry.outcomes = readOutcomes(outcomes) }
    return retry
  }

  private func readOutcomes(_ item: Item) -> [String] {
    guard let elements = item.node.elements else {
      _ = read(.list(.word(Language.failures)), item, Context(parameter: "for"))
      return Language.failures
    }
    var outcomes: [String] = []
    for (index, node) in elements.enumerated() {
      let element = item.element(index, node)
      guard let outcome = word(element, Language.failures) else { continue }
      if outcomes.contains(outcome) {
        problems.error("`\(outcome)` stands twice in `for`", at: element.place)
      } else {
        outcomes.append(outcome)
      }
    }
    if elements.isEmpty { problems.error("a retry for nothing never happens: `for` is empty", at: item.place) }
    return outcomes
  }

  func readBreaker(_ item: Item) -> GuardPlan.Breaker? {
    guard let fields = fields(item, Language.breaker, of: "`breaker`"),
      let failureThreshold = fields["failure-threshold"].flatMap({
        share($0, "a breaker that opens at 0% never closes")
      })
    else { return nil }
    var breaker = GuardPlan.Breaker(failureThreshold: failureThreshold)
    if let window = fields["window"].flatMap({ positiveTime($0, "a window of zero holds nothing") }) {
      breaker.window = window
    }
    if let calls = fields["calls"].flatMap({ count($0, of: "calls", in: Language.breaker) }) {
      breaker.calls = Int(calls)
    }
    if let cooldown = fields["cooldown"].flatMap({ positiveTime($0, "a breaker without a cooldown does nothing") }) {
      breaker.cooldown = cooldown
    }
    return breaker
  }

  func readHedge(_ item: Item) -> GuardPlan.Hedge? {
    if item.node.text != nil { return time(item).map { GuardPlan.Hedge(after: $0) } }
    guard let fields = fields(item, Language.hedge, of: "`hedge`"), let after = fields["after"].flatMap({ time($0) })
    else { return nil }
    var hedge = GuardPlan.Hedge(after: after)
    if let times = fields["times"].flatMap({ count($0, of: "times", in: Language.hedge) }) { hedge.times = Int(times) }
    if let budget = fields["budget"] { hedge.budget = share(budget, "a budget of 0% allows no hedge") }
    if let cancel = fields["cancel"] { hedge.cancels = value(cancel, "`yes` or `no`", ValueReader.flag) ?? false }
    return hedge
  }

  /// What each key says alone is right; together they must be able to happen.
  private func checkRules(_ rules: CallRules, _ fields: Fields, at place: Place) {
    guard fields.items.values.allSatisfy({ problems.isSound($0.node) }) else { return }
    func at(_ key: String) -> Place { fields[key]?.place ?? place }
    if let timeout = rules.timeout?.time, let deadline = rules.deadline?.time, timeout > deadline {
      problems.error(
        "the timeout of one try, \(ValueReader.timeText(timeout)), is longer than the deadline over all, \(ValueReader.timeText(deadline))",
        at: at(fields["timeout"] == nil ? "deadline" : "timeout"))
    }
    if let retry = rules.retry, retry.outcomes == ["timeout"], rules.timeout == nil {
      problems.error(
        "a retry for timeouts alone, and there is no `timeout`: it never happens", at: at("retry"),
        suggestion: "give it a `timeout`, or `for: [ error, refused ]`")
    }
    guard let hedge = rules.hedge else { return }
    guard let timeout = rules.timeout else {
      problems.error(
        "a hedge without a `timeout`: what never answers would hold its caller for ever", at: at("hedge"),
        suggestion: "add one, as in `timeout: 500ms`")
      return
    }
    if let timeout = timeout.time, hedge.after >= timeout {
      problems.error(
        "a hedge after \(ValueReader.timeText(hedge.after)) never happens: the timeout is \(ValueReader.timeText(timeout))",
        at: at("hedge"))
    }
  }
}

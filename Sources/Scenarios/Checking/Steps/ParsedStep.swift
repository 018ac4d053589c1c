import Engine

/// A step with every name resolved, and the places that later checks of outcomes need.
struct ParsedStep {
  enum Action {
    case simple(StepAction)
    case call(CallStep)
    case decide(DecideStep)
    case parallel([(name: String, steps: [ParsedStep])], Join)
    case repeated(Int64, atOnce: Int64, [ParsedStep], until: [(name: String, place: Place)])
    case hold(String, CallRules, [ParsedStep])
    /// Could not be read; its problem is reported.
    case broken
  }

  struct Branch {
    var outcomes: [(name: String, place: Place)]
    var steps: [ParsedStep]
  }

  var action: Action
  var label = ""
  var branches: [Branch] = []
  var otherwise: [ParsedStep]?
  var scales = false
  var place: Place
  var scope: String
  /// Where the callee, command or topic is named.
  var targetPlace: Place
  /// Of a call: where its priority is stated.
  var priorityPlace: Place?
  /// Of a call: whether a policy or step says how long to wait.
  var hasTimeout = false
  /// The last step of a loop with `until`: the loop has its outcomes, and says what follows them.
  var endsIteration = false

  /// For the random stream, when the step has no `as`: what it does, to whom.
  var derivedLabel = ""

  var inner: [[ParsedStep]] {
    switch action {
    case .parallel(let parts, _): parts.map(\.steps)
    case .repeated(_, _, let steps, _), .hold(_, _, let steps): [steps]
    default: []
    }
  }

  /// This step's and all steps' inside it, in the order of the file.
  func forEach(_ visit: (ParsedStep) -> Void) {
    visit(self)
    for steps in inner + branches.map(\.steps) + [otherwise ?? []] {
      for step in steps { step.forEach(visit) }
    }
  }
}

/// An operation of a component, or a flow, with its steps.
struct ParsedOperation {
  /// Full name of the component; nil for a flow.
  var component: String?
  var name: String
  var steps: [ParsedStep]
  var place: Place
  var scope: String

  var title: String { component.map { "\($0).\(name)" } ?? "flow `\(name)`" }
}

struct MeasureUse {
  var name: String
  var since: String
  var scope: String
  var place: Place
}

extension Checker {
  /// Checked steps as the assembly takes them. Steps that could not be read have been reported.
  static func steps(_ parsed: [ParsedStep]) -> [Step] {
    parsed.compactMap { step in
      let action: StepAction
      switch step.action {
      case .simple(let simple): action = simple
      case .call(let call): action = .call(call)
      case .decide(let decide): action = .decide(decide)
      case .parallel(let parts, let join):
        action = .parallel(parts.map { ($0.name, steps($0.steps)) }, join: join)
      case .repeated(let count, let atOnce, let inner, let until):
        action = .repeated(count: count, atOnce: atOnce, steps: steps(inner), until: until.map(\.name))
      case .hold(let pool, let rules, let inner):
        action = .hold(HoldStep(pool: pool, rules: rules, steps: steps(inner)))
      case .broken: return nil
      }
      var made = Step(
        action: action, label: step.label,
        branches: step.branches.map {
          Step.Branch(outcomes: $0.outcomes.map(\.name), steps: steps($0.steps))
        },
        otherwise: step.otherwise.map(steps), place: step.place)
      made.scales = step.scales
      return made
    }
  }

  /// Gives every step a label of its own: `as`, or what it does, numbered from the second on.
  func label(_ steps: inout [ParsedStep], owner: String) {
    var taken: [String: Place] = [:]
    for step in steps {
      step.forEach { step in
        guard !step.label.isEmpty else { return }
        if let first = taken[step.label] {
          problems.error(
            "`as: \(step.label)` stands twice in \(owner); the first is in line \(first.line)",
            at: step.place)
        }
        taken[step.label] = step.place
      }
    }
    var used = Set(taken.keys)
    steps = steps.map { derive($0, &used) }
  }

  private func derive(_ step: ParsedStep, _ used: inout Set<String>) -> ParsedStep {
    var step = step
    if step.label.isEmpty {
      var label = step.derivedLabel
      var number = 2
      while !used.insert(label).inserted {
        label = "\(step.derivedLabel)-\(number)"
        number += 1
      }
      step.label = label
    }
    switch step.action {
    case .parallel(let parts, let join):
      step.action = .parallel(parts.map { ($0.name, $0.steps.map { derive($0, &used) }) }, join)
    case .repeated(let count, let atOnce, let inner, let until):
      step.action = .repeated(count, atOnce: atOnce, inner.map { derive($0, &used) }, until: until)
    case .hold(let pool, let rules, let inner):
      step.action = .hold(pool, rules, inner.map { derive($0, &used) })
    default: break
    }
    step.branches = step.branches.map {
      ParsedStep.Branch(outcomes: $0.outcomes, steps: $0.steps.map { derive($0, &used) })
    }
    step.otherwise = step.otherwise.map { $0.map { derive($0, &used) } }
    return step
  }
}

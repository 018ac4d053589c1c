import Components
import Engine

/// Holds that wait for each other, or for themselves, without end: found along calls, and warned of where nothing
/// ends the wait.
extension Checker {
  /// A slot that is asked for while another is held, without a time at which anybody gives up.
  private struct Nested {
    var outer: String
    var inner: String
    var place: Place
  }

  func checkHolds() {
    var all: [Nested] = []
    for operation in operations + flows {
      collect(operation.steps, holding: [], calling: [], into: &all)
    }
    var reported: Set<String> = []
    for nested in all where reported.insert("\(nested.place) \(nested.outer) \(nested.inner)").inserted {
      if nested.outer == nested.inner {
        warnOfItself(nested)
      } else if let other = all.first(where: { $0.outer == nested.inner && $0.inner == nested.outer }),
        reported.insert([nested.outer, nested.inner].sorted().joined(separator: " ")).inserted
      {
        problems.warning(
          "`\(nested.inner)` is asked for here with `\(nested.outer)` in hand, and the other way round at \(other.place): they can wait for each other for ever",
          at: nested.place, suggestion: "take them in one order everywhere, or give one of the holds a `timeout`")
      }
    }
  }

  private func warnOfItself(_ nested: Nested) {
    let slots = scenario.components.first { $0.name == nested.inner }?.parameters["slots"]?.count
    problems.warning(
      "`\(nested.inner)` can wait for itself: a slot of it is held here already"
        + (slots == 1 ? ", and it has no other, so that this never ends" : ""),
      at: nested.place, suggestion: "hold it once, or give this hold a `timeout`")
  }

  /// - Parameter calling: operations on the way here, so that each is followed once.
  private func collect(
    _ steps: [ParsedStep], holding held: [String], calling: [String], into all: inout [Nested]
  ) {
    for step in steps {
      var inside = held
      switch step.action {
      case .hold(let pool, let rules, _):
        if rules.timeout == nil && mayWait(pool) {
          all += held.map { Nested(outer: $0, inner: pool, place: step.targetPlace) }
        }
        // Whoever gives up gives back what is held, and so does one whose wait is bounded.
        inside = held + [pool]
      case .call(let call):
        let isPatient = !step.hasTimeout && call.rules.timeout == nil && call.rules.deadline == nil
        let title = "\(call.component).\(call.operation)"
        guard !held.isEmpty, isPatient, !calling.contains(title) else { break }
        for operation in operations where operation.component == call.component && operation.name == call.operation {
          collect(operation.steps, holding: held, calling: calling + [title], into: &all)
        }
      default: break
      }
      for part in step.inner { collect(part, holding: inside, calling: calling, into: &all) }
      let after = step.branches.map(\.steps) + [step.otherwise ?? []]
      for part in after { collect(part, holding: held, calling: calling, into: &all) }
    }
  }

  /// A pool without a queue refuses at once.
  private func mayWait(_ pool: String) -> Bool {
    scenario.components.first { $0.name == pool }?.parameters["queue"]?.count != 0
  }
}

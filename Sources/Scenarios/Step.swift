import Components
import Engine

/// One step of a flow or an operation.
package struct Step: Sendable {
  package var action: StepAction
  /// `as:`, or derived from the step's position and target; unique within its operation. Names the
  /// random stream of the step.
  package var label: String
  /// What follows each outcome that the step names.
  package var branches: [Branch]
  /// `else:`
  package var otherwise: [Step]?
  /// A loop over things of which a scaled run has a part: it runs that part of the times.
  package var scales = false
  package var place: Place

  /// How often the steps of a loop run, and how many of them at once, in a run of 1 : `factor`; at least once.
  package func rounds(_ count: Int64, atOnce: Int64, scale factor: Int64) -> (count: Int64, atOnce: Int64) {
    guard scales else { return (count, atOnce) }
    let scale = CellScale(factor)
    return (scale.entities(count), scale.entities(atOnce))
  }

  package struct Branch: Sendable {
    package var outcomes: [String]
    package var steps: [Step]
    package init(outcomes: [String], steps: [Step]) {
      self.outcomes = outcomes
      self.steps = steps
    }
  }

  package init(
    action: StepAction, label: String, branches: [Branch] = [], otherwise: [Step]? = nil,
    place: Place
  ) {
    self.action = action
    self.label = label
    self.branches = branches
    self.otherwise = otherwise
    self.place = place
  }
}

package indirect enum StepAction: Sendable {
  case work(Distribution)
  case wait(Distribution)
  case think(Distribution)
  case call(CallStep)
  case decide(DecideStep)
  case choose([(name: String, share: Double)])
  /// Steps that run while a slot of a pool, a lock or a lease is held.
  case hold(HoldStep)
  case publish(topic: String, key: KeyChoice?, size: Distribution?)
  case parallel([(name: String, steps: [Step])], join: Join)
  /// With `until`, one after the other, up to an outcome of the last step that is among these words.
  case repeated(count: Int64, atOnce: Int64, steps: [Step], until: [String])
  case flow(String)
  case mark(String)
  case measure(String, since: String)
  case reply(String)
  case fail(String)
}

/// When a `parallel` goes on.
package struct Join: Sendable, Equatable {
  package enum Awaits: Sendable, Equatable {
    case all
    case any
    case count(Int)
  }
  package var awaits = Awaits.all
  /// Parts that are not needed any more are cancelled.
  package var cancels = false
  package init() {}
}

package struct KeyChoice: Sendable, Equatable {
  package var population: String
  /// `fresh NAME`: drawn again instead of once per request.
  package var isFresh: Bool
  package init(population: String, isFresh: Bool) {
    self.population = population
    self.isFresh = isFresh
  }
}

package struct CallStep: Sendable {
  package var component: String
  package var operation: String
  package var key: KeyChoice?
  package var size: Distribution?
  package var rules: CallRules
  /// From 0, which is served first; nil keeps that of the caller. For components with the discipline
  /// `priority` or `preemptive`, or with weights.
  package var priority: Int64?
  package init(
    component: String, operation: String, key: KeyChoice?, size: Distribution?, rules: CallRules,
    priority: Int64? = nil
  ) {
    self.component = component
    self.operation = operation
    self.key = key
    self.size = size
    self.rules = rules
    self.priority = priority
  }
}

package struct HoldStep: Sendable {
  package var pool: String
  /// Timeout of the wait for a slot.
  package var rules: CallRules
  package var steps: [Step]
  package init(pool: String, rules: CallRules, steps: [Step]) {
    self.pool = pool
    self.rules = rules
    self.steps = steps
  }
}

/// `do: command`, decided by the domain core at that instant, or when the operation in `within` commits.
package struct DecideStep: Sendable {
  package var command: String
  /// Prefix of the system whose core decides.
  package var prefix: String
  package var within: (component: String, operation: String)?
  package var key: KeyChoice?
  /// Of the call to `within`.
  package var rules: CallRules
  /// The queue or topic to which what it emits goes.
  package var emits: String?
  /// Bytes of the call to `within`.
  package var size: Distribution?
  package init(
    command: String, prefix: String, within: (component: String, operation: String)?,
    key: KeyChoice?, rules: CallRules, emits: String? = nil, size: Distribution? = nil
  ) {
    self.size = size
    self.command = command
    self.prefix = prefix
    self.within = within
    self.key = key
    self.rules = rules
    self.emits = emits
  }
}

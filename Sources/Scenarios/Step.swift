import Components
import Engine

/// One step of a flow or an operation.
public struct Step: Sendable {
  public var action: StepAction
  /// `as:`, or derived from the step's position and target; unique within its operation. Names the
  /// random stream of the step.
  public var label: String
  /// What follows each outcome that the step names.
  public var branches: [Branch]
  /// `else:`
  public var otherwise: [Step]?
  public var place: Place

  public struct Branch: Sendable {
    public var outcomes: [String]
    public var steps: [Step]
    public init(outcomes: [String], steps: [Step]) {
      self.outcomes = outcomes
      self.steps = steps
    }
  }

  public init(
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

public indirect enum StepAction: Sendable {
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
public struct Join: Sendable, Equatable {
  public enum Awaits: Sendable, Equatable {
    case all
    case any
    case count(Int)
  }
  public var awaits = Awaits.all
  /// Parts that are not needed any more are cancelled.
  public var cancels = false
  public init() {}
}

public struct KeyChoice: Sendable, Equatable {
  public var population: String
  /// `fresh NAME`: drawn again instead of once per request.
  public var isFresh: Bool
  public init(population: String, isFresh: Bool) {
    self.population = population
    self.isFresh = isFresh
  }
}

public struct CallStep: Sendable {
  public var component: String
  public var operation: String
  public var key: KeyChoice?
  public var size: Distribution?
  public var rules: CallRules
  /// From 0, which is served first; nil keeps that of the caller. For components with the discipline
  /// `priority` or `preemptive`, or with weights.
  public var priority: Int64?
  public init(
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

public struct HoldStep: Sendable {
  public var pool: String
  /// Timeout of the wait for a slot.
  public var rules: CallRules
  public var steps: [Step]
  public init(pool: String, rules: CallRules, steps: [Step]) {
    self.pool = pool
    self.rules = rules
    self.steps = steps
  }
}

/// `do: command`, decided by the domain core at that instant, or when the operation in `within` commits.
public struct DecideStep: Sendable {
  public var command: String
  /// Prefix of the system whose core decides.
  public var prefix: String
  public var within: (component: String, operation: String)?
  public var key: KeyChoice?
  /// Of the call to `within`.
  public var rules: CallRules
  /// The queue or topic to which what it emits goes.
  public var emits: String?
  /// Bytes of the call to `within`.
  public var size: Distribution?
  public init(
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

import Engine

/// What a domain binding offers to a scenario file: the reader checks `domain`, `do`, `mark` and
/// `populations … of:` against it, and `orrery show DOMAIN` prints it.
public struct BindingDescription: Sendable {
  /// What a core can be asked to decide.
  public struct Command: Sendable {
    /// As `do:` names it.
    public var name: String
    /// Words that steps go on by; `DomainBinding.perform` returns an index into these. The first one of a command that
    /// runs in a population means that nothing is new.
    public var outcomes: [String]
    /// The entity whose keys a polling worker runs it on, one by one, inside population partitions; nil for a command of
    /// requests.
    public var keysOf: String?
    /// Whether it runs on keys of a population.
    public var runsInPopulation: Bool { keysOf != nil }
    /// True for a command that gives items to others to do: the step says with `emits` where they go.
    public var emits: Bool
    /// What it decides, in a line of the reference.
    public var documentation: String
    public init(
      _ name: String, outcomes: [String], onKeysOf entity: String? = nil, emits: Bool = false,
      _ documentation: String
    ) {
      self.name = name
      self.outcomes = outcomes
      keysOf = entity
      self.emits = emits
      self.documentation = documentation
    }
  }

  /// What a population of a scenario can be made of.
  public struct Entity: Sendable {
    /// As `of:` names it, without the core: `reservation`.
    public var name: String
    /// Bytes of memory that one takes, by which runs are estimated before they begin.
    public var bytesEach: Int
    /// Whether `--scale` removes such entities, so that load on each stays.
    public var scales: Bool
    /// What it is, in a line of the reference.
    public var documentation: String
    public init(_ name: String, bytesEach: Int, scales: Bool = false, _ documentation: String) {
      self.name = name
      self.bytesEach = bytesEach
      self.scales = scales
      self.documentation = documentation
    }
  }

  /// An invariant that the core watches.
  public struct Monitor: Sendable {
    /// As budgets name it, and `MonitorReading.id` does.
    public var id: String
    /// What must hold, in a line of the reference.
    public var documentation: String
    public init(_ id: String, _ documentation: String) {
      self.id = id
      self.documentation = documentation
    }
  }

  /// As `domain: { core: … }` names it.
  public var name: String
  /// One sentence, for lists.
  public var summary: String
  /// Further keys of `domain: { … }`, whose values come as `BindingConfiguration.parameters`.
  public var parameters: [Parameter]
  /// What populations can be made of, each with a shape in `BindingConfiguration.populations` where a file has one.
  public var entities: [Entity]
  /// In the order of the numbers that `DomainBinding.perform` is called with.
  public var commands: [Command]
  /// Marks that the core sets, for `measure: … since MARK`.
  public var marks: [String]
  /// Invariants that the core watches; each has a reading in `DomainBinding.monitors`.
  public var monitors: [Monitor]
  /// Simulated time that the core's own clock covers with these parameters, the cycles before the start included; nil
  /// where it has no end.
  public var clockLasts: (@Sendable ([String: ParameterValue]) -> Nanoseconds)?

  public init(
    name: String, summary: String, parameters: [Parameter], entities: [Entity],
    commands: [Command], marks: [String], monitors: [Monitor]
  ) {
    self.name = name
    self.summary = summary
    self.parameters = parameters
    self.entities = entities
    self.commands = commands
    self.marks = marks
    self.monitors = monitors
  }
}

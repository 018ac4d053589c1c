import Engine

/// What a domain binding offers to a scenario file: the reader checks `domain`, `do`, `mark` and
/// `populations … of:` against it, and `orrery show DOMAIN` prints it.
public struct BindingDescription: Sendable {
  public struct Command: Sendable {
    public var name: String
    public var outcomes: [String]
    /// True for the command that a polling worker runs on each key inside a population partition.
    public var runsInPopulation: Bool
    /// True for a command that gives items to others to do: the step says with `emits` where they go.
    public var emits: Bool
    public var documentation: String
    public init(
      _ name: String, outcomes: [String], runsInPopulation: Bool = false, emits: Bool = false,
      _ documentation: String
    ) {
      self.name = name
      self.outcomes = outcomes
      self.runsInPopulation = runsInPopulation
      self.emits = emits
      self.documentation = documentation
    }
  }

  public struct Entity: Sendable {
    /// As `of:` names it, without the core: `reservation`.
    public var name: String
    public var bytesEach: Int
    /// Whether `--scale` removes such entities, so that load on each stays.
    public var scales: Bool
    public var documentation: String
    public init(_ name: String, bytesEach: Int, scales: Bool = false, _ documentation: String) {
      self.name = name
      self.bytesEach = bytesEach
      self.scales = scales
      self.documentation = documentation
    }
  }

  public struct Monitor: Sendable {
    public var id: String
    public var documentation: String
    public init(_ id: String, _ documentation: String) {
      self.id = id
      self.documentation = documentation
    }
  }

  /// As `domain: { core: … }` names it.
  public var name: String
  public var summary: String
  public var parameters: [Parameter]
  public var entities: [Entity]
  public var commands: [Command]
  /// Marks that the core sets, for `measure: … since MARK`.
  public var marks: [String]
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

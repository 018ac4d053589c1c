/// A kind of component as an architect knows it: a preset over the simulator's mechanisms with its own
/// parameters, meters and documentation. `Kind.all` is the one table that the reader checks against and
/// that `orrery show`, `orrery list` and the JSON schema print.
public struct Kind: Sendable {
  public enum Operations: Sendable {
    /// The kind runs operations that the file declares.
    case declared
    /// The kind passes the operations of its `to` on and declares none of its own.
    case passedOn
    /// Both: it may declare its own, and passes on what it does not declare.
    case declaredOrPassedOn
    /// Messages are published to it.
    case published
    /// It is not called.
    case none
  }

  public var name: String
  /// What the simulator makes of it.
  public var structure: Structure
  public var summary: String
  public var operations: Operations
  /// What one declared operation may be: a bare distribution (`get: 200ms`) or also steps.
  public var takesSteps: Bool
  public var facets: Facets
  public var parameters: [Parameter]
  /// Meter name → what one unit of it is; the keys that `price:` may use.
  public var meters: [Meter]
  /// Products and words that people write in its place, between blanks.
  public var synonyms: String
  /// A few lines of scenario file that use it.
  public var example: String

  public init(
    name: String, structure: Structure, summary: String, operations: Operations, takesSteps: Bool,
    facets: Facets = Facets(), parameters: [Parameter], meters: [Meter], synonyms: String = "", example: String
  ) {
    self.name = name
    self.structure = structure
    self.summary = summary
    self.operations = operations
    self.takesSteps = takesSteps
    self.facets = facets
    self.parameters = parameters
    self.meters = meters
    self.synonyms = synonyms
    self.example = example
  }

  public var isBuilt: Bool { structure != .announced }

  /// Whether messages are published to it.
  public var isPublished: Bool { if case .published = operations { true } else { false } }

  /// Whether it has a parameter of that name.
  public func has(_ parameter: String) -> Bool { parameters.contains { $0.name == parameter } }

  public struct Meter: Sendable {
    public var name: String
    public var unit: String
    public var documentation: String
    public init(_ name: String, _ unit: String, _ documentation: String) {
      self.name = name
      self.unit = unit
      self.documentation = documentation
    }
  }

  public static func named(_ name: String) -> Kind? { all.first { $0.name == name } }

  /// Those of a kind that nobody foresaw are those of a plain one.
  public static func facets(of name: String) -> Facets { named(name)?.facets ?? Facets() }
}

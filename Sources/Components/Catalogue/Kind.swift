/// A kind of component as an architect knows it: a preset over the simulator's mechanisms with its own
/// parameters, meters and documentation. `Kind.all` is the one table that the reader checks against and
/// that `orrery show`, `orrery list` and the JSON schema print.
package struct Kind: Sendable {
  package enum Operations: Sendable {
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

  package var name: String
  /// What the simulator makes of it.
  package var structure: Structure
  package var summary: String
  package var operations: Operations
  /// What one declared operation may be: a bare distribution (`get: 200ms`) or also steps.
  package var takesSteps: Bool
  package var facets: Facets
  package var parameters: [Parameter]
  /// Meter name → what one unit of it is; the keys that `price:` may use.
  package var meters: [Meter]
  /// Products and words that people write in its place, between blanks.
  package var synonyms: String
  /// A few lines of scenario file that use it.
  package var example: String

  package init(
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

  package var isBuilt: Bool { structure != .announced }

  /// Whether messages are published to it.
  package var isPublished: Bool { if case .published = operations { true } else { false } }

  /// Whether it has a parameter of that name.
  package func has(_ parameter: String) -> Bool { parameters.contains { $0.name == parameter } }

  package struct Meter: Sendable {
    package var name: String
    package var unit: String
    package var documentation: String
    package init(_ name: String, _ unit: String, _ documentation: String) {
      self.name = name
      self.unit = unit
      self.documentation = documentation
    }
  }

  package static func named(_ name: String) -> Kind? { all.first { $0.name == name } }

  /// Those of a kind that nobody foresaw are those of a plain one.
  package static func facets(of name: String) -> Facets { named(name)?.facets ?? Facets() }
}

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
  public var isBuilt: Bool
  public var summary: String
  public var operations: Operations
  /// What one declared operation may be: a bare law (`get: 200ms`) or also steps.
  public var takesSteps: Bool
  public var parameters: [Parameter]
  /// Meter name → what one unit of it is; the keys that `price:` may use.
  public var meters: [Meter]
  /// A few lines of scenario file that use it.
  public var example: String

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
}

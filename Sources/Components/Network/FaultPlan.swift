import Engine

public struct FaultPlan: Sendable {
  public enum Effect: Sendable {
    case slow(Double)
    case error(Double)
    case outage
    case reorder(share: Double, by: ClosedRange<Nanoseconds>)
    case duplicate(Double)
  }
  public var name: String
  public var component: Int
  public var key: Int64?
  public var begins: Nanoseconds
  public var ends: Nanoseconds
  public var effect: Effect
  public init(
    name: String, component: Int, key: Int64?, begins: Nanoseconds, ends: Nanoseconds,
    effect: Effect
  ) {
    self.name = name
    self.component = component
    self.key = key
    self.begins = begins
    self.ends = ends
    self.effect = effect
  }
}

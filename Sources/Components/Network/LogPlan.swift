import Engine

public struct LogPlan: Sendable {
  public var name: String
  public var component: Int
  public var partitions: Int
  public var limit: Int64
  public var groups: [GroupPlan] = []
  public init(name: String, component: Int, partitions: Int, limit: Int64) {
    self.name = name
    self.component = component
    self.partitions = partitions
    self.limit = limit
  }
}

/// A consumer group of a log.
public struct GroupPlan: Sendable {
  public enum Order: Sendable { case byPartition, byKey, none }
  public var component: Int
  public var operation: Int
  public var order: Order
  public init(component: Int, operation: Int, order: Order) {
    self.component = component
    self.operation = operation
    self.order = order
  }
}

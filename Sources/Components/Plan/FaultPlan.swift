import Engine

/// Something that goes wrong: what, where, and when.
public struct FaultPlan: Sendable {
  /// From one component, or from everywhere with −1.
  public typealias Effect = FaultEffect<Int>
  /// Comes again: time from an end to the next beginning and how long each lasts, by distribution.
  public struct Recurrence: Sendable {
    public var gap: Int32
    public var length: Int32
    public var stream: Int32
    public init(gap: Int32, length: Int32, stream: Int32) {
      self.gap = gap
      self.length = length
      self.stream = stream
    }
  }
  public var name: String
  /// −1 for a zone.
  public var component: Int
  /// Every replica that stands in it, when there is one.
  public var zone: Int?
  public var key: Int64?
  /// The first so many replicas; nil is all of them.
  public var replicas: Int?
  public var begins: Nanoseconds
  public var ends: Nanoseconds
  public var recurs: Recurrence?
  public var effect: Effect
  /// At the gap before a step, on a share of its passages; what crashes there is back after `lasting`.
  public struct Aim: Sendable {
    public var share: Double
    public var lasting: Nanoseconds
    public init(share: Double, lasting: Nanoseconds) {
      self.share = share
      self.lasting = lasting
    }
  }
  public var aim: Aim?
  /// A store loses its disk: what was written since its last backup, or not copied yet, is gone.
  public var losesData = false
  /// What a component does by itself, as a backup: no fault that anybody states.
  public var isRoutine = false
  public init(
    name: String, component: Int, key: Int64?, begins: Nanoseconds, ends: Nanoseconds, effect: Effect
  ) {
    self.name = name
    self.component = component
    self.key = key
    self.begins = begins
    self.ends = ends
    self.effect = effect
  }
}

extension NetworkPlan {
  /// Components that a fault hits, by index: its own, or those with a replica in its zone.
  public func components(hitBy fault: FaultPlan) -> [Int] {
    guard let zone = fault.zone else { return [fault.component] }
    return components.indices.filter {
      !components[$0].isOutside && components[$0].zones.prefix(components[$0].replicas).contains(zone)
    }
  }
}

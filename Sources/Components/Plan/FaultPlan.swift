import Engine

/// Something that goes wrong: what, where, and when.
public struct FaultPlan: Sendable {
  /// From one component, or from everywhere with −1.
  public typealias Effect = FaultEffect<Int>
  /// Comes again: time from an end to the next beginning and how long each lasts, by distribution.
  public struct Recurrence: Sendable {
    /// Index into `NetworkPlan.distributions`: nanoseconds from an end, or from time zero, to the next beginning.
    public var gap: Int32
    /// Index into `NetworkPlan.distributions`: nanoseconds that each lasts, at least one.
    public var length: Int32
    /// Index into `NetworkPlan.streams`: both are drawn from it, by the number of the occurrence.
    public var stream: Int32
    public init(gap: Int32, length: Int32, stream: Int32) {
      self.gap = gap
      self.length = length
      self.stream = stream
    }
  }
  /// Label in results; what stands before the last `/` is its system, and a fault of a zone hits that system alone.
  public var name: String
  /// Index into `NetworkPlan.components` of what it hits; −1 for a zone.
  public var component: Int
  /// Number of a zone, as in `ComponentPlan.zones`: it hits every replica that stands there. Nil for a component.
  public var zone: Int?
  /// The one key of an outside interface that it hits, counted from 1; nil is all of them.
  public var key: Int64?
  /// The first so many replicas; nil is all of them.
  public var replicas: Int?
  /// Nanoseconds from the start of the run; not read where it recurs or is aimed.
  public var begins: Nanoseconds
  /// When it is over, in nanoseconds; at `begins`, it happens at that instant and has no end.
  public var ends: Nanoseconds
  /// Draws beginnings and ends, in place of `begins` and `ends`; nil for a fault that comes once.
  public var recurs: Recurrence?
  /// What it does while it is on. A lost disk is `.outage` with `losesData`: a plan does nothing with `.diskLoss`.
  public var effect: Effect
  /// At the gap before a step, on a share of its passages; what crashes there is back after `lasting`.
  public struct Aim: Sendable {
    /// Share of the passages that it strikes, from 0 to 1, each drawn on its own.
    public var share: Double
    /// Nanoseconds from the crash of a replica until it is back; other effects end the operation with `error`.
    public var lasting: Nanoseconds
    public init(share: Double, lasting: Nanoseconds) {
      self.share = share
      self.lasting = lasting
    }
  }
  /// Strikes operations that pass a `hazard` step, in place of a time of its own; nil for the others.
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

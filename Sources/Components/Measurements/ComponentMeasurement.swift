import Engine
import Statistics

/// What one component did inside the measured part of the run, all replicas together.
@dynamicMemberLookup
public struct ComponentMeasurement: Sendable {
  /// `measurement.arrivals` and so on are those of this.
  public var counted = OperationCounts()
  public var counts = Counter.Counts()
  /// By `OperationTime`.
  public var times = OperationTime.allCases.map { _ in Histogram() }
  public var gauges = GaugeMeasurements()
  /// Active replicas, times nanoseconds.
  public var active: UInt128 = 0
  /// What has not ended, of what counts here: operations in a line for a slot or a core, by their wait so far, that for
  /// cores before included; for logs, records in line. Then operations that are here: by the time since their arrival,
  /// and by the part of it that they have been served.
  public var unendedWaiting = UnendedMeasurement()
  public var unendedResponse = UnendedMeasurement()
  public var unendedService = UnendedMeasurement()
  /// Replicas that were not there.
  public var absence = ReplicaAbsence()
  /// Records that wait at the end, for logs.
  public var backlog: Int64 = 0
  /// Empty unless the plan keeps stretches of the component.
  package var stretches: [Stretch] = []
  /// By timeline interval.
  public var intervalCompletions: [UInt64] = []
  /// Active replicas, times nanoseconds; empty where nothing scales them.
  public var intervalActive: [UInt128] = []
  /// By interval; those at the end in which all were there are left out.
  public var intervalAbsence: [ReplicaAbsence] = []
  /// Calls that failed; those at the end without any are left out.
  public var intervalFailures: [UInt64] = []
  /// Of what has a quota: what it refused among them.
  public var intervalArrivals: [UInt64] = []
  /// The 99th percentile of the responses that ended in each point of a stored timeline.
  public var tails: [TailSample] = []
  public init() {}

  public subscript<Value>(dynamicMember count: WritableKeyPath<OperationCounts, Value>) -> Value {
    get { counted[keyPath: count] }
    set { counted[keyPath: count] = newValue }
  }

  public subscript(time: OperationTime) -> Histogram { times[time.rawValue] }
}

/// Levels and times by the names that figures have for them.
extension ComponentMeasurement {
  public var busySlots: UInt128 { gauges[.busySlots].area }
  public var busyCores: UInt128 { gauges[.busyCores].area }
  public var queue: UInt128 { gauges[.queue].area }
  public var present: UInt128 { gauges[.present].area }
  public var queueMaximum: Int64 { gauges[.queue].maximum }
  public var presentMaximum: Int64 { gauges[.present].maximum }
  public var intervalSlots: [UInt128] { gauges[.busySlots].intervals }
  public var intervalCores: [UInt128] { gauges[.busyCores].intervals }
  public var intervalQueue: [UInt128] { gauges[.queue].intervals }
  public var failedResponse: Histogram { self[.failedResponse] }
  public var waiting: Histogram { self[.waiting] }
  public var service: Histogram { self[.service] }
}

extension ComponentMeasurement: Measurement {
  package static let quantities: [Quantity<ComponentMeasurement>] = [
    .init(\.counted), .init(\.times), .gauges(\.gauges), .init(\.active), .init(\.counts), .init(\.unendedWaiting),
    .init(\.unendedResponse), .init(\.unendedService), .absence(\.absence),
    // What follows from these, or is told by interval.
    .init(\.backlog, in: .none), .init(\.stretches, in: .none), .init(\.intervalActive, in: .timeline),
    .init(\.intervalAbsence, in: .timeline), .init(\.intervalCompletions, in: .timeline),
    .init(\.intervalFailures, in: .none), .init(\.intervalArrivals, in: .none), .init(\.tails, in: .none),
  ]
}

extension Quantity {
  fileprivate static func gauges(_ property: any WritableKeyPath<Owner, GaugeMeasurements> & Sendable) -> Quantity {
    Quantity(property).with { $0[keyPath: property].addTimeline(to: &$1) }
  }

  /// Where all replicas were there all the time, there is nothing to distinguish.
  fileprivate static func absence(_ property: any WritableKeyPath<Owner, ReplicaAbsence> & Sendable) -> Quantity {
    Quantity(property, in: .none).with { owner, _, digest in
      if !owner[keyPath: property].isZero { owner[keyPath: property].add(to: &digest) }
    }
  }
}

/// A percentile of one interval, in nanoseconds: the sum over the replications that have one, and how many do.
public struct TailSample: Sendable, Equatable {
  public var sum: UInt64
  public var count: UInt64
  public init(sum: UInt64 = 0, count: UInt64 = 0) {
    self.sum = sum
    self.count = count
  }

  /// On average over the replications; nil where nothing ended.
  public var mean: Nanoseconds? { count > 0 ? Nanoseconds(sum / count) : nil }
}

extension TailSample: Measurement {
  public init() { self.init(sum: 0, count: 0) }

  package static let quantities: [Quantity<TailSample>] = [.init(\.sum), .init(\.count)]
}

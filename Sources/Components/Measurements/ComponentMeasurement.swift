import Engine
import Statistics

/// What one component did inside the measured part of the run, all replicas together.
@dynamicMemberLookup
public struct ComponentMeasurement: Sendable {
  /// `measurement.arrivals` and so on are those of this.
  public var counted = OperationCounts()
  /// Whatever else is counted, by `Counter`.
  public var counts = Counter.Counts()
  /// In nanoseconds, by `OperationTime`.
  public var times = OperationTime.allCases.map { _ in Histogram() }
  /// Levels, by `Gauge`.
  public var gauges = GaugeMeasurements()
  /// Active replicas, times nanoseconds.
  public var active: UInt128 = 0
  /// Operations in a line for a slot or a core that have not ended, of those that count, by their wait so far, that for
  /// cores before included; of logs, records in line.
  public var unendedWaiting = UnendedMeasurement()
  /// Operations that are here and have not ended, by the time since their arrival.
  public var unendedResponse = UnendedMeasurement()
  /// Operations that are here and have not ended, by the time that they have been served so far.
  public var unendedService = UnendedMeasurement()
  /// Replicas that were not there.
  public var absence = ReplicaAbsence()
  /// Records that wait at the end, for logs.
  public var backlog: Int64 = 0
  /// Empty unless the plan keeps stretches of the component.
  package var stretches: [Stretch] = []
  /// By timeline interval from time zero on: operations that ended in it, whether or not they count.
  public var intervalCompletions: [UInt64] = []
  /// Active replicas, times nanoseconds; empty where nothing scales them.
  public var intervalActive: [UInt128] = []
  /// By interval; those at the end in which all were there are left out.
  public var intervalAbsence: [ReplicaAbsence] = []
  /// By interval: calls that failed, of those that count; those at the end without any are left out.
  public var intervalFailures: [UInt64] = []
  /// By timeline interval, of what has a quota: calls that came, those that it refused among them.
  public var intervalArrivals: [UInt64] = []
  /// The 99th percentile of the responses that ended in each point of a stored timeline.
  public var tails: [TailSample] = []
  public init() {}

  /// A count by its name in `OperationCounts`.
  public subscript<Value>(dynamicMember count: WritableKeyPath<OperationCounts, Value>) -> Value {
    get { counted[keyPath: count] }
    set { counted[keyPath: count] = newValue }
  }

  /// The times of operations that count, in nanoseconds.
  public subscript(time: OperationTime) -> Histogram { times[time.rawValue] }
}

/// Levels and times by the names that figures have for them.
extension ComponentMeasurement {
  /// Slots taken, times nanoseconds.
  public var busySlots: UInt128 { gauges[.busySlots].area }
  /// Cores at work, times nanoseconds.
  public var busyCores: UInt128 { gauges[.busyCores].area }
  /// Operations that wait for a slot or a core, or records in line, times nanoseconds.
  public var queue: UInt128 { gauges[.queue].area }
  /// Operations that have arrived and not ended, times nanoseconds.
  public var present: UInt128 { gauges[.present].area }
  /// The most that waited at once.
  public var queueMaximum: Int64 { gauges[.queue].maximum }
  /// The most that were here at once.
  public var presentMaximum: Int64 { gauges[.present].maximum }
  /// `busySlots` by timeline interval, from time zero on.
  public var intervalSlots: [UInt128] { gauges[.busySlots].intervals }
  /// `busyCores` by timeline interval, from time zero on.
  public var intervalCores: [UInt128] { gauges[.busyCores].intervals }
  /// `queue` by timeline interval, from time zero on.
  public var intervalQueue: [UInt128] { gauges[.queue].intervals }
  /// Nanoseconds from arrival to end, of operations that failed or were cancelled.
  public var failedResponse: Histogram { self[.failedResponse] }
  /// Nanoseconds that operations waited for a slot and for cores; of logs, that records were in line.
  public var waiting: Histogram { self[.waiting] }
  /// Nanoseconds of the response that were no waiting (D-32).
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
  /// The percentiles of the replications that have one, added up.
  public var sum: UInt64
  /// Replications that have one.
  public var count: UInt64
  public init(sum: UInt64 = 0, count: UInt64 = 0) {
    self.sum = sum
    self.count = count
  }

  /// On average over the replications; nil where nothing ended.
  public var mean: Nanoseconds? { count > 0 ? Nanoseconds(sum / count) : nil }
}

extension TailSample: Measurement {
  /// Of no replication.
  public init() { self.init(sum: 0, count: 0) }

  package static let quantities: [Quantity<TailSample>] = [.init(\.sum), .init(\.count)]
}

import Statistics

/// What a component counts besides arrivals, completions and failures. Operations count that arrived inside the
/// measured part of the run.
public enum Counter: Int, Sendable, CaseIterable {
  case hits, misses, coalesced, evicted
  case stale
  case retries, hedges, breakerRefusals
  case shed, expired, wasted
  case coldStarts
  case deadLetters, redelivered, lost, dropped
  case lockWaits
  case repeated
  case crashes
  case cancelled, blocked

  /// Those of single calls, by the names that `calls(outcome=…)` has for them.
  package static let outcomes: [(name: String, counter: Counter)] = [
    ("hit", .hits), ("miss", .misses), ("coalesced", .coalesced), ("shed", .shed), ("expired", .expired),
    ("lost", .lost), ("cancelled", .cancelled),
  ]

  /// As figures, tables and JSON name it.
  public var name: String {
    switch self {
    case .hits: "hits"
    case .misses: "misses"
    case .coalesced: "coalesced"
    case .evicted: "evicted"
    case .stale: "stale-reads"
    case .retries: "retries"
    case .hedges: "hedges"
    case .breakerRefusals: "breaker-refusals"
    case .shed: "shed"
    case .expired: "expired"
    case .wasted: "wasted"
    case .coldStarts: "cold-starts"
    case .deadLetters: "dead-letters"
    case .redelivered: "redelivered"
    case .lost: "lost"
    case .dropped: "dropped"
    case .lockWaits: "lock-waits"
    case .repeated: "repeated"
    case .crashes: "crashes"
    case .cancelled: "cancelled"
    case .blocked: "blocked"
    }
  }

  /// The counter of a name.
  package static func named(_ name: String) -> Counter? { allCases.first { $0.name == name } }

  /// What is counted, in a line of the reference.
  package var documentation: String {
    switch self {
    case .hits: "look-ups that found their key, valid"
    case .misses: "look-ups that went on to what is behind the cache"
    case .coalesced: "misses that waited for the miss of another request for the same key"
    case .evicted: "keys that made room for others"
    case .stale: "reads from a copy that did not have the last write of their key yet"
    case .retries: "tries of calls to it after the first"
    case .hedges: "further calls to it before the first was answered"
    case .breakerRefusals: "calls to it that an open breaker refused"
    case .shed: "operations that controlled delay, an adaptive limit or a bucket refused"
    case .expired: "operations whose deadline had passed before they could start"
    case .wasted: "operations that ended when their caller had gone"
    case .coldStarts: "operations that waited for a new instance"
    case .deadLetters: "messages given up after their last delivery"
    case .redelivered: "messages delivered again"
    case .lost: "operations and records lost by a fault"
    case .dropped: "messages that were older than the retention"
    case .repeated: "operations that it had done already, or was doing, and did not do again"
    case .lockWaits: "operations that waited for the row of their key"
    case .crashes: "replicas that stopped"
    case .cancelled: "operations that ended in the midst of what they did, because another was enough"
    case .blocked: "publishes that had to wait for room"
    }
  }

  /// Nothing is kept of it in digests where it is zero: they are those of files that do not know it.
  fileprivate var isLeftOutAtZero: Bool { self == .cancelled || self == .blocked }

  /// A set of counts, by `rawValue`.
  public struct Counts: Sendable, Equatable {
    private var values = [UInt64](repeating: 0, count: Counter.allCases.count)
    public init() {}
    /// What has been counted.
    public subscript(counter: Counter) -> UInt64 {
      get { values[counter.rawValue] }
      set { values[counter.rawValue] = newValue }
    }
  }
}

extension Counter.Counts: Measured {
  package mutating func archive(in archive: inout Archive) throws {
    for counter in Counter.allCases { try self[counter].archive(in: &archive) }
  }

  package mutating func merge(_ other: Counter.Counts) { values.merge(other.values) }

  package func add(to digest: inout Digest) {
    for counter in Counter.allCases where !counter.isLeftOutAtZero { digest.add(self[counter]) }
    for counter in Counter.allCases where counter.isLeftOutAtZero && self[counter] > 0 {
      digest.add(counter.name)
      digest.add(self[counter])
    }
  }
}

import Components
import Engine

/// How a scenario's flows meet a live service: `live:` of the file and of its systems.
package struct LiveSettings: Sendable {
  package enum Connections: Sendable, Equatable {
    /// A pool of so many that all requests share.
    case shared(Int)
    /// One for each user of a closed workload.
    case perUser
  }
  /// What a run against a service may do at most; nil is not stated.
  package struct Bounds: Sendable, Equatable {
    /// Requests a second.
    package var rate: Double?
    package var requests: Int64?
    package var inFlight: Int64?
    /// No bounds.
    package init() {}
  }
  /// Ends a run when a share of requests has failed for so long.
  package struct StopRule: Sendable, Equatable {
    package var share: Double
    package var span: Nanoseconds
    package var text: String
  }
  /// How far a live figure may lie outside of its prediction interval.
  package struct Tolerance: Sendable, Equatable {
    /// Of times and rates: a share of the prediction, or a time, whichever is more.
    package var share = 0.1
    package var time: Nanoseconds = 5_000_000
    /// Of shares of outcomes: 0.005 is half a percentage point.
    package var points = 0.005
    package init() {}

    /// `10 % or 5ms, shares 0.5 points`
    package var text: String {
      func short(_ value: Double) -> String { value == value.rounded() ? "\(Int(value))" : "\(value)" }
      let parts = [share > 0 ? "\(short(share * 100)) %" : nil, time > 0 ? RunSettings.text(time) : nil].compactMap {
        $0
      }
      return "\(parts.isEmpty ? "nothing" : parts.joined(separator: " or ")), shares \(short(points * 100)) points"
    }
  }

  /// URL, as written; nil where the command line has to say it.
  package var target: String?
  package var connections = Connections.shared(64)
  package var bounds = Bounds()
  package var stopWhen: StopRule?
  package var tolerance = Tolerance()
  package var calls: [LiveCall] = []
  /// A request that is made before the first one of the run, and one that is made after the last: what invariants it
  /// counts are judged as monitors are.
  package var prepare: LiveRequest?
  package var audit: LiveRequest?
  package var place: Place
  package init(place: Place) { self.place = place }
}

/// A request that no flow makes.
package struct LiveRequest: Sendable, Equatable {
  package var method: String
  package var path: String
}

import Foundation

/// The parts of a run's JSON that tests look at. Times are nanoseconds.
struct LiveReport: Decodable {
  struct Indicator: Decodable {
    var metric: String
    var labels: [String: String]
    var count: UInt64
    var p90, p95, p99: Int64?
  }

  struct Invariant: Decodable {
    var id: String
    var violations: UInt64
  }

  struct Count: Decodable {
    var name: String
    var count: UInt64
  }

  struct Times: Decodable {
    var count: UInt64
    var p50, p99, maximum: Int64?
  }

  struct Call: Decodable {
    var name: String
    var started: UInt64
    var outcomes, failures, unmapped: [Count]
    var response, connectionWait, sendLag: Times
  }

  struct Generator: Decodable {
    struct Floor: Decodable { var carried: Double }
    var reasons: [String]
    var floor: Floor?
    var sendLag: Times?
    /// Share of the time in which a task waited for a core.
    var pressure: Double?
  }

  struct Figure: Decodable {
    var name: String
    var live: Double?
    var low, median, high: Double
    var agrees: Bool
  }

  struct Fidelity: Decodable {
    var verdict: String
    var reason: String?
    var figures: [Figure]
    var cause, causeText: String?
  }

  struct Live: Decodable {
    var planned, sent: UInt64
    var plannedDigest, arrivalDigest, drawDigest: String
    var stopped: String?
    var calls: [Call]
    var generator: Generator
    var fidelity: Fidelity?
    var paired: Times?
  }

  struct Host: Decodable { var peak_memory_bytes: Int }

  var partial: Bool?
  var host: Host
  var indicators: [Indicator]
  var invariants: [Invariant]
  var live: Live?

  /// Of a flow's latency.
  func latency(of flow: String) -> Indicator? {
    indicators.first { $0.metric == "latency" && $0.labels["flow"] == flow }
  }

  func violations(of invariant: String) -> UInt64? { invariants.first { $0.id == invariant }?.violations }
}

extension LiveReport.Live {
  func call(_ name: String) -> LiveReport.Call? { calls.first { $0.name == name } }
}

extension [LiveReport.Count] {
  /// 0 where it did not happen.
  subscript(name: String) -> UInt64 { first { $0.name == name }?.count ?? 0 }

  var sum: UInt64 { reduce(0) { $0 + $1.count } }
}

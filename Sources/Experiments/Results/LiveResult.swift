/// What a run against a service has to say beside the figures that a simulated run has as well. Times are nanoseconds.
package struct LiveResult: Codable, Sendable, Equatable {
  /// Quantiles of one time.
  package struct Times: Codable, Sendable, Equatable {
    package var count: UInt64
    package var mean: Double?
    package var p50: Int64?
    package var p95: Int64?
    package var p99: Int64?
    package var maximum: Int64?
    package init(
      count: UInt64, mean: Double?, p50: Int64?, p95: Int64?, p99: Int64?, maximum: Int64?
    ) {
      (self.count, self.mean, self.p50, self.p95, self.p99, self.maximum) = (count, mean, p50, p95, p99, maximum)
    }
  }

  package struct Count: Codable, Sendable, Equatable {
    package var name: String
    package var count: UInt64
    package init(_ name: String, _ count: UInt64) { (self.name, self.count) = (name, count) }
  }

  /// One call of the flows.
  package struct Call: Codable, Sendable, Equatable {
    package var name: String
    package var started: UInt64
    package var outcomes: [Count]
    /// What became of those that no outcome tells apart.
    package var failures: [Count]
    /// Answers with a status that the file does not list, by status.
    package var unmapped: [Count]
    /// From the intended instant to the end; from the write to the end.
    package var response: Times
    package var service: Times
    /// Until there was a connection; from then to the write.
    package var connectionWait: Times
    package var sendLag: Times
    package init(
      name: String, started: UInt64, outcomes: [Count], failures: [Count], unmapped: [Count], response: Times,
      service: Times, connectionWait: Times, sendLag: Times
    ) {
      self.name = name
      self.started = started
      self.outcomes = outcomes
      self.failures = failures
      self.unmapped = unmapped
      self.response = response
      self.service = service
      self.connectionWait = connectionWait
      self.sendLag = sendLag
    }
  }

  /// What this machine adds to whatever is measured from it, found out against an echo of its own.
  package struct Floor: Codable, Sendable, Equatable {
    /// Requests a second that the generator carries.
    package var carried: Double
    /// At the rate of the run, as far as it is carried.
    package var rate: Double
    package var sendLag: Times
    package var latency: Times
    package init(carried: Double, rate: Double, sendLag: Times, latency: Times) {
      (self.carried, self.rate, self.sendLag, self.latency) = (carried, rate, sendLag, latency)
    }
  }

  /// The generator itself.
  package struct Generator: Codable, Sendable, Equatable {
    /// Why nothing can be judged by what it has measured; empty where it can.
    package var reasons: [String] = []
    package var floor: Floor?
    package var sendLag: Times?
    /// Busy share of its thread, in the busiest second and in all.
    package var busiestSecond = 0.0
    package var meanBusy = 0.0
    package var longestGap: Int64 = 0
    /// Share of the time in which a task of this machine waited for a core; nil where the kernel does not say.
    package var pressure: Double?
    /// Who used the cores meanwhile, most first, in cores.
    package var users: [String] = []
    package init() {}
  }

  /// One figure beside what the model predicts of it.
  package struct Figure: Codable, Sendable, Equatable {
    package var name: String
    /// `time` in nanoseconds, `rate` a second, `share` from 0 to 1.
    package var kind: String
    package var live: Double?
    package var low: Double
    package var median: Double
    package var high: Double
    package var agrees: Bool
    /// It lies outside of its interval, as far as the file tolerates.
    package var isTolerated: Bool {
      guard agrees, let live else { return false }
      return live < low || live > high
    }
    package init(
      name: String, kind: String, live: Double?, low: Double, median: Double, high: Double, agrees: Bool
    ) {
      self.name = name
      self.kind = kind
      self.live = live
      self.low = low
      self.median = median
      self.high = high
      self.agrees = agrees
    }
  }

  /// A place of a curve: what the live run has there, and between what the predictions lie.
  package struct Point: Codable, Sendable, Equatable {
    /// Nanoseconds since the start, or a quantile.
    package var at: Double
    package var live: Double?
    package var low: Double?
    package var median: Double?
    package var high: Double?
    package init(at: Double, live: Double?, low: Double?, median: Double?, high: Double?) {
      (self.at, self.live, self.low, self.median, self.high) = (at, live, low, median, high)
    }
  }

  package struct Curve: Codable, Sendable, Equatable {
    package var flow: String
    package var points: [Point]
    package init(flow: String, points: [Point]) { (self.flow, self.points) = (flow, points) }
  }

  /// Whether the service did what the model says.
  package struct Fidelity: Codable, Sendable, Equatable {
    /// `agrees`, `differs` or `cannot-judge`.
    package var verdict: String
    package var reason: String?
    package var predictions: Int
    /// How far figures may lie outside of their intervals, in words.
    package var tolerance = ""
    /// Those that differ first.
    package var figures: [Figure] = []
    /// `work`, `servers`, `outcomes` or `cannot tell`, and a sentence.
    package var cause: String?
    package var causeText: String?
    package var differsSince: Int64?
    /// By flow: the 95th percentile over time, and the distribution of latency.
    package var overTime: [Curve] = []
    package var distributions: [Curve] = []
    package init(verdict: String, predictions: Int) { (self.verdict, self.predictions) = (verdict, predictions) }
  }

  package var target = ""
  package var planned: UInt64 = 0
  package var sent: UInt64 = 0
  /// Of the open-loop instants: as planned, and as they began.
  package var plannedDigest = ""
  package var arrivalDigest = ""
  /// Of all calls that were made, by what their draws belong to; it depends on the answers.
  package var drawDigest = ""
  package var connections = 0
  package var renewed = 0
  package var connect: Times?
  package var mostWaiting = 0
  package var mostInHand = 0
  package var bytesOut: UInt64 = 0
  package var bytesIn: UInt64 = 0
  /// Why it ended before its time.
  package var stopped: String?
  package var calls: [Call] = []
  /// Budgets that cannot be judged from outside, each with its sentence.
  package var refusedBudgets: [String] = []
  package var generator = Generator()
  package var fidelity: Fidelity?
  /// Where the service goes by the draws of each request: how far each response is from that of the same request in the
  /// simulation, and how many requests both had.
  package var paired: Times?
  package init() {}
}

import Engine

/// A stretch of one request's critical path that has one cause. The spans of a request follow one another without a
/// gap, so that their lengths add up to its latency.
package struct Span: Sendable, Equatable {
  package enum Cause: String, Sendable, CaseIterable {
    /// In line for a slot: a thread, a connection, a place in a pool or in a full log.
    case queue
    /// In line for a core, or slower than alone because cores are shared.
    case cores
    /// Work on a core.
    case service
    /// A `wait` step of a component or a flow.
    case wait
    /// An outside interface answers.
    case provider
    /// On the way to a component or back, lost calls included.
    case network
    /// Between two tries of a call.
    case backoff
    /// A new instance starts.
    case coldStart = "cold-start"
    /// In line for the row of its key.
    case lock
    /// Another request fetches, or does, the same thing.
    case fetch
    /// A record or message waits in its log or queue.
    case log
    /// Nobody has looked yet: a polled population, a relay.
    case poll
    /// Left out of latency.
    case think
    /// No answer comes.
    case silence
    /// Waits for an answer of which nothing more is known.
    case answer
  }

  package var cause: Cause
  /// By index; −1 for the client.
  package var component = -1
  package var replica = 0
  /// By index; −1 for none.
  package var operation = -1
  /// Random stream of the step, which has its label; −1 for none.
  package var stream = -1
  /// The component whose failed try this is part of; −1 when the try was not followed by another.
  package var failedTry = -1
  /// Calls that lead to it.
  package var depth = 0
  package var from: Nanoseconds
  package var to: Nanoseconds
  /// Of the time that it was known to take when it began: what goes beyond it is a wait for cores.
  var planned: Nanoseconds = 0

  package var length: Nanoseconds { to - from }
}

/// One request, or news of an entity, in a run: it has the same name in every replay.
package struct ExemplarIdentity: Sendable, Hashable {
  package var source: UInt16
  package var entity: UInt64

  init(_ request: Request) {
    source = request.source
    entity = request.entity
  }

  init(source: Int, entity: UInt64) {
    self.source = UInt16(source)
    self.entity = entity
  }

  /// A draw of its own, so that exemplars are chosen without regard to their order.
  var rank: UInt64 { RandomStream.mix(RandomStream.mix(entity, UInt64(source)), 0xe8e_3) }
}

/// Which requests a replay looks for: those whose latency, or measure, lies in a band.
package struct ExemplarBand: Sendable {
  package enum Subject: Sendable, Equatable {
    /// Answered requests of flows, by index.
    case flows([Int])
    /// Failed ones.
    case failures([Int])
    case measure(Int)
  }
  package var subject: Subject
  package var range: ClosedRange<Nanoseconds>
  package var count: Int
  /// The longest, instead of a sample.
  package var takesSlowest: Bool
  package init(_ subject: Subject, _ range: ClosedRange<Nanoseconds>, count: Int, takesSlowest: Bool = false) {
    self.subject = subject
    self.range = range
    self.count = count
    self.takesSlowest = takesSlowest
  }
}

/// What a replay is watched for. Because a run repeats exactly, nothing is kept during normal runs.
package enum Watch: Sendable {
  case seeking([ExemplarBand])
  /// The critical paths of these.
  case following(Set<ExemplarIdentity>)
  /// Everything that these do, and their critical paths.
  case recording([TraceTarget])
}

/// One request or entity that is to be recorded.
package enum TraceTarget: Sendable, Equatable {
  /// Arrival `number`, from 0, of a workload.
  case request(workload: Int, number: UInt64)
  case entity(population: Int, key: UInt64)
  case exemplar(ExemplarIdentity)
}

/// The critical path of one request, or of one measure.
package struct ExemplarPath: Sendable {
  package var identity: ExemplarIdentity
  /// Of the workload's arrival, or the entity.
  package var number: UInt64
  package var flow: Int
  /// −1 for the request itself.
  package var measure: Int
  package var outcome: Int
  package var began: Nanoseconds
  /// Latency, time to think left out; or what was measured.
  package var value: Nanoseconds
  package var spans: [Span]
  /// Of a failed request; nil where nobody saw it.
  package var origin: FailureOrigin?
}

import Engine

/// A kind of call that is answered from outside of the simulation.
package struct RemotePlan: Sendable, Equatable {
  /// Label: `site.select`.
  package var name: String
  /// Indices into `NetworkPlan.populations`: of these the request's keys go along.
  package var populations: [Int16]
  package init(name: String, populations: [Int16] = []) {
    self.name = name
    self.populations = populations
  }
}

/// One call on its way out.
package struct RemoteCall: Sendable {
  /// Index into `NetworkPlan.remotes`.
  package var remote: Int
  /// When it was due: latency runs from here.
  package var at: Nanoseconds
  /// When its caller gives up; nil for never.
  package var givesUpAt: Nanoseconds?
  /// What all draws of its request belong to.
  package var entity: UInt64
  /// Tells this visit of a step from others of the same request.
  package var context: UInt64
  /// The routing key of the call, and its population, −1 for none.
  package var key: UInt64
  package var keyPopulation: Int16
  /// What the request is about, where that is known before the call.
  package var subject: (key: UInt64, population: Int16)?
  /// Index into `NetworkPlan.sources`, and the user of a closed one who asks; nil for an open one.
  package var source: Int
  package var user: Int?
  /// Keys of the populations that its plan names, in that order, from 0.
  package var keys: [UInt64]
  /// The visits that it is made in, the innermost first: of a branch or an iteration, of what encloses that, of the flow.
  package var visits: [UInt64]
  /// Begun inside the measured part of the run.
  package var isMeasured: Bool
  /// The waiting frame, and the wait: for the answer.
  let frame: UInt32
  let generation: UInt32
}

/// A flow that has ended in a run by the clock.
package struct EndedFlow: Sendable {
  /// As `PacedRun.begin` has returned it.
  package var ticket: UInt32
  package var entity: UInt64
  /// Index into `NetworkPlan.outcomes`.
  package var outcome: UInt16
  /// What the domain core passes on to the request's next command.
  package var payload: UInt64
  /// What the request is about by now.
  package var subject: (key: UInt64, population: Int16)?
  package var at: Nanoseconds
}

/// What leaves a network that is run by the clock, until somebody takes it. A digest of what began says whether it was
/// what the plan had.
final class Outbound {
  var calls: [RemoteCall] = []
  var ended: [EndedFlow] = []
  var arrivals = ArrivalDigest()
  /// A word for each call, added up: calls may leave in any order.
  var draws: UInt64 = 0

  func note(_ call: RemoteCall) {
    calls.append(call)
    var word = RandomStream.mix(call.entity, call.context)
    for key in [UInt64(call.remote), call.key] + call.keys { word = RandomStream.mix(word, key) }
    draws &+= word
  }
}

import Components
import Engine
import Statistics

/// What became of one call, as far as outcomes do not say it.
package enum CallFailure: String, Sendable, CaseIterable {
  case refused, unreachable, closed, reset, malformed, tooLarge = "too-large"
  /// Its caller had given it up: on the way, or before it had a connection.
  case givenUp = "given-up"
  /// An answer with a status that the file does not list.
  case unmapped
  /// A placeholder had no value.
  case incomplete
}

/// Times and outcomes of one kind of call. All times are nanoseconds.
package struct CallRecord: Sendable {
  /// From the intended instant to the end, however it ended.
  package var response = Histogram()
  /// From the write to the end, of those that were written.
  package var service = Histogram()
  /// The same of those that were answered and written while no other was in hand.
  package var alone = Histogram()
  /// From the intended instant until there was a connection.
  package var connectionWait = Histogram()
  /// From the later of the intended instant and a free connection, to the write.
  package var sendLag = Histogram()
  /// By outcome number.
  package var outcomes: [UInt64]
  package var failures: [CallFailure: UInt64] = [:]
  /// Status → answers whose status the file does not list.
  package var unmapped: [Int: UInt64] = [:]
  package var started: UInt64 = 0
  package init(outcomes: Int) { self.outcomes = Array(repeating: 0, count: outcomes) }

  package var ended: UInt64 { outcomes.reduce(0, +) }
}

/// What a load has done and met.
package struct LoadRecord: Sendable {
  /// By call, in the order of `NetworkPlan.remotes`.
  package var calls: [CallRecord]
  /// Time to open connections.
  package var connect = Histogram()
  /// Connections opened before time zero, and those that took the place of others.
  package var opened = 0
  package var renewed = 0
  package var written: UInt64 = 0
  package var bytesOut: UInt64 = 0
  package var bytesIn: UInt64 = 0
  package var mostWaiting = 0
  package var mostInHand = 0
  /// By whole second since the start: calls that ended, and those of them that failed.
  package var seconds: [(ended: UInt64, failed: UInt64)] = []
  package init(_ plan: NetworkPlan) {
    calls = plan.remotes.map { _ in CallRecord(outcomes: plan.outcomes.count) }
  }

  /// Send lag of all calls together.
  package var sendLag: Histogram { calls.reduce(into: Histogram()) { $0.merge($1.sendLag) } }

  mutating func countEnd(at now: Nanoseconds, failed: Bool) {
    let second = Int(max(0, now) / .second)
    while seconds.count <= second { seconds.append((0, 0)) }
    seconds[second].ended += 1
    if failed { seconds[second].failed += 1 }
  }

  /// Share of failures among the calls that ended in the whole seconds before an instant; nil where none ended.
  func failedShare(before now: Nanoseconds, over span: Nanoseconds) -> Double? {
    let (last, count) = (Int(now / .second), Int(span / .second))
    guard last >= count else { return nil }
    let window = (last - count..<last).filter(seconds.indices.contains).map { seconds[$0] }
    let ended = window.reduce(0) { $0 + $1.ended }
    return ended == 0 ? nil : Double(window.reduce(0) { $0 + $1.failed }) / Double(ended)
  }
}

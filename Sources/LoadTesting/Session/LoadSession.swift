import Components
import Engine
import Statistics

/// The clients of a scenario at work: their simulation, the connections that their calls need, and what is measured of
/// them. It knows no clock and no wire: a generator drives it by the wall clock, and a rehearsal by that of a model.
///
/// All instants are nanoseconds since the start of the run.
package final class LoadSession {
  /// A call that is to be written now.
  package struct Send {
    package var call: RemoteCall
    package var connection: Int
    fileprivate var readyAt: Nanoseconds
  }

  private struct InHand {
    var call: RemoteCall
    var writtenAt: Nanoseconds
    var wasAlone: Bool
  }

  package let run: PacedRun
  package private(set) var record: LoadRecord
  private(set) var pool: ConnectionPool
  private var inHand: [InHand?]
  /// When callers give up what is in hand, each with its connection and the number of its write.
  private var limits = EventHeap<UInt32>()
  private var writes: [UInt64]
  private var serial: UInt64 = 0
  /// Response of each call that counts and was answered, by what its draws belong to; nil where nobody asks.
  package private(set) var responses: [UInt64: Nanoseconds]?

  /// - Parameter keepsEach: remembers the response of each call, to be put beside that of the same call elsewhere.
  package init(_ run: PacedRun, connections: ConnectionCount, keepsEach: Bool = false) {
    if keepsEach { responses = [:] }
    self.run = run
    pool = connections.pool(for: run.plan)
    record = LoadRecord(run.plan)
    inHand = Array(repeating: nil, count: pool.count)
    writes = Array(repeating: 0, count: pool.count)
  }

  /// Calls begun and not ended.
  package var open: Int { pool.waiting + pool.busy }
  package var connections: Int { pool.count }
  package var openConnections: Int { pool.open }

  // MARK: Time

  /// When something is due; nil for nothing.
  package var nextInstant: Nanoseconds? {
    let limit = limits.count > 0 ? Nanoseconds(bitPattern: limits.first.time) : nil
    guard let next = run.nextInstant else { return limit }
    return min(next, limit ?? next)
  }

  /// Everything happens that is due until then.
  ///
  /// - Returns: connections whose callers have given up, which are to be closed.
  package func advance(to now: Nanoseconds) -> [Int] {
    run.advance(to: now)
    takeCalls()
    var abandoned: [Int] = []
    while limits.count > 0, Nanoseconds(bitPattern: limits.first.time) <= now {
      let limit = limits.popFirst()
      let connection = Int(limit.payload)
      guard writes[connection] == limit.order, inHand[connection] != nil else { continue }
      abandoned.append(connection)
      end(connection, StandardOutcome.timeout, failure: .givenUp, at: now)
    }
    return abandoned
  }

  private func takeCalls() {
    for call in run.takeCalls() {
      if call.isMeasured { record.calls[call.remote].started += 1 }
      pool.add(call)
    }
    record.mostWaiting = max(record.mostWaiting, pool.waiting)
  }

  // MARK: Connections

  package func opening(_ connection: Int) { pool.opening(connection) }

  /// - Parameter took: how long opening it took.
  package func opened(_ connection: Int, took: Nanoseconds, at now: Nanoseconds) {
    record.connect.record(max(0, took))
    if now >= 0 { record.renewed += 1 } else { record.opened += 1 }
    pool.becameFree(connection, at: now)
  }

  /// The connection is gone, and what it had in hand has failed.
  package func lost(_ connection: Int, _ failure: CallFailure, at now: Nanoseconds) {
    if inHand[connection] != nil { end(connection, StandardOutcome.error, failure: failure, at: now) }
    pool.closed(connection)
  }

  /// Nobody can be reached: all that waits for a connection fails.
  package func failWaiting(_ failure: CallFailure, at now: Nanoseconds) {
    for call in pool.takeAllWaiting() { end(call, StandardOutcome.error, failure: failure, at: now) }
  }

  // MARK: Calls

  /// The next call that has a connection; those that were given up while they waited have ended.
  package func nextSend(at now: Nanoseconds) -> Send? {
    while let match = pool.next() {
      if let limit = match.call.givesUpAt, limit <= now {
        pool.becameFree(match.connection, at: match.readyAt)
        end(match.call, StandardOutcome.timeout, failure: .givenUp, at: now)
        continue
      }
      return Send(call: match.call, connection: match.connection, readyAt: match.readyAt)
    }
    return nil
  }

  /// The call cannot be written at all.
  package func refused(_ send: Send, at now: Nanoseconds) {
    pool.becameFree(send.connection, at: send.readyAt)
    end(send.call, StandardOutcome.error, failure: .incomplete, at: now)
  }

  /// The call has been written.
  package func wrote(_ send: Send, bytes: Int, at now: Nanoseconds) {
    let alone = pool.busy == 1
    serial += 1
    writes[send.connection] = serial
    inHand[send.connection] = InHand(call: send.call, writtenAt: now, wasAlone: alone)
    record.written += 1
    record.bytesOut += UInt64(bytes)
    record.mostInHand = max(record.mostInHand, pool.busy)
    if let limit = send.call.givesUpAt {
      limits.push(PendingEvent(time: UInt64(bitPattern: limit), order: serial, payload: UInt32(send.connection)))
    }
    guard send.call.isMeasured else { return }
    record.calls[send.call.remote].connectionWait.record(send.readyAt - send.call.at)
    record.calls[send.call.remote].sendLag.record(max(0, now - send.readyAt))
  }

  /// The call that a connection has in hand; nil for none.
  package func call(on connection: Int) -> RemoteCall? { inHand[connection]?.call }

  /// The answer to what a connection has in hand.
  package func answered(
    _ connection: Int, _ outcome: UInt16, unmapped status: Int? = nil, bytes: Int, at now: Nanoseconds
  ) {
    guard let call = inHand[connection]?.call else { return }
    record.bytesIn += UInt64(bytes)
    if let status { record.calls[call.remote].unmapped[status, default: 0] += 1 }
    end(connection, outcome, failure: status == nil ? nil : .unmapped, at: now)
    pool.becameFree(connection, at: now)
  }

  private func end(_ connection: Int, _ outcome: UInt16, failure: CallFailure?, at now: Nanoseconds) {
    guard let ended = inHand[connection] else { return }
    inHand[connection] = nil
    if ended.call.isMeasured {
      let time = max(0, now - ended.writtenAt)
      record.calls[ended.call.remote].service.record(time)
      if ended.wasAlone && failure == nil { record.calls[ended.call.remote].alone.record(time) }
    }
    end(ended.call, outcome, failure: failure, at: now)
  }

  private func end(_ call: RemoteCall, _ outcome: UInt16, failure: CallFailure?, at now: Nanoseconds) {
    record.countEnd(at: now, failed: StandardOutcome.isFailure(outcome))
    if call.isMeasured {
      record.calls[call.remote].outcomes[Int(outcome)] += 1
      record.calls[call.remote].response.record(max(0, now - call.at))
      if let failure { record.calls[call.remote].failures[failure, default: 0] += 1 }
      if failure == nil {
        let visit = RandomStream.mix(RandomStream.mix(call.entity, call.context), UInt64(call.remote))
        responses?[visit] = now - call.at
      }
    }
    run.answer(call, outcome: outcome, at: now)
    takeCalls()
  }
}

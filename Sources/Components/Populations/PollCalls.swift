import Engine
import Statistics

/// One call to an outside interface, as far as it is known when it starts.
@frozen
@usableFromInline
struct PollCall {
  @frozen @usableFromInline enum Ending { case answered, timedOut, failed }
  @usableFromInline var latency: Nanoseconds
  @usableFromInline var ending: Ending
  /// Of the source, from 1; 0 where nobody asks for it.
  @usableFromInline var key: Int64

  @usableFromInline
  init(latency: Nanoseconds, ending: Ending, key: Int64) {
    self.latency = latency
    self.ending = ending
    self.key = key
  }
}

/// What becomes of calls, as a function of their draws and of the conditions alone: so a call can be computed again.
@usableFromInline
struct PollCalls: Sendable {
  @usableFromInline let sampler: Sampler
  @usableFromInline let stream: RandomStream
  let faultDraws: RandomStream
  /// `longest` where there is none.
  @usableFromInline let timeout: Nanoseconds
  @usableFromInline let hasTimeout: Bool

  /// A call without a timeout is given up after this.
  static let longest = 10 * Nanoseconds.minute

  init(_ plan: PollingPlan, sampler: Sampler, stream: RandomStream, faultDraws: RandomStream) {
    self.sampler = sampler
    self.stream = stream
    self.faultDraws = faultDraws
    hasTimeout = plan.timeout != nil
    timeout = plan.timeout ?? PollCalls.longest
  }

  /// - Parameters:
  ///   - round: number of the cycle or pass: what tells the calls of one entity apart.
  ///   - key: of the source.
  func call(for entity: UInt64, round: Int, key: Int64, _ conditions: CallConditions) -> PollCall {
    let draw = UInt64(bitPattern: Int64(round))
    var latency = sampler.draw(stream.bits(entity: entity, draw: draw))
    var ending = PollCall.Ending.answered
    if conditions.onlyKey == 0 || conditions.onlyKey == key {
      if conditions.isOut {
        return PollCall(latency: hasTimeout ? timeout : 0, ending: hasTimeout ? .timedOut : .failed, key: key)
      }
      if conditions.slowness != 1 << 16 {
        let slowed = conditions.slowness.multipliedFullWidth(by: UInt64(latency))
        latency = Nanoseconds(min(UInt64(PollCalls.longest), slowed.high << 48 | slowed.low >> 16))
      }
      if conditions.errorThreshold > 0, faultDraws.bits(entity: entity, draw: draw) < conditions.errorThreshold {
        ending = .failed
      }
    }
    if latency >= timeout {
      latency = timeout
      ending = .timedOut
    }
    return PollCall(latency: latency, ending: ending, key: key)
  }
}

extension PollScratch {
  /// Counts a call that was made, of the measured part.
  @usableFromInline
  func count(_ call: PollCall, due: Nanoseconds, start: Nanoseconds) {
    latency[min(latencyBuckets - 1, Histogram.bucket(of: call.latency))] += 1
    latencySum += UInt128(call.latency)
    latencyMinimum = min(latencyMinimum, call.latency)
    latencyMaximum = max(latencyMaximum, call.latency)
    busy += UInt128(call.latency)
    started += 1
    switch call.ending {
    case .answered: answered += 1
    case .timedOut: timedOut += 1
    case .failed: failed += 1
    }
    guard start > due else { return }
    waited += 1
    waitingSum += UInt128(start - due)
    waitingMaximum = max(waitingMaximum, start - due)
  }
}

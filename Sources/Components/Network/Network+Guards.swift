import Engine

/// Policies of callers: retries, breakers, hedges, deadlines.
extension Network {
  mutating func beginTries(_ index: UInt32, _ step: Instruction, at now: Nanoseconds) {
    let number = Int(step.guarded)
    if let deadline = plan.guards[number].deadline {
      frames[index].tryUntil = min(frames[index].tryUntil, now + deadline)
    }
    guards[number].payIn(plan.guards[number])
  }

  /// Whether the breaker lets the call through.
  mutating func admits(_ index: UInt32, _ step: Instruction, at now: Nanoseconds) -> Bool {
    let number = Int(step.guarded)
    guard let breaker = plan.guards[number].breaker else { return true }
    let isAdmitted = guards[number].admits(frames[index].identity, breaker, at: now)
    let callee = plan.guards[number].callee
    if isAdmitted && guards[number].phase == .probing {
      decisions.add(.breakerProbed, callee, at: now, caller: plan.guards[number].caller)
    }
    if !isAdmitted && frames[index].isMeasured { components[callee].counts[.breakerRefusals] += 1 }
    // What an open breaker refuses is no news to it.
    frames[index].isRefused = !isAdmitted
    return isAdmitted
  }

  mutating func scheduleHedge(
    _ index: UInt32, _ step: Instruction, in simulation: inout Simulation<NetworkEvent>
  ) {
    // A callee that was refused on the spot has ended the wait already.
    guard let hedge = plan.guards[Int(step.guarded)].hedge, frames[index].epoch != 0,
      Int(frames[index].hedges) < hedge.times
    else { return }
    frames[index].wakeAt = simulation.due(at: simulation.now + hedge.after)
    simulation.schedule(
      .hedge(index), after: hedge.after,
      as: frames[index].identity.with(rank: NetworkEvent.Rank.progress))
  }

  /// No answer yet: a further call, and whichever answers first counts.
  mutating func hedge(_ index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    guard frames[index].wakeAt == simulation.now, frames[index].state == .awaitingReply,
      frames[index].isNamed(by: simulation.identity)
    else { return }
    frames[index].wakeAt = -1
    let step = program[Int(frames[index].counter) - 1]
    let number = Int(step.guarded)
    guard let hedge = plan.guards[number].hedge, guards[number].takeHedge(hedge) else { return }
    frames[index].hedges += 1
    frames[index].spare += 1
    if frames[index].isMeasured { components[plan.guards[number].callee].counts[.hedges] += 1 }
    send(
      index, step, number: UInt64(frames[index].attempt) | UInt64(frames[index].hedges) << 8,
      in: &simulation)
    scheduleHedge(index, step, in: &simulation)
  }

  /// A try has ended. True when another one follows.
  mutating func triesAgain(
    _ index: UInt32, _ step: Instruction, _ outcome: UInt16, in simulation: inout Simulation<NetworkEvent>
  ) -> Bool {
    let number = Int(step.guarded)
    let guarded = plan.guards[number]
    let now = simulation.now
    let failed = StandardOutcome.isFailure(outcome)
    if let breaker = guarded.breaker, !frames[index].isRefused,
      let phase = guards[number].record(frames[index].identity, failed: failed, breaker, at: now)
    {
      decisions.add(
        phase == .open ? .breakerOpened : .breakerClosed, guarded.callee, at: now, caller: guarded.caller,
        signal: phase == .open ? breaker.opensAt : 0)
    }
    guard failed, let retry = guarded.retry, Int(frames[index].attempt) < retry.times,
      retry.outcomes.contains(outcome == StandardOutcome.quota ? StandardOutcome.refused : outcome)
    else { return false }
    let pause = backoff(index, retry, guarded.stream)
    if frames[index].tryUntil != .max && now + pause >= frames[index].tryUntil { return false }
    guard guards[number].takeRetry(retry) else { return false }
    frames[index].attempt += 1
    frames[index].hedges = 0
    frames[index].state = .running
    frames[index].isPausing = true
    frames[index].wakeAt = simulation.due(at: now + pause)
    if frames[index].isMeasured { components[guarded.callee].counts[.retries] += 1 }
    if frames[index].isTraced { trace?.add(now, frames[index], "tries again in \(pause) ns") }
    failTrySpans(index, of: guarded.callee, at: now)
    simulation.schedule(
      .retry(index), after: pause, as: frames[index].identity.with(rank: NetworkEvent.Rank.progress))
    return true
  }

  /// Doubles from try to try; "full" and "equal" jitter as in M. Brooker, "Exponential Backoff And Jitter" (2015).
  private func backoff(_ index: UInt32, _ retry: GuardPlan.Retry, _ stream: Int32) -> Nanoseconds {
    var pause = retry.backoff.lowerBound
    for _ in 0..<frames[index].attempt where pause < retry.backoff.upperBound { pause *= 2 }
    pause = min(pause, retry.backoff.upperBound)
    let bits = streams[Int(stream)].bits(
      entity: frames[index].entity,
      draw: RandomStream.mix(frames[index].context, UInt64(frames[index].attempt)))
    switch retry.jitter {
    case .none: return pause
    case .full: return Nanoseconds(UInt64(pause + 1).multipliedFullWidth(by: bits).high)
    case .equal: return pause / 2 + Nanoseconds(UInt64(pause - pause / 2 + 1).multipliedFullWidth(by: bits).high)
    }
  }

  mutating func retry(_ index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    guard frames[index].wakeAt == simulation.now, frames[index].isPausing,
      frames[index].isNamed(by: simulation.identity)
    else { return }
    frames[index].wakeAt = -1
    frames[index].isPausing = false
    attempt(index, program[Int(frames[index].counter) - 1], in: &simulation)
  }
}

import Engine

/// Policies of callers: retries, breakers, hedges, deadlines.
extension Network {
  func beginTries(_ index: UInt32, _ site: UnsafePointer<CallSite>, at now: Nanoseconds) {
    let number = Int(site.pointee.guarded)
    if let deadline = plan.guards[number].deadline {
      let time =
        switch deadline {
        case .always(let time): time
        case .drawn(let limit): patience(limit, of: index, site, draw: 0)
        }
      frames.coldState(index).pointee.tryUntil = min(frames.tryUntil(index), now + time)
    }
    guards[number].payIn(plan.guards[number])
    if plan.guards[number].hedge?.cancels ?? false { frames[index].tracksCallees = true }
  }

  /// Whether the breaker lets the call through.
  func admits(_ index: UInt32, _ site: UnsafePointer<CallSite>, at now: Nanoseconds) -> Bool {
    let frame = frames.address(of: index)
    let number = Int(site.pointee.guarded)
    guard let breaker = plan.guards[number].breaker else { return true }
    let isAdmitted = guards[number].admits(frame.pointee.identity, breaker, at: now)
    let callee = plan.guards[number].callee
    if isAdmitted && guards[number].phase == .probing {
      decisions.add(.breakerProbed, callee, at: now, caller: plan.guards[number].caller)
    }
    if !isAdmitted { count(.breakerRefusals, index, at: callee) }
    // What an open breaker refuses is no news to it.
    frame.pointee.isRefused = !isAdmitted
    return isAdmitted
  }

  /// - Parameter wait: the generation of the wait that a further call would shorten.
  func scheduleHedge(
    _ index: UInt32, _ site: UnsafePointer<CallSite>, _ wait: UInt32, in simulation: inout Simulation<NetworkEvent>
  ) {
    // A callee that was refused on the spot has ended the wait already.
    guard let hedge = plan.guards[Int(site.pointee.guarded)].hedge, frames[index].generation == wait,
      Int(frames.coldState(index).pointee.hedges) < hedge.times
    else { return }
    frames.coldState(index).pointee.hedgeIsDue = true
    schedule(.hedge, of: index, after: hedge.after, in: &simulation)
  }

  /// No answer yet: a further call, and whichever answers first counts.
  func hedge(_ index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    let frame = frames.address(of: index)
    guard let site = lastCall(of: index) else { return }
    let number = Int(site.pointee.guarded)
    let coldState = frames.coldState(index)
    coldState.pointee.hedgeIsDue = false
    guard let hedge = plan.guards[number].hedge, guards[number].takeHedge(hedge) else { return }
    coldState.pointee.hedges += 1
    frame.pointee.join.addOne()
    count(.hedges, index, at: plan.guards[number].callee)
    let wait = frame.pointee.generation
    send(
      index, site, number: UInt64(coldState.pointee.attempt) | UInt64(coldState.pointee.hedges) << 8, in: &simulation)
    scheduleHedge(index, site, wait, in: &simulation)
  }

  /// A try has ended. True when another one follows.
  func triesAgain(
    _ index: UInt32, _ site: UnsafePointer<CallSite>, _ outcome: UInt16, in simulation: inout Simulation<NetworkEvent>
  ) -> Bool {
    let frame = frames.address(of: index)
    let number = Int(site.pointee.guarded)
    let callee = plan.guards[number].callee
    let coldState = frames.coldState(index)
    coldState.pointee.hedgeIsDue = false
    let now = simulation.now
    let failed = StandardOutcome.isFailure(outcome)
    if let breaker = plan.guards[number].breaker, !frame.pointee.isRefused,
      let phase = guards[number].record(frame.pointee.identity, failed: failed, breaker, at: now)
    {
      decisions.add(
        phase == .open ? .breakerOpened : .breakerClosed, callee, at: now, caller: plan.guards[number].caller,
        signal: phase == .open ? breaker.failureThreshold : 0)
    }
    guard failed, let retry = plan.guards[number].retry, Int(coldState.pointee.attempt) < retry.times,
      retry.outcomes.contains(outcome == StandardOutcome.quota ? StandardOutcome.refused : outcome)
    else { return false }
    let pause = backoff(index, coldState.pointee.attempt, retry, number)
    if coldState.pointee.tryUntil != .max && now + pause >= coldState.pointee.tryUntil { return false }
    guard guards[number].takeRetry(retry) else { return false }
    coldState.pointee.attempt += 1
    coldState.pointee.hedges = 0
    frame.pointee.state = .pausing
    count(.retries, index, at: callee)
    tracing.failTrySpans(index, of: callee, at: now)
    schedule(.retry, of: index, after: pause, in: &simulation)
    return true
  }

  /// Drawn for each try, or doubles from try to try; "full" and "equal" jitter as in M. Brooker, "Exponential Backoff And
  /// Jitter" (2015).
  private func backoff(
    _ index: UInt32, _ attempt: UInt8, _ retry: GuardPlan.Retry<UInt16>, _ number: Int
  ) -> Nanoseconds {
    let bits = draws.streams[Int(plan.guards[number].stream)].bits(
      entity: frames.request(of: index).pointee.entity,
      draw: RandomStream.mix(frames[index].context, UInt64(attempt)))
    if plan.guards[number].backoffDistribution >= 0 {
      return draws.samplers[Int(plan.guards[number].backoffDistribution)].draw(bits)
    }
    var pause = retry.backoff.lowerBound
    for _ in 0..<attempt where pause < retry.backoff.upperBound { pause *= 2 }
    pause = min(pause, retry.backoff.upperBound)
    switch retry.jitter {
    case .none: return pause
    case .full: return Nanoseconds(UInt64(pause + 1).multipliedFullWidth(by: bits).high)
    case .equal: return pause / 2 + Nanoseconds(UInt64(pause - pause / 2 + 1).multipliedFullWidth(by: bits).high)
    }
  }

  func retry(_ index: UInt32, in simulation: inout Simulation<NetworkEvent>) {
    if let site = lastCall(of: index) { attempt(index, site, in: &simulation) }
  }
}

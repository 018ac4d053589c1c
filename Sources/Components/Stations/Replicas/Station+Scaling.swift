import Engine
import Statistics

/// Replicas that come late and go at once, by a signal that is seen late.
extension Station {
  /// Looks at the signal, and decides by the one that is old enough. What was decided stays while there is no new one,
  /// as where no replica was available to be measured.
  /// - Parameter elsewhere: area of the line in which its work waits, where that is not its own.
  /// - Returns: when replicas that it asked for are ready, if it did.
  mutating func look(_ plan: ScalingPlan, elsewhere: UInt128, at now: Nanoseconds) -> Nanoseconds? {
    let (area, available) = (signalArea(plan, elsewhere: elsewhere, at: now), availableArea(at: now))
    if let signal = scaling.signal(area, available, each: capacity(by: plan)) { scaling.samples.append((now, signal)) }
    guard let seen = scaling.samples.last(where: { $0.at <= now - plan.metricDelay }) else { return nil }
    scaling.samples.removeAll { $0.at <= seen.at }
    guard now - scaling.decidedAt >= plan.cooldown else { return nil }
    let active = scaling.wanted
    // As the horizontal autoscaler of Kubernetes does: proportional, with a tenth of tolerance.
    let ratio = seen.value / plan.target
    if abs(ratio - 1) <= 0.1 { return nil }
    let wanted = min(plan.most, max(plan.least, Int(saturating: (Double(active) * ratio).rounded(.up))))
    guard wanted != active else { return nil }
    scaling.decidedAt = now
    scaling.wanted = wanted
    replicas.decisions.add(
      wanted > active ? .scaleUp : .scaleDown, number, at: now, before: Double(active), after: Double(wanted),
      signal: seen.value)
    var ready: Nanoseconds?
    if wanted > active {
      scaling.booting.append((now + plan.startup, wanted))
      ready = now + plan.startup
    } else {
      scaling.cancel(above: wanted)
      replicas.setActive(min(replicas.activeCount, wanted), at: now)
    }
    replicas.setStarting(upTo: scaling.mostBooting, at: now)
    return ready
  }

  /// Replicas that were asked for are ready. Those that were asked for later still boot.
  mutating func boot(at now: Nanoseconds) {
    guard let ready = scaling.takeReady(at: now) else { return }
    replicas.setActive(max(replicas.activeCount, ready), at: now)
    replicas.setStarting(upTo: scaling.mostBooting, at: now)
  }

  /// Measures are about to forget what they have; decisions do not depend on when that is.
  mutating func carrySignal(_ plan: ScalingPlan, elsewhere: UInt128, at now: Nanoseconds) {
    scaling.carry(signalArea(plan, elsewhere: elsewhere, at: now), availableArea(at: now))
  }

  /// What one replica offers of what the signal counts.
  private func capacity(by plan: ScalingPlan) -> Int32 {
    switch plan.signal {
    case .cpu: max(1, cores)
    case .slots: max(1, slots)
    case .queue: 1
    }
  }

  /// Replicas that were available since measures started, times nanoseconds.
  private func availableArea(at now: Nanoseconds) -> UInt128 {
    let span = UInt128(now - replicas.absence.unavailable.measuredSince)
    return span * UInt128(replicas.count) - replicas.absence.unavailable.area(until: now)
  }

  private func signalArea(_ plan: ScalingPlan, elsewhere: UInt128, at now: Nanoseconds) -> UInt128 {
    switch plan.signal {
    case .cpu: gauges[.busyCores].area(until: now)
    case .slots: gauges[.busySlots].area(until: now)
    case .queue: gauges[.queue].area(until: now) + elsewhere
    }
  }
}

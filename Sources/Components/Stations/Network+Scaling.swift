import Engine
import Statistics

/// Replicas that come late and go at once, by a signal that is seen late.
extension Network {
  /// Looks at the signal, and decides by the one that is old enough.
  func look(_ component: Int, _ plan: ScalingPlan, in simulation: inout Simulation<NetworkEvent>) {
    let now = simulation.now
    if let signal = signal(component, plan, at: now) { scaling[component].samples.append((now, signal)) }
    guard let seen = scaling[component].samples.last(where: { $0.at <= now - plan.seesLate }) else { return }
    scaling[component].samples.removeAll { $0.at < seen.at }
    guard now - scaling[component].decidedAt >= plan.rests else { return }
    let active = scaling[component].wanted
    // As the horizontal autoscaler of Kubernetes does: proportional, with a tenth of tolerance.
    let ratio = seen.value / plan.target
    if abs(ratio - 1) <= 0.1 { return }
    let wanted = min(plan.most, max(plan.least, Int(saturating: (Double(active) * ratio).rounded(.up))))
    guard wanted != active else { return }
    scaling[component].decidedAt = now
    scaling[component].wanted = wanted
    decisions.add(
      wanted > active ? .scaleUp : .scaleDown, component, at: now, before: Double(active), after: Double(wanted),
      signal: seen.value)
    if wanted > active {
      scaling[component].booting.append((now + plan.bootsIn, wanted))
      schedule(.boot(component), at: now + plan.bootsIn, in: &simulation)
    } else {
      scaling[component].cancel(above: wanted)
      setActive(component, min(activeCount(component), wanted), at: now)
    }
    updateStarting(component, at: now)
  }

  /// Replicas that were asked for are ready. Those that were asked for later still boot.
  func boot(_ component: Int, at now: Nanoseconds) {
    guard let ready = scaling[component].takeReady(at: now) else { return }
    setActive(component, max(activeCount(component), ready), at: now)
    updateStarting(component, at: now)
  }

  /// Mean of the signal since the last look, over the replicas that were available meanwhile; nil where none was.
  private func signal(_ component: Int, _ plan: ScalingPlan, at now: Nanoseconds) -> Double? {
    let area = signalArea(component, plan, at: now)
    let available = availableArea(component, at: now)
    let each: Int32 =
      switch plan.signal {
      case .cpu: max(1, components[component].cores)
      case .slots: max(1, components[component].slots)
      case .queue: 1
      }
    let used = Double(scaling[component].carried + area - scaling[component].lastArea)
    let offered =
      Double(scaling[component].carriedAvailable + available - scaling[component].lastAvailable) * Double(each)
    scaling[component].carried = 0
    scaling[component].carriedAvailable = 0
    scaling[component].lastArea = area
    scaling[component].lastAvailable = available
    return offered > 0 ? used / offered : nil
  }

  /// Replicas that were available since measures started, times nanoseconds.
  private func availableArea(_ component: Int, at now: Nanoseconds) -> UInt128 {
    let span = UInt128(now - components[component].absence.unavailable.measuredSince)
    return span * UInt128(components[component].replicaCount)
      - components[component].absence.unavailable.area(until: now)
  }

  private func signalArea(_ component: Int, _ plan: ScalingPlan, at now: Nanoseconds) -> UInt128 {
    switch plan.signal {
    case .cpu: components[component].busyCores.area(until: now)
    case .slots: components[component].busySlots.area(until: now)
    case .queue:
      components[component].queueLength.area(until: now)
        + (waitsIn(component).map { components[$0].queueLength.area(until: now) } ?? 0)
    }
  }

  /// What a worker takes from: its work waits there, and not at the worker.
  private func waitsIn(_ component: Int) -> Int? {
    let log = plan.components[component].pulls
    return log >= 0 ? plan.logs[log].component : nil
  }

  /// Measures are about to forget what they have; decisions do not depend on when that is.
  func carrySignals(at now: Nanoseconds) {
    for index in plan.components.indices {
      guard let plan = plan.components[index].scaling else { continue }
      scaling[index].carried += signalArea(index, plan, at: now) - scaling[index].lastArea
      scaling[index].carriedAvailable += availableArea(index, at: now) - scaling[index].lastAvailable
      scaling[index].lastArea = 0
      scaling[index].lastAvailable = 0
    }
  }

  func activeCount(_ component: Int) -> Int {
    let first = components[component].firstReplica
    return (0..<components[component].replicaCount).count { replicas[first + $0].isActive }
  }

  /// So many replicas take work; those that go end what they have.
  func setActive(_ component: Int, _ count: Int, at now: Nanoseconds) {
    let first = components[component].firstReplica
    let before = activeCount(component)
    for number in 0..<components[component].replicaCount { replicas[first + number].isActive = number < count }
    components[component].active.set(Int64(count), at: now)
    if count > before { decisions.add(.booted, component, at: now, before: Double(before), after: Double(count)) }
    updateEligible(component, at: now)
  }
}

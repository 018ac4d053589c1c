import Engine
import Statistics

/// An autoscaler's memory: what it saw, what is booting, when it decided last.
struct ScalingState {
  var samples: [(at: Nanoseconds, value: Double)] = []
  /// Areas of the signal and of the active replicas at the last look; what they had grown by since then, when measures
  /// started and forgot it.
  var last = Areas()
  var carried = Areas()
  var decidedAt: Nanoseconds = .min / 2
  /// Replicas that were asked for: those that take work and those that boot.
  var wanted: Int
  /// What boots: until when, and how many replicas there are then; the first to be ready first.
  var booting: [(at: Nanoseconds, upTo: Int)] = []

  /// Takes back what was asked for above a number, whether it is ready or boots.
  mutating func cancel(above number: Int) {
    for index in booting.indices { booting[index].upTo = min(booting[index].upTo, number) }
  }

  struct Areas {
    var signal: UInt128 = 0
    var active: UInt128 = 0
  }

  /// The most that is ready by now; nil when nothing is.
  mutating func takeReady(at now: Nanoseconds) -> Int? {
    let ready = booting.prefix { $0.at <= now }
    booting.removeFirst(ready.count)
    return ready.map(\.upTo).max()
  }
}

/// Replicas that come late and go at once, by a signal that is seen late.
extension Network {
  /// Looks at the signal, and decides by the one that is old enough.
  mutating func look(_ component: Int, _ plan: ScalingPlan, in simulation: inout Simulation<NetworkEvent>) {
    let now = simulation.now
    scaling[component].samples.append((now, signal(component, plan, at: now)))
    guard let seen = scaling[component].samples.last(where: { $0.at <= now - plan.seesLate }) else { return }
    scaling[component].samples.removeAll { $0.at < seen.at }
    guard now - scaling[component].decidedAt >= plan.rests else { return }
    let active = scaling[component].wanted
    // As the horizontal autoscaler of Kubernetes does: proportional, with a tenth of tolerance.
    let ratio = seen.value / plan.target
    if abs(ratio - 1) <= 0.1 { return }
    let wanted = min(plan.most, max(plan.least, Int((Double(active) * ratio).rounded(.up))))
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
  }

  /// Replicas that were asked for are ready. Those that were asked for later still boot.
  mutating func boot(_ component: Int, at now: Nanoseconds) {
    guard let ready = scaling[component].takeReady(at: now) else { return }
    setActive(component, max(activeCount(component), ready), at: now)
  }

  /// Mean of the signal since the last look, over the replicas that were active.
  private mutating func signal(_ component: Int, _ plan: ScalingPlan, at now: Nanoseconds) -> Double {
    carrySignal(component, plan, at: now)
    let grown = scaling[component].carried
    scaling[component].last = areas(component, plan, at: now)
    scaling[component].carried = ScalingState.Areas()
    let each: Double =
      switch plan.signal {
      case .cpu: Double(max(1, components[component].cores))
      case .slots: Double(max(1, components[component].slots))
      case .queue: 1
      }
    return Double(grown.signal) / Double(max(1, grown.active)) / each
  }

  private func areas(_ component: Int, _ plan: ScalingPlan, at now: Nanoseconds) -> ScalingState.Areas {
    let signal: UInt128 =
      switch plan.signal {
      case .cpu: components[component].busyCores.area(until: now)
      case .slots: components[component].busySlots.area(until: now)
      case .queue: components[component].queueLength.area(until: now)
      }
    return ScalingState.Areas(signal: signal, active: components[component].active.area(until: now))
  }

  private mutating func carrySignal(_ component: Int, _ plan: ScalingPlan, at now: Nanoseconds) {
    let areas = areas(component, plan, at: now)
    scaling[component].carried.signal += areas.signal - scaling[component].last.signal
    scaling[component].carried.active += areas.active - scaling[component].last.active
    scaling[component].last = ScalingState.Areas()
  }

  /// Measures are about to forget what they have; decisions do not depend on when that is.
  mutating func carrySignals(at now: Nanoseconds) {
    for index in plan.components.indices {
      if let scaling = plan.components[index].scaling { carrySignal(index, scaling, at: now) }
    }
  }

  func activeCount(_ component: Int) -> Int {
    let first = components[component].firstReplica
    return (0..<components[component].replicaCount).count { replicas[first + $0].isActive }
  }

  /// So many replicas take work; those that go end what they have.
  mutating func setActive(_ component: Int, _ count: Int, at now: Nanoseconds) {
    let first = components[component].firstReplica
    let before = activeCount(component)
    for number in 0..<components[component].replicaCount { replicas[first + number].isActive = number < count }
    components[component].active.set(Int64(count), at: now)
    if count > before { decisions.add(.booted, component, at: now, before: Double(before), after: Double(count)) }
    updateEligible(component)
  }
}

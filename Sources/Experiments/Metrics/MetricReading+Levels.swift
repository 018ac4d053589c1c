import Components
import Engine
import Scenarios
import Statistics

extension MetricReading {
  private func mean(_ area: UInt128) -> Double { Double(area) / 1e9 / seconds }

  /// Replicas that were active, as a mean over the measured part: those that the plan has unless a scaler sets them.
  func activeReplicas(of index: Int) -> Double {
    let area = measured.components[index].active
    guard plan.components[index].scaling != nil, area > 0, seconds > 0 else {
      return Double(plan.components[index].replicas)
    }
    return mean(area)
  }

  /// Busy share of the scarcest resource of a component; nil when nothing of it is limited. The capacity is that of
  /// the replicas that were active, not of the most that there can be.
  func utilization(of index: Int) -> (share: Double, resource: String)? {
    guard seconds > 0 else { return nil }
    for (number, polling) in plan.pollings.enumerated() where polling.component == index {
      let slots = Double(polling.partitions.reduce(0) { $0 + $1.slots })
      return (Double(measured.pollings[number].busy) / 1e9 / seconds / max(1, slots), "slots")
    }
    let component = plan.components[index]
    let state = measured.components[index]
    let replicas = activeReplicas(of: index)
    var found: (share: Double, resource: String)?
    // Replicas that a scaler took away end what they have, so that a share may be above one for a moment.
    if component.slots > 0 {
      found = (min(1, mean(state.busySlots) / (Double(component.slots) * replicas)), component.slotName)
    }
    if component.cores > 0 {
      let share = min(1, mean(state.busyCores) / (Double(component.cores) * replicas))
      if share >= found?.share ?? -1 { found = (share, component.coreName) }
    }
    if let quota = component.quota, component.quotaKeys == 0 {
      var calls = state.arrivals
      for (number, polling) in plan.pollings.enumerated() where polling.source == index {
        calls += measured.pollings[number].started + measured.pollings[number].refused
      }
      let share = Double(calls) / seconds / quota
      if share >= found?.share ?? -1 { found = (min(1, share), "quota") }
    }
    return found
  }

  /// The same for every timeline interval, or `size` of them at a time; not a number where no replica was active.
  func utilizations(of index: Int, joining size: Int = 1, isMeasured: Bool = false) -> [Double] {
    let span = Double(plan.horizon.interval) * Double(replications)
    let first = isMeasured && plan.horizon.interval > 0 ? Int(plan.horizon.warmUp / plan.horizon.interval) : 0
    for (number, polling) in plan.pollings.enumerated() where polling.component == index {
      let slots = Double(max(1, polling.partitions.reduce(0) { $0 + $1.slots }))
      let busy = measured.pollings[number].intervalBusy
      return stride(from: first, to: busy.count, by: size).map { start in
        let part = busy[start..<min(start + size, busy.count)]
        return min(1, Double(part.reduce(0, +)) / (span * Double(part.count)) / slots)
      }
    }
    let component = plan.components[index]
    let state = measured.components[index]
    return stride(from: first, to: state.intervalSlots.count, by: size).map { start in
      let range = start..<min(start + size, state.intervalSlots.count)
      let active =
        component.scaling != nil && state.intervalActive.count >= range.upperBound
        ? Double(state.intervalActive[range].reduce(0, +)) : span * Double(range.count * component.replicas)
      func share(_ areas: [UInt128], of each: Int) -> Double {
        each > 0 ? Double(areas[range].reduce(0, +)) / (active * Double(each)) : 0
      }
      let ofSlots = share(state.intervalSlots, of: component.slots)
      return min(1, max(ofSlots, share(state.intervalCores, of: component.cores)))
    }
  }
}

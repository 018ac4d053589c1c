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

  /// Busy share of the scarcest resource of a component; nil when nothing of it is limited, or nothing was there. The
  /// capacity is that of the replicas that were there, not of all that the plan has.
  func utilization(of index: Int) -> (share: Double, resource: String)? {
    guard seconds > 0 else { return nil }
    for (number, polling) in plan.pollings.enumerated() where polling.component == index {
      let slots = Double(polling.partitions.reduce(0) { $0 + $1.slots })
      return (Double(measured.pollings[number].busy) / 1e9 / seconds / max(1, slots), "slots")
    }
    let component = plan.components[index]
    let state = measured.components[index]
    let replicas = availableReplicas(of: index)
    var found: (share: Double, resource: String)?
    if component.slots > 0, replicas > 0 {
      found = (min(1, mean(state.busySlots) / (Double(component.slots) * replicas)), component.slotsName)
    }
    if let partitions = plan.partitionLimit(of: index), component.slots > 0 {
      let share = min(1, mean(state.busySlots) / Double(partitions))
      if share > found?.share ?? -1 { found = (share, "partitions") }
    }
    if component.cores > 0, replicas > 0 {
      let share = min(1, mean(state.busyCores) / (Double(component.cores) * replicas))
      if share >= found?.share ?? -1 { found = (share, component.coreName) }
    }
    if let quota = component.quota, component.quotaKeys == 0 {
      // What it refused has used nothing of it.
      var calls = state.arrivals - min(state.arrivals, state.quotaRefusals)
      for (number, polling) in plan.pollings.enumerated() where polling.source == index {
        calls += measured.pollings[number].started
      }
      let allowed = quota * quotaShare(of: index, from: plan.horizon.warmUp, until: measured.simulated)
      let share = allowed > 0 ? Double(calls) / seconds / allowed : calls > 0 ? 1 : 0
      if share >= found?.share ?? -1 { found = (min(1, share), "quota") }
    }
    return found
  }

  /// The same for every timeline interval, or `size` of them at a time; not a number where nothing was there.
  func utilizations(of index: Int, joining size: Int = 1, isMeasured: Bool = false) -> [Double] {
    let first = isMeasured && plan.horizon.interval > 0 ? Int(plan.horizon.warmUp / plan.horizon.interval) : 0
    let component = plan.components[index]
    let state = measured.components[index]
    let polling = plan.pollings.firstIndex { $0.component == index }
    let slots = polling.map { Double(max(1, plan.pollings[$0].partitions.reduce(0) { $0 + $1.slots })) } ?? 0
    let busy = polling.map { measured.pollings[$0].intervalBusy } ?? []
    let partitions = component.slots > 0 ? plan.partitionLimit(of: index) : nil
    let count = polling == nil ? state.intervalSlots.count : busy.count
    return stride(from: first, to: count, by: size).map { start in
      let range = start..<min(start + size, count)
      let span = Double(span(of: range))
      if polling != nil { return min(1, Double(busy[range].reduce(0, +)) / span / slots) }
      let available = span * Double(component.servingReplicas) - Double(absence(of: index, in: range).unavailable)
      var share = Double.nan
      for (areas, each) in [(state.intervalSlots, component.slots), (state.intervalCores, component.cores)]
      where each > 0 && available > 0 {
        share = Self.larger(share, Double(areas[range].reduce(0, +)) / (available * Double(each)))
      }
      if let partitions {
        share = Self.larger(share, Double(state.intervalSlots[range].reduce(0, +)) / (span * Double(partitions)))
      }
      if let quota = quotaUse(of: index, in: range) { share = Self.larger(share, quota) }
      // What nothing limits is as busy as it can be, which is not at all.
      let isLimited = component.slots > 0 || component.cores > 0 || component.quota != nil
      return isLimited ? share.isNaN ? .nan : min(1, share) : 0
    }
  }

  private static func larger(_ share: Double, _ other: Double) -> Double { share.isNaN ? other : max(share, other) }

  /// Simulated time of timeline intervals, over all replications; the last of a run may be shorter.
  func span(of intervals: Range<Int>) -> Nanoseconds {
    let begins = Nanoseconds(intervals.lowerBound) * plan.horizon.interval
    let ends = min(Nanoseconds(intervals.upperBound) * plan.horizon.interval, max(measured.simulated, begins + 1))
    return (ends - begins) * Nanoseconds(replications)
  }

  // MARK: What is there

  /// Replicas that were in rotation or still at work, as a mean over the measured part.
  func availableReplicas(of index: Int) -> Double {
    let serving = Double(plan.components[index].servingReplicas)
    return seconds > 0 ? serving - mean(measured.components[index].absence.unavailable) : serving
  }

  /// Replicas that were down, starting or left out, as means over the measured part; nil where none ever was.
  func absences(of index: Int) -> (down: Double, starting: Double, ejected: Double)? {
    let absence = measured.components[index].absence
    guard seconds > 0, absence.down + absence.starting + absence.ejected > 0 else { return nil }
    return (mean(absence.down), mean(absence.starting), mean(absence.ejected))
  }

  /// Of timeline intervals together.
  func absence(of index: Int, in intervals: Range<Int>) -> ReplicaAbsence {
    let all = measured.components[index].intervalAbsence
    return all[intervals.clamped(to: 0..<all.count)].reduce(ReplicaAbsence(), +)
  }

  /// Calls of timeline intervals as a share of a quota, refused ones among them; nil without one for all keys.
  private func quotaUse(of index: Int, in intervals: Range<Int>) -> Double? {
    guard let quota = plan.components[index].quota, plan.components[index].quotaKeys == 0 else { return nil }
    func sum(_ counts: [UInt64]) -> UInt64 { counts[intervals.clamped(to: 0..<counts.count)].reduce(0, +) }
    var calls = sum(measured.components[index].intervalArrivals)
    for (number, polling) in plan.pollings.enumerated() where polling.source == index {
      calls += sum(measured.pollings[number].intervalStarted) + sum(measured.pollings[number].intervalRefused)
    }
    let begins = Nanoseconds(intervals.lowerBound) * plan.horizon.interval
    let ends = Nanoseconds(intervals.upperBound) * plan.horizon.interval
    let allowed = quota * quotaShare(of: index, from: begins, until: ends) * Double(span(of: intervals)) / 1e9
    return allowed > 0 ? Double(calls) / allowed : calls > 0 ? 1 : 0
  }

  /// What faults left of a quota between two instants, from 0 to 1 or more; those that recur are not known here.
  private func quotaShare(of index: Int, from begins: Nanoseconds, until ends: Nanoseconds) -> Double {
    var cuts: [(begins: Nanoseconds, ends: Nanoseconds, factor: Double)] = []
    for fault in plan.faults where fault.component == index && fault.recurs == nil && fault.aim == nil {
      if case .quota(let factor) = fault.effect { cuts.append((fault.begins, fault.ends, factor)) }
    }
    guard !cuts.isEmpty, ends > begins else { return 1 }
    let places = Set([begins, ends] + cuts.flatMap { [$0.begins, $0.ends] }).filter { $0 >= begins && $0 <= ends }
    var area = 0.0
    for (from, until) in zip(places.sorted(), places.sorted().dropFirst()) {
      let factor = cuts.reduce(1.0) { $1.begins <= from && until <= $1.ends ? $0 * $1.factor : $0 }
      area += factor * Double(until - from)
    }
    return area / Double(ends - begins)
  }
}

import Components
import Engine
import Scenarios
import Statistics

/// Metrics that are levels over time, and money: a mean by area, or the highest.
extension MetricReading {
  /// Of several components, the busiest.
  func utilization(_ check: Check) -> Observation? {
    let shares = Scope(check, in: plan).components.compactMap { index in
      utilization(of: index).map { (index, $0.share) }
    }
    guard let busiest = shares.max(by: { $0.1 < $1.1 }) else { return nil }
    if check.statistic == .max {
      let highest = shares.compactMap { utilizations(of: $0.0, isMeasured: true).filter { !$0.isNaN }.max() }.max()
      return highest.map { .fact(Bounds($0)) }
    }
    let parts = utilizations(of: busiest.0, isMeasured: true).filter { !$0.isNaN }
    return .ratio(
      Ratio(
        kind: .mean, whole: Ratio.Part(busiest.1, per: 1),
        stretches: Self.joined(parts).map { Ratio.Part($0.reduce(0, +), per: Double($0.count)) }))
  }

  /// Of several components, all of them together; the maximum is that of the highest.
  func gauge(_ gauge: Gauge, _ check: Check) -> Observation? {
    let chosen = Scope(check, in: plan).components
    guard !chosen.isEmpty, seconds > 0 else { return nil }
    let states = chosen.map { measured.components[$0] }
    let levels = states.map { $0.gauges[gauge] }
    if check.statistic == .max { return levels.map { Double($0.maximum) }.max().map { .fact(Bounds($0)) } }
    return mean(levels.reduce(UInt128(0)) { $0 + $1.area }, levels.map(\.intervals))
  }

  /// Operations of components, or requests of flows.
  func inFlight(_ check: Check) -> Observation? {
    guard seconds > 0 else { return nil }
    let scope = Scope(check, in: plan)
    if check.label("component") != nil {
      return gauge(.present, check)
    }
    let flows = scope.flows.map { measured.flows[$0] }
    if check.statistic == .max { return flows.map { Double($0.inFlightMaximum) }.max().map { .fact(Bounds($0)) } }
    return flows.isEmpty ? nil : mean(flows.reduce(UInt128(0)) { $0 + $1.inFlight }, flows.map(\.intervalInFlight))
  }

  /// Records that wait for their consumer group; of several groups, all of them, and the longest maximum.
  func lag(_ check: Check) -> Observation? {
    let groups = Scope(check, in: plan).groups.map { measured.groups[$0] }
    guard !groups.isEmpty, seconds > 0 else { return nil }
    if check.statistic == .max { return groups.map { Double($0.recordsMaximum) }.max().map { .fact(Bounds($0)) } }
    return mean(groups.reduce(UInt128(0)) { $0 + $1.records }, groups.map(\.intervalRecords))
  }

  /// The bill of a month. What follows use varies with it, and is uncertain as use is.
  func cost(_ check: Check) -> Observation? {
    guard let standsFor = scenario.run.standsFor, [.perMonth, .total].contains(check.statistic) else { return nil }
    let months = check.statistic == .total ? Double(standsFor) / Double(CostModel.month) : 1
    let chosen = Set(Scope(check, in: plan).components.map { plan.components[$0].name })
    let isNamed = check.labels.contains { ["component", "system"].contains($0.label) }
    let lines = CostModel(reading: self).bill().lines.filter { line in
      !isNamed || chosen.contains(line.component) || line.component == check.label("component")
    }
    let total = Double(lines.reduce(0) { $0 + $1.perMonthMicros }) * months
    // A bill without use is what it is.
    guard lines.contains(where: { $0.followsUse && $0.perMonthMicros != 0 }) else { return .fact(Bounds(total)) }
    var stretches = stretchesOfTimeline.map { _ in 0.0 }
    var metered = 0.0
    for line in lines where line.followsUse {
      guard let index = plan.components.firstIndex(where: { $0.name == line.component }) else { continue }
      let counts = completions(of: index)
      let all = Double(counts.reduce(0, +))
      guard all > 0, counts.count == stretches.count else { continue }
      metered += Double(line.perMonthMicros) * months
      for number in stretches.indices {
        stretches[number] +=
          Double(line.perMonthMicros) * months * Double(counts[number]) / all * Double(stretches.count)
      }
    }
    return .ratio(
      Ratio(
        kind: .mean, whole: Ratio.Part(metered, per: 1),
        stretches: metered > 0 ? stretches.map { Ratio.Part($0, per: 1) } : [], fixed: total - metered))
  }

  // MARK: Parts

  /// An area of the measured part over time, with those of the timeline's intervals.
  private func mean(_ area: UInt128, _ series: [[UInt128]]) -> Observation {
    let ranges = stretchesOfTimeline
    let interval = Double(plan.horizon.interval) / 1e9 * Double(replications)
    let isKept = !series.isEmpty && !series.contains(where: \.isEmpty)
    return .ratio(
      Ratio(
        kind: .mean, whole: Ratio.Part(Double(area) / 1e9, per: seconds),
        stretches: isKept
          ? ranges.map { range in
            let areas = series.map { areas in
              areas[range.clamped(to: 0..<areas.count)].reduce(0) { $0 + Double($1) }
            }
            return Ratio.Part(areas.reduce(0, +) / 1e9, per: interval * Double(range.count))
          } : []))
  }

  /// What a component completed in each stretch of the timeline, polls of a population included.
  private func completions(of index: Int) -> [UInt64] {
    var series = measured.components[index].intervalCompletions
    for (number, polling) in plan.pollings.enumerated() where polling.component == index || polling.source == index {
      series.merge(measured.pollings[number].intervalAnswered)
    }
    return stretchesOfTimeline.map { series[$0.clamped(to: 0..<series.count)].reduce(0, +) }
  }

  /// Answered polls of populations, of those that were due and of an entity that was there.
  func refreshes(_ check: Check) -> Counted? {
    Counted.sum(
      Scope(check, in: plan).pollings.map { index in
        let state = measured.pollings[index]
        var counted = Counted()
        counted.whole = Counted.Part(
          amount: Bounds(Double(state.answered), Double(state.answered + state.unended.ages.count)),
          trials: state.due - min(state.due, state.inactive))
        counted.stretches = stretchesOfTimeline.map { range in
          func sum(_ series: [UInt64]) -> UInt64 { series[range.clamped(to: 0..<series.count)].reduce(0, +) }
          return Counted.Part(amount: Bounds(Double(sum(state.intervalAnswered))), trials: sum(state.intervalStarted))
        }
        return counted
      })
  }

  /// At most 64 neighbouring groups.
  private static func joined(_ values: [Double]) -> [ArraySlice<Double>] {
    let parts = min(Stretch.count, values.count)
    return (0..<parts).map { values[values.count * $0 / parts..<values.count * ($0 + 1) / parts] }
  }
}

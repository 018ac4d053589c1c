import Components
import Engine
import Scenarios
import Statistics

/// Being up, as far as outages come at random.
///
/// Outages are events, and an outage that is twice as long as they are on average counts as two: so the interval knows that
/// none in so much time may be luck, and that long ones make few (`RateEstimate`).
extension MetricReading {
  /// Share of the measured time in which none of the chosen components was down.
  func availability(_ check: Check) -> Observation? {
    let chosen = Scope(check, in: plan).components
    guard seconds > 0, let runs = findings.outages(of: chosen) else { return nil }
    let down = runs.flatMap { $0 }.reduce(0) { $0 + Double($1.count) / 1e9 }
    // What is down by the calendar alone is so in every run.
    guard let length = chosen.compactMap(outageLength).max() else { return .fact(Bounds(1 - down / seconds)) }
    let stretches = (0..<Stretch.count).map { number -> Ratio.Part in
      let stretch = Stretch.end(number, of: plan.horizon)..<Stretch.end(number + 1, of: plan.horizon)
      let inside = runs.flatMap { $0 }.reduce(0) { $0 + Double($1.clamped(to: stretch).count) / 1e9 }
      return Ratio.Part(inside / length, per: seconds(ofStretch: number) / length)
    }
    var ratio = Ratio(kind: .count, whole: Ratio.Part(down / length, per: seconds / length), stretches: stretches)
    ratio.isComplement = true
    return .ratio(ratio)
  }

  /// Seconds that a component is down on average when something has struck it that comes at random, the longest of all
  /// such things; nil where there is none.
  private func outageLength(of index: Int) -> Double? {
    let component = plan.components[index]
    var lengths = plan.faults.filter { $0.recurs != nil || $0.aim != nil }.compactMap { fault -> Double? in
      guard fault.effect.takesDown, plan.components(hitBy: fault).contains(index) else { return nil }
      // Where a copy takes over, what was lost need not come back.
      if fault.effect == .failover, let database = component.database, database.failover >= 0 {
        return mean(database.failover)
      }
      return fault.recurs.map { mean($0.length) } ?? fault.aim.map { Double($0.lasting) / 1e9 }
    }
    if let freezing = component.freezing { lengths.append(Double(freezing.backIn) / 1e9) }
    return lengths.filter { $0 > 0 && $0.isFinite }.max()
  }

  private func mean(_ distribution: Int32) -> Double { plan.distributions[Int(distribution)].mean / 1e9 }
}

import Components
import Engine
import Scenarios
import Statistics

/// Reads any metric of the catalogue from what was measured: the one place where a name of a budget becomes a number.
/// What each metric reads, `MetricDefinition` says.
struct MetricReading {
  let plan: NetworkPlan
  let scenario: Scenario
  let measured: Measurements
  let replications: Int
  /// What each replication was judged for by itself.
  var findings = PathFindings()

  /// Measured time of all replications together, in seconds.
  var seconds: Double {
    Double(max(0, measured.simulated - plan.horizon.warmUp)) * Double(replications) / 1e9
  }

  /// What there is to estimate a check's left side from; nil when there is nothing.
  func observation(of check: Check) -> Observation? { MetricDefinition.of(check)?.read(self, check) }

  /// Value of a check's left side, with what had not ended at its age; nil when there is nothing to read it from.
  func value(of check: Check) -> Double? {
    switch observation(of: check) {
    case .samples(let stretches, let exceeding): TimeFigure(check, exceeding: exceeding).value(stretches)?.low
    case .ratio(let ratio): ratio.value?.low
    case .fact(let bounds): bounds.low
    case nil: nil
    }
  }

  // MARK: Stretches

  /// Intervals of the timeline that belong to each of at most 64 stretches of the measured part; the last one takes
  /// what ended in the drain.
  var stretchesOfTimeline: [Range<Int>] {
    let horizon = plan.horizon
    guard horizon.interval > 0 else { return [] }
    let first = Int(horizon.warmUp / horizon.interval)
    let count = horizon.intervals - first
    guard count > 0 else { return [] }
    let parts = min(Stretch.count, count)
    return (0..<parts).map { first + count * $0 / parts..<first + count * ($0 + 1) / parts }
  }

  /// Seconds of the measured part that lie in each of the plan's stretches, all replications together.
  func seconds(ofStretch number: Int, within span: Range<Nanoseconds>? = nil) -> Double {
    let begins = Stretch.end(number, of: plan.horizon)
    let ends = Stretch.end(number + 1, of: plan.horizon)
    let low = max(begins, span?.lowerBound ?? begins)
    let high = min(ends, span?.upperBound ?? ends)
    return Double(max(0, high - low)) * Double(replications) / 1e9
  }

  /// The stretch in which a timeline interval begins.
  func stretch(ofInterval interval: Int) -> Int {
    let horizon = plan.horizon
    let span = Double(max(1, horizon.end - horizon.warmUp))
    let offset = Double(Nanoseconds(interval) * horizon.interval - horizon.warmUp)
    return min(Stretch.count - 1, max(0, Int(offset / span * Double(Stretch.count))))
  }
}

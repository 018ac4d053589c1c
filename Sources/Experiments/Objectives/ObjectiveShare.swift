import Components
import Engine
import Scenarios
import Statistics

extension MetricReading {
  /// Requests of an objective's flow that were not good, of all that began, by stretches.
  ///
  /// Failures are bad whether `ok` is written or not; a limit on latency is exact to the 0.1 % of its histogram. What
  /// had not ended is bad as soon as it is older than the limit, and may become so in any case.
  func badShare(of objective: Objective) -> Ratio {
    let parts = plan.flows.indices.filter { plan.flows[$0].name == objective.flow }.map { flow -> [Ratio.Part] in
      let failed = measured.flows[flow].stretches.map(\.failed)
      let samples = latency(ofFlow: flow)
      let failures =
        failed.count == samples.count
        ? failed
        : [measured.flows[flow].failures]
      return zip(samples, failures).map { bad($0, failures: $1, limit: objective.latencyBelow) }
    }
    let stretches = parts.dropFirst().reduce(parts.first ?? []) { sum, more in
      sum.count == more.count ? zip(sum, more).map { $0 + $1 } : sum
    }
    let whole = stretches.dropFirst().reduce(stretches.first ?? Ratio.Part(0, per: 0), +)
    return Ratio(kind: .share, whole: whole, stretches: stretches)
  }

  private func bad(_ samples: StretchSamples, failures: UInt64, limit: Nanoseconds?) -> Ratio.Part {
    let late = limit.map { samples.above($0 - 1) } ?? unlimited(samples)
    return Ratio.Part(
      amount: late + Bounds(Double(failures)), per: Double(samples.count + failures))
  }

  /// Without a limit only what is lost is bad, and what had not ended may be.
  private func unlimited(_ samples: StretchSamples) -> Bounds {
    let lost = Double(samples.ended.missing)
    return Bounds(lost, lost + Double(samples.ages.count))
  }
}

import Components
import Engine

extension Assembler {
  mutating func addSource(_ workload: Workload) {
    let load = scenario.run.load
    func scaled(_ rate: Double) -> Double { scale.rate(rate * load) }
    let end = scenario.run.duration
    var knots: [RateKnot] = []
    var phases: [(name: String, begins: Nanoseconds, ends: Nanoseconds)] = []
    switch workload.shape {
    case .rate(let rate):
      knots = [
        RateKnot(at: workload.starts, before: 0, after: scaled(rate)),
        RateKnot(at: max(end, workload.starts + 1), before: scaled(rate), after: 0),
      ]
    case .stages(let stages):
      var time = workload.starts
      knots = [RateKnot(at: time, before: 0, after: 0)]
      for stage in stages {
        let target = scaled(stage.target)
        if stage.duration == 0 {
          knots[knots.count - 1].after = target
        } else {
          phases.append((stage.name, time, time + stage.duration))
          time += stage.duration
          knots.append(RateKnot(at: time, before: target, after: target))
        }
      }
      knots[knots.count - 1].after = 0
    case .diurnal(let mean, let peak, let peakAt):
      knots = DiurnalCurve(mean: scaled(mean), peak: peak, peakAt: peakAt)
        .knots(from: workload.starts, until: end, startsAt: scenario.run.startsAt)
    }
    let flows = workload.flows.compactMap { share in
      flowIndex[share.flow].map { (flow: $0, share: share.share) }
    }
    plan.sources.append(
      SourcePlan(
        name: workload.name, stream: unprefixed(workload.name), knots: knots, flows: flows, phases: phases))
  }
}

import Experiments

extension RunFigures {
  /// All figures of a run, the one that is shown first at its full width.
  var all: [Figure] {
    let figures =
      fidelity() + origins() + load() + percentiles() + distributions() + freshness() + utilization() + queues()
      + replicas() + cost()
    let lead = leadName
    return figures.map { figure in
      guard figure.name == lead else { return figure }
      var shown = figure
      (shown.width, shown.height, shown.x) = (880, 330, timeAxis)
      return shown
    }
  }

  /// The figure that shows most of why the verdict is what it is: that of the first budget that does not hold, else the
  /// load where requests fail, else the percentiles of the flow that most requests take. Nil without a timeline.
  var leadName: String? {
    guard hasTimeline else { return nil }
    let shown = shownPercentiles
    let order: [Verdict] = [.violated, .cannotJudge, .warned]
    let budget = order.lazy.compactMap { verdict in result.budgets.first { $0.verdict == verdict } }.first
    if let budget, let check = CheckText(budget.check) {
      let flow = check.metric == "latency" ? check.label("flow") : check.metric
      if let place = shown.firstIndex(where: { $0.name == flow }) { return percentilesName(shown[place], place) }
      if check.metric == "utilization", !utilization().isEmpty { return "utilization" }
    }
    let failed = flows.contains { $0.failed.contains { $0 > 0 } }
    if failed, !load().isEmpty { return "load" }
    let busiest = shown.indices.filter { !shown[$0].isMeasure }.max {
      shown[$0].completed.reduce(0, +) < shown[$1].completed.reduce(0, +)
    }
    if let place = busiest ?? shown.indices.first { return percentilesName(shown[place], place) }
    return load().isEmpty ? nil : "load"
  }
}

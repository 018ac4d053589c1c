import Components
import Engine
import Scenarios
import Statistics

/// Why a budget was judged as it was, in one sentence, and what would decide where nothing is.
struct JudgementWords {
  let check: Check
  let reading: MetricReading

  // MARK: No figure

  func unresolvedBaseline(hasWindow: Bool) -> String {
    hasWindow
      ? "a limit relative to a baseline is judged over the whole run, not in windows"
      : "a limit relative to a baseline needs one that has this figure: `orrery check --baseline`"
  }

  var nothingToRead: String {
    switch check.metric {
    case "cost" where reading.scenario.run.standsFor == nil: "a month cannot be billed without `run.stands-for`"
    case "recovery": recovery
    case "downtime", "availability": "more was decided, or a fault came more often, than is kept"
    default: "no samples of \(check.metric)"
    }
  }

  let infinitelyLate = "more are missing than the figure allows"
  let onePair = "one pair of replications has no spread: run more of them"

  func paired(_ pairs: Int, isUndecided: Bool) -> String {
    "\(pairs) pairs of replications" + (isUndecided ? "; the limit lies inside the interval: run more of them" : "")
  }

  // MARK: Facts

  func inRuns(_ count: Int) -> String { count == 1 ? "in this run" : "in each of \(count) runs" }

  func fact(broken: Int, held: Int, of runs: Int, isInfinite: Bool, isTotal: Bool) -> String {
    var parts: [String] = []
    if isInfinite { parts.append("some never ended") }
    if broken > 0 {
      parts.append(runs == 1 ? "in this run" : "broken in \(broken) of \(runs) runs")
    } else if held == runs {
      parts.append(inRuns(runs))
    } else {
      parts.append(
        "what had not ended decides \(runs == 1 ? "it" : "\(runs - held) of \(runs) runs"): drain for longer")
    }
    if isTotal && runs > 1 { parts.append("observed is the sum") }
    return parts.joined(separator: ", ")
  }

  /// How many replications recovered; or why that cannot be said.
  var recovery: String {
    let verdicts = reading.findings.verdicts(check, Scope(check, in: reading.plan))
    let judged = verdicts.compactMap { verdict -> Bool? in
      switch verdict {
      case .after: true
      case .never: false
      case .notJudged: nil
      }
    }
    if judged.contains(false) {
      return "\(judged.count { !$0 }) of \(judged.count) did not recover (metastable)"
    }
    if !judged.isEmpty { return "\(judged.count) of \(verdicts.count) judged, all recovered" }
    for case .notJudged(let reason) in verdicts { return reason }
    return "a fault is judged that has an end, and a phase only if load is lower before and after it"
  }

  // MARK: Estimates

  func estimate(_ estimate: FigureEstimate, _ answer: FigureEstimate.Answer) -> String {
    var parts: [String] = []
    if let samples = estimate.samples { parts.append("\(samples) samples") }
    if estimate.value.low.isInfinite { parts.append(infinitelyLate) }
    switch answer {
    case .held, .violated: break
    case .unended:
      parts.append(
        "it holds if what had not ended ends well, and breaks if not: drain for longer, or look for a backlog")
    case .tooFew(let factor): parts.append("too few to judge" + longer(factor))
    case .straddles(let factor): parts.append("the limit lies inside the interval" + longer(factor))
    }
    return parts.joined(separator: ", ")
  }

  /// `: run about 4 times as long (40min), or 10 replications`
  private func longer(_ factor: Double?) -> String {
    let replications = reading.replications
    // However long it is, one run has each fault and phase once; and a longer one counts more.
    if replications == 1 && hasPatterns {
      return
        ": run \(Collection.manyReplications) replications, one run cannot tell what faults and phases do from chance"
    }
    if check.statistic == .count && replications < Collection.manyReplications {
      return ": run \(Collection.manyReplications) replications"
    }
    guard let factor, factor.isFinite, factor < 1e6 else {
      return replications < Collection.manyReplications ? ": run \(Collection.manyReplications) replications" : ""
    }
    let factorText = factor < 10 ? Self.tenths(max(1.1, factor)) : "\(Int(factor.rounded(.up)))"
    let wanted = max(Collection.manyReplications, Int((Double(replications) * factor).rounded(.up)))
    return ": run about \(factorText) times as long, or \(wanted) replications"
  }

  private var hasPatterns: Bool {
    let plan = reading.plan
    return plan.faults.contains { !$0.isRoutine && $0.recurs == nil } || plan.sources.contains { $0.phases.count > 1 }
  }

  static func tenths(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded(.up))
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
  }

  static func percent(_ share: Double) -> String {
    let tenths = (share * 1000).rounded()
    guard tenths.isFinite, tenths < 1e15 else { return "–" }
    return tenths < 1 && share > 0 ? "< 0.1 %" : "\(Int(tenths) / 10).\(Int(tenths) % 10) %"
  }
}

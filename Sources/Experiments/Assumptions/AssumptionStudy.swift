import Components
import Scenarios
import Statistics

/// What a figure and the budgets do when each assumption is moved to the ends of its range, the others as written, and
/// every run under the same random numbers.
package struct SensitivityResult: Sendable {
  package var figure = ""
  package var unit = "ns"
  package var currency = "USD"
  package var base: Double?
  /// The largest effect first.
  package var effects: [AssumptionEffect] = []
  /// Ranges that could not be varied, and why the others may be enough.
  package var remarks: [String] = []
  package var isPartial = false
  package init() {}
}

package struct AssumptionEffect: Sendable {
  package struct End: Sendable {
    package var text: String
    package var value: Double?
    /// Budgets whose verdict is another one than as written.
    package var changed: [(budget: String, verdict: Verdict)]
  }
  package var quantity: SourcedQuantity
  package var low: End
  package var high: End

  /// How far the figure moves over the range.
  package var swing: Double {
    guard let low = low.value, let high = high.value else { return .infinity }
    return (high - low).magnitude
  }
}

package struct AssumptionStudy {
  /// With assignments on top of those that were given.
  private let design: ([String]) throws -> Experiment
  private let quantities: [SourcedQuantity]

  /// - Parameter design: makes the experiment of some further assignments, as `--set` takes them.
  package init(_ quantities: [SourcedQuantity], design: @escaping ([String]) throws -> Experiment) {
    self.quantities = quantities
    self.design = design
  }

  private func ranges(_ remarks: inout [String]) -> [AssumptionRange] {
    var ranges: [AssumptionRange] = []
    for quantity in quantities where quantity.range != nil {
      if let range = AssumptionRange(quantity) {
        ranges.append(range)
      } else {
        remarks.append(
          "\(quantity.path): its range (\(quantity.range ?? "")) has no number at each end, and is left out")
      }
    }
    let open = quantities.count { $0.origin == .assumed && $0.range == nil }
    if open > 0 { remarks.append("\(open) assumptions state no range, as in `20ms (10ms..30ms) assumed`") }
    return ranges
  }

  // MARK: One at a time

  /// - Parameter figure: nil for that of the first budget, or else the first flow's p99.
  package func sensitivity(
    of figure: Check?, stop: StopRequest, observer: (String) -> (any RunObserver)? = { _ in nil }
  ) throws -> SensitivityResult {
    var answer = SensitivityResult()
    let base = try design([])
    let written = try base.run(stop: stop, observer: observer("as written"))
    guard let check = figure ?? Self.figure(of: base, written) else {
      answer.remarks.append("there is no budget and no flow to read a figure from")
      return answer
    }
    answer.figure = check.figure
    answer.unit = check.unit
    answer.currency = written.cost?.currency ?? "USD"
    answer.base = base.value(of: check)
    for range in ranges(&answer.remarks) {
      var ends: [AssumptionEffect.End] = []
      for text in [range.lowText, range.highText] where !stop.isRequested {
        let setting = "\(range.quantity.path)=\(text)"
        let experiment = try design([setting])
        let result = try experiment.run(stop: stop, observer: observer(setting))
        let changed = zip(written.budgets, result.budgets).filter { $0.verdict != $1.verdict }.map {
          (budget: $1.name, verdict: $1.verdict)
        }
        ends.append(AssumptionEffect.End(text: text, value: experiment.value(of: check), changed: changed))
      }
      guard ends.count == 2, !stop.isRequested else {
        answer.isPartial = true
        break
      }
      answer.effects.append(AssumptionEffect(quantity: range.quantity, low: ends[0], high: ends[1]))
    }
    answer.effects.sort { ($1.swing, $0.quantity.path) < ($0.swing, $1.quantity.path) }
    return answer
  }

  /// Of the budget that is nearest to its limit, or broken; else of the first flow.
  private static func figure(of experiment: Experiment, _ result: RunResult) -> Check? {
    let budgets = zip(experiment.scenario.budgets, result.budgets).filter { $1.observed != nil }
    if let open = budgets.first(where: { $1.verdict != .held }) ?? budgets.first { return open.0.check }
    return experiment.plan.flows.first.map {
      Check(
        statistic: .quantile(0.99), metric: "latency", labels: [("flow", $0.name)], above: nil, comparison: .less,
        limit: .value(0), limitIsRatio: false, text: "")
    }
  }

  // MARK: All at once

  /// How often the budgets hold when every range is drawn from, as a share of so many draws.
  package func draws(
    _ count: Int, seed: UInt64, stop: StopRequest, finished: (Int) -> Void = { _ in }
  ) throws -> AssumptionDraws {
    var answer = AssumptionDraws()
    let ranges = ranges(&answer.remarks)
    answer.ranges = ranges.count
    guard !ranges.isEmpty else { return answer }
    for number in 0..<count {
      let settings = ranges.map { "\($0.quantity.path)=\($0.draw(number, seed: seed))" }
      let experiment = try design(settings)
      let result = try experiment.run(stop: stop)
      if stop.isRequested {
        answer.isPartial = true
        break
      }
      answer.add(result, settings: settings)
      finished(number + 1)
    }
    return answer
  }
}

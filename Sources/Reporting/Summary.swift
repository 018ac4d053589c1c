import Experiments
import Scenarios
import Statistics

/// What a run says in words: the same sentences in the terminal and on the page.
struct Summary {
  let result: RunResult

  init(_ result: RunResult) { self.result = result }

  /// `road-warrior/cycle with poll-240s`
  var name: String {
    let scenario = result.scenario
    guard !scenario.options.isEmpty else { return scenario.name }
    return "\(scenario.name) with \(scenario.options.joined(separator: ", "))"
  }

  /// The verdict that a page is coloured by: of a live run, that on the generator first, then what budgets say, then
  /// whether the service is what the model says.
  var verdict: Verdict {
    guard let live = result.live else { return result.verdict }
    if !live.generator.reasons.isEmpty { return .cannotJudge }
    if result.verdict == .violated || live.fidelity?.verdict == "differs" { return .violated }
    return live.fidelity?.verdict == "cannot-judge" ? .cannotJudge : result.verdict
  }

  /// The verdict as a headline.
  var headline: String {
    guard let live = result.live else { return judged }
    if !live.generator.reasons.isEmpty { return "Cannot be judged: the generator was in its own way" }
    switch live.fidelity?.verdict {
    case "agrees": return "\(judged), and the service agrees with its model"
    case "differs": return "\(judged), and the service differs from its model"
    default: return judged
    }
  }

  private var judged: String {
    switch result.verdict {
    case .held: result.budgets.isEmpty ? "No budget was asked for" : "Every budget held"
    case .warned: result.budgets.isEmpty ? "No budget was asked for, and there are findings" : warned
    case .violated: "Not held: " + broken.joined(separator: " and ")
    case .cannotJudge: "Cannot be judged"
    }
  }

  private var warned: String {
    if result.findings.contains(where: { $0.kind == .unjudged }) {
      return "Every budget held, and none judges what failed"
    }
    return result.findings.isEmpty ? "Every budget held, with warnings" : "Every budget held, with findings"
  }

  private var broken: [String] {
    let budgets = result.budgets.count { $0.verdict == .violated }
    let invariants = result.invariants.count { $0.violations > 0 && !$0.isExpected }
    let missing = result.invariants.count { $0.violations == 0 && $0.isExpected }
    let objectives = result.objectives.count { $0.verdict == .violated }
    var parts: [String] = []
    if budgets > 0 { parts.append("\(budgets) \(budgets == 1 ? "budget" : "budgets")") }
    if invariants > 0 {
      parts.append("\(invariants) \(invariants == 1 ? "invariant" : "invariants")")
    }
    if objectives > 0 { parts.append("\(objectives) \(objectives == 1 ? "objective" : "objectives")") }
    if missing > 0 { parts.append("\(missing) expected violation\(missing == 1 ? "" : "s")") }
    return parts.isEmpty ? ["a budget"] : parts
  }

  /// How the budgets and invariants stand, in one line each.
  var standings: [String] {
    var lines: [String] = []
    if !result.budgets.isEmpty {
      let parts = [
        (Verdict.held, "held"), (.violated, "violated"), (.warned, "warned"),
        (.cannotJudge, "cannot be judged"),
      ].compactMap { verdict, word in
        let count = result.budgets.count { $0.verdict == verdict }
        return count > 0 ? "\(count) \(word)" : nil
      }
      lines.append(
        "\(result.budgets.count) \(result.budgets.count == 1 ? "budget" : "budgets"): \(parts.joined(separator: ", "))")
    }
    if !result.invariants.isEmpty {
      let broken = result.invariants.count { $0.violations > 0 && !$0.isExpected }
      let expected = result.invariants.count { $0.violations > 0 && $0.isExpected }
      var parts = ["\(result.invariants.count - broken - expected) held"]
      if broken > 0 { parts.append("\(broken) violated") }
      if expected > 0 { parts.append("\(expected) violated as expected") }
      lines.append(
        """
        \(result.invariants.count) \(result.invariants.count == 1 ? "invariant" : "invariants"): \
        \(parts.joined(separator: ", "))
        """
      )
    }
    return lines
  }

  /// Size of the run: `600 s simulated × 3, 41.2 M events, 900 M refreshes`.
  var size: String {
    let time = QuantityText.time(result.simulatedNanoseconds)
    var parts = [result.live.map { "\(time) against \($0.target)" } ?? "\(time) simulated"]
    if result.replications > 1 { parts[0] += " × \(result.replications) replications" }
    parts.append("\(QuantityText.count(result.events)) events")
    if result.refreshes > 0 { parts.append("\(QuantityText.count(result.refreshes)) refreshes") }
    if result.scenario.scale > 1 { parts.append("scale 1:\(result.scenario.scale)") }
    return parts.joined(separator: ", ")
  }

  /// One sentence on why the verdict is what it is: what does not hold and by how much, else how much room there is.
  var why: String? {
    let order: [Verdict] = [.violated, .cannotJudge, .warned]
    for verdict in order {
      guard let budget = result.budgets.first(where: { $0.verdict == verdict }) else { continue }
      let others = result.budgets.count { $0.verdict == verdict } - 1
      let more = others > 0 ? ", and \(others) more" : ""
      let figures = BudgetFigures(budget, result)
      let reason = budget.reason.isEmpty ? "\(figures.observed), limit \(figures.limit)" : budget.reason
      return [end("\(budget.name): \(reason)\(more)"), bottleneck].compactMap { $0 }.joined(separator: " ")
    }
    if let broken = result.invariants.first(where: { ($0.violations > 0) != $0.isExpected }) {
      let seen =
        broken.violations > 0 ? "\(QuantityText.count(broken.violations)) times" : "never, though it was expected"
      return "\(broken.id) was violated \(seen): \(end(broken.documentation))"
    }
    return bottleneck
  }

  private func end(_ sentence: String) -> String { sentence.hasSuffix(".") ? sentence : sentence + "." }

  /// Which component limits the design, and how much room is left; nil when nothing is limited. It speaks of the worst
  /// sustained window or phase where the run has peaks, and of the whole run where it has none.
  var bottleneck: String? {
    let ranked = result.sustainedPeaks
    guard let first = ranked.first else { return nil }
    var text: String
    if first.share >= 0.5 {
      let waiting = result.components.first { $0.name == first.component }?.meanWaiting ?? 0
      text =
        first.share >= 0.95
        ? "\(first.component) is the bottleneck: its \(first.resource) are \(busy(first))"
        : "\(first.component) fills up first: its \(first.resource) are \(busy(first))"
      text += waiting > 0 ? ", and work waits \(QuantityText.time(waiting)) on average." : "."
      text +=
        first.share >= 0.95
        ? " It has no room for more load\(first.isPeak ? " then" : "")."
        : " With the same mix, load can grow to about ×\(Decimal.fixed(1 / first.share, digits: 2)) before it is full."
    } else {
      // What fails without anything being full, fails for another reason.
      let failed = result.failedShare
      let start =
        failed >= 0.01
        ? "\(QuantityText.share(failed)) of the requests fail, though nothing is near its limit: "
        : "Nothing is near its limit: "
      let peak = first.isPeak ? " in its busiest time, \(span(first))" : ""
      return
        """
        \(start)the busiest component, \(first.component), has \(QuantityText.share(first.share)) \
        of its \(first.resource) busy\(peak).
        """
    }
    if ranked.count > 1 { text += " Next is \(ranked[1].component) at \(QuantityText.share(ranked[1].share))." }
    return text
  }

  /// `100 % busy from 0:05:12 to 0:10:00 (44.6 % over the run)`
  private func busy(_ peak: SustainedPeak) -> String {
    let share = "\(QuantityText.share(peak.share)) busy"
    guard peak.isPeak else { return share }
    return share + " \(span(peak))" + (peak.mean.map { " (\(QuantityText.share($0)) over the run)" } ?? "")
  }

  private func span(_ peak: SustainedPeak) -> String {
    "from \(QuantityText.time(peak.begins)) to \(QuantityText.time(peak.ends))"
  }

  /// The command that repeats this run, with everything that it depends on.
  var command: String {
    guard let live = result.live else { return command("run") }
    return command("live", ["--target", live.target])
  }

  /// The same run, watched: `orrery trace … --violation RW-I1`.
  func command(_ verb: String, _ more: [String] = []) -> String {
    let scenario = result.scenario
    var words = ["orrery", verb, scenario.sources.first?.path ?? "\(scenario.name).yaml"]
    if !scenario.options.isEmpty { words += ["--with", scenario.options.joined(separator: ",")] }
    for assignment in scenario.assignments { words += ["--set", assignment] }
    if scenario.scale > 1 { words += ["--scale", "1:\(scenario.scale)"] }
    words += ["--seed", String(scenario.seed)]
    if result.mode == .simulated { words += ["--replications", String(max(result.replications, 1))] }
    words += more
    return words.map(Self.shellWord).joined(separator: " ")
  }

  static func shellWord(_ word: String) -> String {
    let plain = word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "/.-_=:,+%@".contains($0)) }
    return plain && !word.isEmpty ? word : "'" + word.replacing("'", with: "'\\''") + "'"
  }
}

extension Verdict {
  /// One character for it; plain ASCII where nothing else is possible.
  func mark(isASCII: Bool = false) -> String {
    switch self {
    case .held: isASCII ? "ok" : "✓"
    case .violated: isASCII ? "X" : "✗"
    case .warned: "!"
    case .cannotJudge: "?"
    }
  }

  var word: String {
    switch self {
    case .held: "held"
    case .violated: "violated"
    case .warned: "warned"
    case .cannotJudge: "cannot judge"
    }
  }
}

extension ComponentResult {
  /// A mean time, as a bound where operations had not ended.
  func bound(_ time: Int64) -> String { (unended > 0 ? "≥ " : "") + QuantityText.time(time) }
}

extension Indicator {
  /// A percentile for a table: in brackets where the samples are too few to judge it by.
  func percentile(_ quantile: Double) -> String {
    guard let value = histogram.quantile(quantile) else { return "–" }
    let text = (isAtLeast(quantile) ? "≥ " : "") + QuantityText.time(value)
    return isTold(quantile) ? text : "(\(text))"
  }

  /// `62.1 ± 0.6 ms`
  var meanText: String {
    guard let mean = histogram.mean else { return "–" }
    if histogram.missing > 0 { return "never" }
    if !ages.isEmpty { return "≥ " + QuantityText.time(mean) }
    guard let interval = meanInterval, interval.halfWidth.isFinite else { return QuantityText.time(mean) }
    // In one unit, so that the eye can compare the two: `72.2 ± 0.6 ms`.
    let unit = TimeUnit.fitting(mean)
    let half = Decimal.significant(interval.halfWidth / unit.nanoseconds, digits: 2)
    return "\(Decimal.significant(mean / unit.nanoseconds)) ± \(half) \(unit.symbol)"
  }

  /// Whether a percentile has an interval; where none of the indicator is estimated, whether samples enough lie beyond.
  private func isTold(_ quantile: Double) -> Bool {
    guard !quantileIntervals.isEmpty else { return histogram.count >= QuantileSamples.minimum(for: quantile) }
    return quantileIntervals.contains { $0.quantile == quantile }
  }

  var hasDoubtfulPercentiles: Bool {
    histogram.count > 0 && ![0.5, 0.9, 0.95, 0.99, 0.999].allSatisfy(isTold)
  }
}

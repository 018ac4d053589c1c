import Components
import Engine
import Scenarios
import Statistics

/// Explains figures by replay: one run of a replication finds requests near a percentile, another follows exactly
/// these. Normal runs carry nothing for it.
package struct ExplanationStudy {
  package struct Question: Sendable {
    /// Budgets by name; others are found out.
    package var budget: String?
    /// The budget that stands for a figure that was asked for on the command line.
    package var asked: String?
    package var wantsBill = false
    package var wantsLosses = false
    package var exemplars = 200
    package init() {}
  }

  private let experiment: Experiment
  private let question: Question
  static let slowestCount = 3

  package init(_ experiment: Experiment, question: Question) {
    self.experiment = experiment
    self.question = question
  }

  private struct Target {
    var check: Check
    var budget: BudgetResult?
    var tail: ExemplarBand
    var contrast: ExemplarBand
    var slowest: ExemplarBand
    var value: Double?
  }

  /// - Throws: what running throws.
  package func run(stop: StopRequest, observer: (any RunObserver)? = nil) throws -> Explanation {
    let result = try experiment.run(stop: stop, observer: observer)
    var answer = Explanation()
    answer.scenario = result.scenario
    answer.replications = result.replications
    answer.saturation = SaturationFinder(result: result).find()
    if question.wantsBill { addBill(result, to: &answer) }
    if question.wantsLosses { try addLosses(result, to: &answer, stop: stop) }
    if question.wantsBill || question.wantsLosses { return answer }
    let targets = checks(result, &answer).compactMap { target($0.check, $0.budget, &answer) }
    guard !targets.isEmpty, !stop.isRequested else { return answer }
    // The replication in which every band has somebody; the first will nearly always do.
    var number = 0
    var found = try seek(targets, in: number, stop: stop)
    while number + 1 < min(4, result.replications), found.contains(where: \.isEmpty), !stop.isRequested {
      number += 1
      let other = try seek(targets, in: number, stop: stop)
      if other.count(where: \.isEmpty) < found.count(where: \.isEmpty) { found = other } else { number -= 1; break }
    }
    let followed = try experiment.replay(
      .following(Set(found.joined().map(\.identity))), replication: number, stop: stop)
    for (place, target) in targets.enumerated() {
      let bands = Array(found[3 * place..<3 * place + 3])
      answer.figures.append(explain(target, bands, followed, result, replication: number))
    }
    return answer
  }

  // MARK: What to explain

  private func checks(_ result: RunResult, _ answer: inout Explanation) -> [(check: Check, budget: BudgetResult?)] {
    let budgets = zip(experiment.scenario.budgets, result.budgets).map { ($0.check, $1) }
    if let name = question.asked ?? question.budget {
      return budgets.filter { $0.1.name == name }.map { ($0.0, question.asked == nil ? $0.1 : nil) }
    }
    let broken = budgets.filter { check, budget in
      budget.verdict != .held && subject(of: check) != nil
    }
    for (check, budget) in budgets where budget.verdict != .held && subject(of: check) == nil {
      answer.remarks.append("budget \(budget.name) (\(check.figure)) is no latency, measure or share of errors")
    }
    if !broken.isEmpty { return broken.map { ($0.0, $0.1) } }
    let plan = experiment.plan
    return plan.flows.map { (Self.tail("latency", [("flow", $0.name)]), nil) }
      + plan.measures.map { (Self.tail($0.name, []), nil) }
  }

  private static func tail(_ metric: String, _ labels: [(label: String, value: String)]) -> Check {
    Check(
      statistic: .quantile(0.99), metric: metric, labels: labels, above: nil, comparison: .less, limit: .value(0),
      limitIsRatio: false, text: "")
  }

  private func subject(of check: Check) -> ExemplarBand.Subject? {
    let plan = experiment.plan
    switch check.metric {
    case "latency", "errors":
      if check.label("operation") != nil || check.label("component") != nil { return nil }
      let name = check.label("flow")
      let flows = plan.flows.indices.filter {
        name == nil || plan.flows[$0].name == name || plan.flows[$0].name.hasSuffix("/\(name ?? "")")
      }
      return check.metric == "latency" ? .flows(Array(flows)) : .failures(Array(flows))
    default:
      return plan.measures.firstIndex { $0.name == check.metric }.map { .measure($0) }
    }
  }

  private func target(_ check: Check, _ budget: BudgetResult?, _ answer: inout Explanation) -> Target? {
    guard let subject = subject(of: check) else {
      answer.remarks.append("\(check.figure) is no latency, measure or share of errors: nothing to break down")
      return nil
    }
    let value = experiment.value(of: check)
    var plain = check
    if case .failures(_) = subject { plain.metric = "latency" }
    guard let histogram = experiment.histogram(of: plain) else { return nil }
    /// The bucket that holds a quantile: a band has whole buckets.
    func bucket(_ q: Double) -> (low: Nanoseconds, high: Nanoseconds) {
      Histogram.bounds(ofBucket: Histogram.bucket(of: min(histogram.quantile(q) ?? 0, histogram.maximum ?? 0)))
    }
    let everything: ClosedRange<Nanoseconds> = 0 ... .max
    var range = everything
    if case .failures(_) = subject {
      if value ?? 0 == 0 {
        answer.remarks.append("\(check.figure): no request failed")
        return nil
      }
    } else {
      guard histogram.count > histogram.missing else {
        answer.remarks.append("\(check.figure) has no samples")
        return nil
      }
      switch check.statistic {
      case .quantile(let q):
        let half = min(0.05, (1 - q) / 2)
        range = bucket(max(0, q - half)).low...bucket(min(1, q + half)).high
      case .max: range = bucket(0.999).low ... .max
      case .share: range = Nanoseconds((check.above ?? 0).rounded()) + 1 ... .max
      default: break
      }
    }
    let middle = bucket(0.45).low...bucket(0.55).high
    var contrast = subject
    if case .failures(let flows) = subject { contrast = .flows(flows) }
    return Target(
      check: check, budget: budget, tail: ExemplarBand(subject, range, count: question.exemplars),
      contrast: ExemplarBand(contrast, middle, count: question.exemplars),
      slowest: ExemplarBand(subject, everything, count: Self.slowestCount, takesSlowest: true), value: value)
  }

  private func seek(_ targets: [Target], in number: Int, stop: StopRequest) throws -> [[ExemplarCandidate]] {
    let bands = targets.flatMap { [$0.tail, $0.contrast, $0.slowest] }
    return try experiment.replay(.seeking(bands), replication: number, stop: stop).candidates
  }

  // MARK: Answers

  private func explain(
    _ target: Target, _ bands: [[ExemplarCandidate]], _ followed: Measurements, _ result: RunResult, replication: Int
  ) -> ExplainedFigure {
    let plan = experiment.plan
    var figure = ExplainedFigure()
    figure.figure = target.check.figure
    figure.value = target.value
    figure.unit = target.check.metric == "errors" ? "ratio" : "ns"
    figure.budget = target.budget?.name
    figure.verdict = target.budget?.verdict
    figure.band = target.tail.range
    let tail = paths(followed, in: target.tail, bands[0])
    let contrast = paths(followed, in: target.contrast, bands[1])
    var sums = CauseTable()
    var others = CauseTable()
    for path in tail { sums.add(path) }
    for path in contrast { others.add(path) }
    figure.exemplars = tail.count
    figure.contrasts = contrast.count
    figure.mean = sums.requests > 0 ? Double(sums.total) / Double(sums.requests) : 0
    figure.contrastMean = others.requests > 0 ? Double(others.total) / Double(others.requests) : 0
    figure.shares = sums.shares(plan, beside: others)
    let finder = CauseFinder(
      plan: plan, measured: followed, result: result, decisions: followed.decisions, paths: tail)
    if case .failures = target.tail.subject {
      figure.failures = failures(tail)
      figure.limits = figure.failures.first.map(finder.limits) ?? []
    }
    figure.leading = finder.leading(figure.shares)
    figure.slowest = paths(followed, in: target.slowest, bands[2]).sorted { $0.value > $1.value }
      .prefix(Self.slowestCount).map { slow($0, replication) }
    return figure
  }

  /// What was followed, of those that a band chose.
  private func paths(
    _ followed: Measurements, in band: ExemplarBand, _ chosen: [ExemplarCandidate]
  ) -> [ExemplarPath] {
    let identities = Set(chosen.map(\.identity))
    return followed.paths.filter { path in
      guard identities.contains(path.identity), band.range.contains(path.value) else { return false }
      return switch band.subject {
      case .measure(let measure): path.measure == measure
      case .flows(let flows):
        path.measure < 0 && flows.contains(path.flow) && !StandardOutcome.isFailure(UInt16(path.outcome))
      case .failures(let flows):
        path.measure < 0 && flows.contains(path.flow) && StandardOutcome.isFailure(UInt16(path.outcome))
      }
    }
  }

  private func failures(_ paths: [ExemplarPath]) -> [FailureShare] {
    var counts: [(outcome: Int, origin: FailureOrigin?, count: Int)] = []
    for path in paths {
      if let known = counts.firstIndex(where: { $0.outcome == path.outcome && $0.origin == path.origin }) {
        counts[known].count += 1
      } else {
        counts.append((path.outcome, path.origin, 1))
      }
    }
    let ranked = counts.enumerated().sorted { ($1.element.count, $0.offset) < ($0.element.count, $1.offset) }
    return ranked.map(\.element).map {
      FailureShare(
        $0.origin, outcome: $0.outcome, share: Double($0.count) / Double(paths.count), in: experiment.plan,
        faults: experiment.scenario.faults.map(\.name))
    }
  }

  private func slow(_ path: ExemplarPath, _ replication: Int) -> SlowRequest {
    let plan = experiment.plan
    var slow = SlowRequest()
    slow.name = "\(plan.name(ofSource: Int(path.identity.source))):\(path.number)"
    slow.replication = replication
    slow.value = path.value
    slow.outcome = path.measure >= 0 ? plan.measures[path.measure].name : plan.outcomes[path.outcome]
    for span in path.spans {
      var step = SlowRequest.Step(
        component: span.component >= 0 ? plan.components[span.component].name : "client",
        cause: CauseTable.key(of: span).cause, label: plan.label(of: span), depth: span.depth,
        at: span.from - path.began,
        length: span.length)
      if span.failedTry >= 0 {
        step.label = "\(span.cause.rawValue), in a try of \(plan.components[span.failedTry].name) that failed"
      }
      if span.failedTry < 0 && span.cause == .backoff { step.label = "until the next try" }
      slow.steps.append(step)
    }
    return slow
  }

  // MARK: Bill and losses

  private func addBill(_ result: RunResult, to answer: inout Explanation) {
    guard let cost = result.cost, cost.perMonthMicros > 0 else {
      answer.remarks.append("there is no bill: `prices` or `run.stands-for` is missing")
      return
    }
    answer.currency = cost.currency
    answer.bill = cost.lines.filter { $0.perMonthMicros > 0 }.sorted { $0.perMonthMicros > $1.perMonthMicros }.map {
      BillShare(line: $0, share: Double($0.perMonthMicros) / Double(cost.perMonthMicros))
    }
  }

  private static let lossCounters = ["lost", "dropped", "dead-letters", "expired", "shed", "wasted"]

  private func addLosses(_ result: RunResult, to answer: inout Explanation, stop: StopRequest) throws {
    for invariant in result.invariants where invariant.violations > 0 {
      var loss = Loss(counter: invariant.id, count: invariant.violations, entity: invariant.firstEntity)
      if let key = invariant.firstEntity, let polling = experiment.plan.pollings.first {
        loss.history = try TraceStudy(experiment).trace(
          .entity(population: polling.population, key: UInt64(key)), replication: invariant.firstReplication ?? 0,
          stop: stop
        ).requests
      }
      answer.losses.append(loss)
    }
    var counted: [Loss] = []
    for component in result.components {
      for counter in Self.lossCounters where component.count(counter) > 0 {
        counted.append(Loss(component: component.name, counter: counter, count: component.count(counter)))
      }
      if component.refusals > 0 {
        counted.append(Loss(component: component.name, counter: "refused", count: component.refusals))
      }
    }
    answer.losses += counted.sorted { $0.count > $1.count }
    if answer.losses.isEmpty {
      answer.remarks.append("nothing was lost, refused, or done for somebody who had given up")
    }
  }
}

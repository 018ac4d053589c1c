import Components
import Engine
import Scenarios
import Statistics

/// Turns what was measured into a result that people and machines read.
struct ResultBuilder {
  let scenario: Scenario
  let model: AssembledModel
  let collected: Collection
  let plan: NetworkPlan
  let measured: Measurements
  let reading: MetricReading

  init(scenario: Scenario, model: AssembledModel, collected: Collection) {
    self.scenario = scenario
    self.model = model
    self.collected = collected
    plan = collected.plan
    measured = collected.merged
    reading = collected.reading
  }

  mutating func build() -> RunResult {
    var result = RunResult()
    result.scenario = identity()
    result.replications = collected.replications
    guard collected.replications > 0 else {
      result.isPartial = true
      return result
    }
    result.isPartial = collected.isPartial
    result.simulatedNanoseconds = measured.simulated
    result.events = measured.events
    result.refreshes = measured.pollings.reduce(0) { $0 + $1.started }
    result.indicators = indicators()
    result.populations = populations()
    result.components = components()
    result.links = links()
    result.outcomes = outcomes()
    result.phases = phases()
    result.recoveries = recoveries()
    result.faultStages = faultStages()
    result.decisions = decisions()
    result.droppedDecisions = measured.droppedDecisions
    result.invariants = invariants()
    result.selfChecks = SelfChecks(reading: reading).all()
    result.freshnessDistributions = freshnessDistributions()
    result.timeline = TimelineBuilder(reading: reading, collected: collected).build()
    result.quantities = scenario.quantities
    if scenario.run.standsFor != nil { result.cost = CostModel(reading: reading).bill() }
    let judge = BudgetJudge(reading: reading, collected: collected)
    result.budgets = scenario.budgets.enumerated().map { judge.judge($1, number: $0) }
    let objectives = ObjectiveJudge(reading: reading, collected: collected)
    result.objectives = scenario.objectives.enumerated().map { objectives.judge($1, number: $0) }
    result.findings = BacklogFinder(reading: reading).all() + UnjudgedErrors(reading: reading).all()
    result.warnings = warnings(result)
    let digests = ResultDigests(reading: reading, collected: collected).components()
    result.digests = digests
    result.digest = ResultDigests.root(of: digests)
    result.verdict = verdict(result)
    return result
  }

  private func identity() -> ScenarioIdentity {
    var identity = ScenarioIdentity()
    identity.name = scenario.name
    identity.question = scenario.question
    identity.options = scenario.options
    identity.assignments = scenario.assignments
    identity.sources = scenario.sources
    identity.seed = scenario.run.seed
    identity.scale = scenario.run.scale
    identity.load = scenario.run.load
    identity.startsAt = scenario.run.startsAt
    identity.duration = scenario.run.duration
    identity.warmUp = plan.horizon.warmUp
    identity.drain = scenario.run.drain
    identity.standsFor = scenario.run.standsFor
    identity.hash = scenario.hash
    return identity
  }

  private func verdict(_ result: RunResult) -> Verdict {
    let broken = result.invariants.contains { $0.violations > 0 && !$0.isExpected }
    let missing = result.invariants.contains { $0.violations == 0 && $0.isExpected } && !result.isPartial
    let judged = result.budgets.map(\.verdict) + result.objectives.map(\.verdict)
    if broken || missing || judged.contains(.violated) { return .violated }
    if judged.contains(.cannotJudge) { return .cannotJudge }
    // What changes the meaning of the figures changes that of the verdict.
    let isWarned = result.budgets.contains { $0.verdict == .warned } || !result.findings.isEmpty
    return isWarned ? .warned : .held
  }

  // MARK: Components and populations

  private func populations() -> [PopulationResult] {
    plan.pollings.enumerated().map { index, polling in
      let state = measured.pollings[index]
      var result = PopulationResult()
      result.name = plan.populations[polling.population].name
      result.entities = plan.populations[polling.population].count
      result.bytesEach =
        model.domains[polling.binding].provider.description.entities.first {
          $0.name == result.name
        }?.bytesEach ?? 0
      result.cycle = polling.period
      result.due = state.due
      result.refreshes = state.started
      result.answered = state.answered
      result.refused = state.refused
      result.timedOut = state.timedOut
      result.failed = state.failed
      result.changesFound = state.changesFound
      result.changesMissed = state.changesMissed
      return result
    }
  }

  private func components() -> [ComponentResult] {
    plan.components.indices.map { index in
      let component = plan.components[index]
      let state = measured.components[index]
      var result = ComponentResult()
      result.name = component.name
      result.kind = component.kind
      result.replicas = Int64(component.replicas)
      result.slots = Int64(component.slots * component.replicas)
      result.cores = Int64(component.cores * component.replicas)
      result.arrivals = state.arrivals
      result.completions = state.completions
      result.failures = state.failures
      result.refusals = state.refusals + state.quotaRefusals
      result.timeouts = state.timeouts
      result.goodCompletions = reading.ended(at: index).good
      result.meanReplicas = component.scaling == nil ? nil : reading.activeReplicas(of: index)
      if !state.absence.isZero { result.meanLive = reading.availableReplicas(of: index) }
      if let absences = reading.absences(of: index) {
        result.meanDown = absences.down
        result.meanStarting = absences.starting
        result.meanEjected = absences.ejected
      }
      result.counts = Counter.allCases.filter { state.counts[$0] > 0 }
        .map { ComponentCount(counter: $0.name, count: state.counts[$0]) }
      let seconds = max(1e-9, reading.seconds)
      result.meanQueueLength = Double(state.queue) / 1e9 / seconds
      result.maximumQueueLength = state.queueMaximum
      result.meanInFlight = Double(state.present) / 1e9 / seconds
      result.meanResponse = Self.mean(reading.response(of: index), state.unendedResponse)
      result.meanWaiting = Self.mean(state.waiting, state.unendedWaiting)
      result.meanService = Self.mean(state.service, state.unendedService)
      result.unended = state.unendedResponse.count
      result.backlog = state.backlog
      result.isComparable = component.isComparable
      result.assumedShare = assumedShare(of: component.name)
      addPolling(index, to: &result, seconds: seconds)
      if let utilization = reading.utilization(of: index) {
        result.utilization = utilization.share
        result.scarcest = utilization.resource
      }
      return result
    }
  }

  /// With what had not ended at its age; what is lost has none.
  private static func mean(_ ended: Histogram, _ unended: UnendedMeasurement) -> Nanoseconds {
    var all = ended
    all.merge(unended.ages)
    return Nanoseconds((all.mean ?? 0).rounded())
  }

  /// What population partitions did counts for the worker and for the interface that it calls.
  private func addPolling(_ index: Int, to result: inout ComponentResult, seconds: Double) {
    for (number, polling) in plan.pollings.enumerated()
    where polling.component == index || polling.source == index {
      let state = measured.pollings[number]
      result.arrivals += state.started + state.refused
      result.completions += state.answered + state.failed + state.timedOut
      result.failures += state.failed
      result.timeouts += state.timedOut
      result.refusals += state.refused
      result.meanInFlight += Double(state.busy) / 1e9 / seconds
      if polling.component == index {
        result.slots = state.slots
        result.replicas = Int64(polling.partitions.count)
        result.meanQueueLength += Double(state.waitingSum) / 1e9 / seconds
        let started = Double(max(1, state.started))
        result.meanWaiting = Nanoseconds((Double(state.waitingSum) / started).rounded())
        result.meanService = Nanoseconds((state.latency.mean ?? 0).rounded())
        result.meanResponse = result.meanWaiting + result.meanService
      }
    }
  }

  private func assumedShare(of component: String) -> Double {
    let own = scenario.quantities.filter { $0.path.hasPrefix("components.\(component).") }
    guard !own.isEmpty else { return 0 }
    let assumed = own.filter { $0.origin == .assumed || $0.origin == .unstated }
    return Double(assumed.count) / Double(own.count)
  }

  private func links() -> [LinkResult] {
    plan.links.enumerated().map { index, link in
      var count = index < measured.links.count ? measured.links[index] : 0
      for (number, polling) in plan.pollings.enumerated()
      where polling.component == link.from && polling.source == link.to {
        count += measured.pollings[number].started
      }
      if link.style == .consume { count = measured.components[link.to].arrivals }
      let style: LinkResult.Style =
        switch link.style {
        case .call: .call
        case .publish: .publish
        case .consume: .consume
        case .pass: .pass
        }
      return LinkResult(
        from: link.from < 0 ? "clients" : plan.components[link.from].name,
        to: plan.components[link.to].name, style: style, count: count)
    }
  }

  private func outcomes() -> [OutcomeCount] {
    var all: [OutcomeCount] = []
    func add(_ scope: String, _ name: String, _ counts: [UInt64]) {
      for (outcome, count) in counts.enumerated() where count > 0 {
        all.append(OutcomeCount(scope: scope, name: name, outcome: plan.outcomes[outcome], count: count))
      }
    }
    for (index, flow) in plan.flows.enumerated() { add("flow", flow.name, measured.flows[index].outcomes) }
    for (index, command) in plan.commands.enumerated() {
      add("command", command.name, measured.commandOutcomes[index])
    }
    return all
  }

  private func phases() -> [PhaseResult] {
    var all: [PhaseResult] = []
    for (source, shape) in plan.sources.enumerated() {
      for (index, phase) in shape.phases.enumerated() {
        let state = measured.phases[source][index]
        var result = PhaseResult()
        result.workload = shape.name
        result.name = phase.name
        result.begins = phase.begins
        result.ends = phase.ends
        result.offered = state.offered
        result.completed = state.completed.reduce(0, +)
        result.failed = state.failed.reduce(0, +)
        all.append(result)
      }
    }
    return all
  }

  // MARK: Warnings

  private func warnings(_ result: RunResult) -> [String] {
    var warnings = model.warnings
    warnings += saturated(result)
    if measured.unfinishedRecords > 0 {
      warnings.append("\(measured.unfinishedRecords) records and messages had not been worked off when the run stopped")
    }
    if measured.turnedAway > 0 {
      warnings.append("\(measured.turnedAway) requests were turned away: too many in flight")
    }
    if measured.droppedDecisions > 0 {
      warnings.append(
        "\(measured.droppedDecisions) decisions of the first replication are not listed: only the first \(measured.decisions.count) are kept"
      )
    }
    for recovery in result.recoveries where recovery.outcome == .didNotRecover {
      warnings.append(
        "\(recovery.slowestFlow) did not recover from \(recovery.name)\(recovery.style == .recurring ? " before it came again" : ""): the cause ended, the effect stayed (metastable)"
      )
    }
    for check in result.selfChecks where !check.isWithinTolerance {
      warnings.append("\(check.component): \(check.law) does not hold within tolerance: \(check.remark)")
    }
    for invariant in result.invariants where invariant.isExpected && invariant.violations == 0 {
      warnings.append("\(invariant.id) was expected to be violated and was not")
    }
    warnings += scenario.warnings.map(\.description)
    return warnings
  }

  /// One line for all components that are full.
  private func saturated(_ result: RunResult) -> [String] {
    let full = result.components.filter { $0.utilization ?? 0 > 0.98 && $0.scarcest != "quota" }
    guard !full.isEmpty else { return [] }
    let names = full.prefix(5).map { component in
      "\(component.name) (\(component.scarcest) \(JudgementWords.percent(component.utilization ?? 0)) busy)"
    }
    let more = full.count > 5 ? " and \(full.count - 5) more" : ""
    return [
      "saturated: \(names.joined(separator: ", "))\(more); waits there depend on how long the run is: give them more, or offer less"
    ]
  }
}

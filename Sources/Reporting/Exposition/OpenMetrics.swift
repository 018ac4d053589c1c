import Experiments

/// The figures of runs in the OpenMetrics text format 1.0, for what collects, keeps and draws metrics.
///
/// All of it is a function of the results: nothing of the machine, no time stamps. Counters count over the measured part
/// of the run, all replications together.
package enum OpenMetrics {
  /// - Parameter results: of several with one name the last is taken, since samples are told apart by the scenario's name.
  package static func text(_ results: [RunResult]) -> String {
    var families = Families()
    for (place, result) in results.enumerated()
    where !results[(place + 1)...].contains(where: { $0.scenario.name == result.scenario.name }) {
      families.add(result)
    }
    return families.text
  }
}

/// Each family is written once, with the samples of all runs.
private struct Families {
  private var run = MetricFamily("orrery_run", .info, "What was run.")
  private var verdict = MetricFamily("orrery_verdict", .stateset, "What all budgets, objectives and invariants say.")
  private var partial = MetricFamily("orrery_partial", .gauge, "1 for a run that was interrupted, or still goes on.")
  private var simulated = MetricFamily(
    "orrery_simulated_seconds", .gauge, unit: "seconds", "Simulated time of the replication that went least far.")
  private var replications = MetricFamily("orrery_replications", .gauge, "Replications over which counters add up.")
  private var events = MetricFamily("orrery_events", .counter, "Events of the simulation.")
  private var latency = MetricFamily(
    "orrery_latency_seconds", .histogram, unit: "seconds",
    "Time from the intended start of a request to its answer. What had not ended counts at its age, what never ends above all buckets; then there is no sum."
  )
  private var measures = MetricFamily(
    "orrery_measure_seconds", .histogram, unit: "seconds",
    "Other times: measures of the scenario, and waits, work and responses of components.")
  private var outcomes = MetricFamily("orrery_outcomes", .counter, "How flows, commands and calls ended.")
  private var links = MetricFamily("orrery_link_uses", .counter, "Who calls or publishes to whom, and how often.")
  private var components = ComponentFamilies()
  private var judgements = JudgementFamilies()
  private var refreshes = MetricFamily(
    "orrery_population_refreshes", .counter, "Refreshes of polled populations.")
  private var changesFound = MetricFamily("orrery_population_changes_found", .counter, "Changes that a refresh found.")
  private var changesMissed = MetricFamily(
    "orrery_population_changes_missed", .counter, "Changes that a refresh should have found and none did.")

  mutating func add(_ result: RunResult) {
    let labels: MetricFamily.Labels = [("scenario", result.scenario.name)]
    run.inform(
      labels + [
        ("options", result.scenario.options.joined(separator: ",")),
        ("assignments", result.scenario.assignments.joined(separator: ",")), ("seed", String(result.scenario.seed)),
        ("digest", result.digest), ("version", result.programVersion), ("mode", result.mode.rawValue),
      ])
    verdict.state(labels, result.verdict.rawValue, of: JudgementFamilies.verdicts)
    partial.add(labels, result.isPartial ? 1 : 0)
    simulated.add(labels, Double(result.simulatedNanoseconds) / 1e9)
    replications.add(labels, Double(result.replications))
    events.count(labels, result.events)
    addTimes(result, labels)
    addCounts(result, labels)
    for component in result.components { components.add(component, labels) }
    judgements.add(result, labels)
  }

  private mutating func addTimes(_ result: RunResult, _ labels: MetricFamily.Labels) {
    for indicator in result.indicators where indicator.unit == "ns" {
      let exact = indicator.exceedances.map { (limit: $0.limit, above: $0.count) }
      if indicator.metric == "latency" {
        latency.distribution(labels + indicator.labels, indicator.histogram, exact: exact)
      } else {
        measures.distribution(
          labels + [("measure", indicator.metric)] + indicator.labels, indicator.histogram, exact: exact)
      }
    }
  }

  private mutating func addCounts(_ result: RunResult, _ labels: MetricFamily.Labels) {
    for outcome in result.outcomes {
      outcomes.count(
        labels + [("scope", outcome.scope), ("name", outcome.name), ("outcome", outcome.outcome)], outcome.count)
    }
    for link in result.links {
      links.count(
        labels + [("from", link.from.isEmpty ? "client" : link.from), ("to", link.to), ("style", link.style.rawValue)],
        link.count)
    }
    for population in result.populations {
      let labels = labels + [("population", population.name)]
      refreshes.count(labels, population.refreshes)
      changesFound.count(labels, population.changesFound)
      changesMissed.count(labels, population.changesMissed)
    }
  }

  var text: String {
    let all =
      [
        run, verdict, partial, simulated, replications, events, latency, measures, outcomes, links, refreshes,
        changesFound, changesMissed,
      ] + components.all + judgements.all
    return all.filter { !$0.isEmpty }.map(\.text).joined() + "# EOF\n"
  }
}

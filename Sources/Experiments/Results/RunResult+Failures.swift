import Components

extension RunResult {
  /// Failed requests of all flows and failed polls, of all that began in the measured part and ended.
  package var failedShare: Double {
    let failures = Set(StandardOutcome.names.dropFirst())
    let requests = outcomes.filter { $0.scope == "flow" }
    var failed = requests.filter { failures.contains($0.outcome) }.reduce(UInt64(0)) { $0 + $1.count }
    var all = requests.reduce(UInt64(0)) { $0 + $1.count }
    for population in populations {
      failed += population.refused + population.timedOut + population.failed
      all += population.answered + population.refused + population.timedOut + population.failed
    }
    return all > 0 ? Double(failed) / Double(all) : 0
  }
}

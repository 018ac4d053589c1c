import Components
import Engine

/// What quantities make together: each is within its range, and so must be their sums and products over a run.
extension Checker {
  func checkRanges() {
    checkHorizon()
    for workload in scenario.workloads { checkLoad(workload) }
    checkFixedCosts()
    for component in scenario.components where component.structure == .database { checkBackups(component) }
  }

  private func checkHorizon() {
    let run = scenario.run
    guard run.duration + run.drain > ValueReader.longestTime else { return }
    problems.error(
      "`duration` and `drain` together are longer than 100 years", at: root["run"]?["drain"]?.place ?? root.place)
  }

  // MARK: Load

  private func checkLoad(_ workload: Workload) {
    let load = scenario.run.load
    if case .trace(let rows) = workload.shape {
      let arrivals = Double(rows.count) * load / Double(scenario.run.scale)
      guard arrivals > ValueRange.tracedArrivals else { return }
      return problems.error(
        "\(rows.count) rows × load \(load) of the trace of `\(workload.name)` are more than 100M arrivals",
        at: root["run"]?["load"]?.place ?? workload.place)
    }
    let rate = workload.shape.highestRate
    guard rate > 0 else { return }
    let loaded = rate * load
    if loaded > ValueRange.rate.upperBound {
      let place = load == 1 ? workload.place : root["run"]?["load"]?.place ?? workload.place
      return problems.error(
        "\(rate)/s of `\(workload.name)` × load \(load) is more than 1000G/s", at: place,
        suggestion: "lower one of them")
    }
    guard let growth = workload.growth else { return }
    let span = Double(max(0, scenario.run.duration - workload.starts)) / Double(growth.every)
    let exponent = ElementaryFunctions.log(loaded) + ElementaryFunctions.log(growth.factor) * span
    if exponent > ElementaryFunctions.log(ValueRange.rate.upperBound) {
      problems.error(
        "by the end of the run `\(workload.name)` would have grown to more than 1000G/s", at: workload.place,
        suggestion: "let it grow more slowly, or shorten the run")
    }
  }

  // MARK: Money

  /// What is fixed in a month, one by one and together.
  private func checkFixedCosts() {
    let fixed = scenario.prices.fixed
    let sum = fixed.reduce(0) { $0 + $1.microsPerMonth }
    guard sum > ValueRange.micros else { return }
    let place = root["prices"]?["fixed"]?.place ?? root["prices"]?.place ?? root.place
    let terms = fixed.prefix(3).map { "`\($0.name)` $\(Int64(saturating: $0.microsPerMonth / 1e6))" }
    problems.error(
      "the fixed costs add up to more than $1000G in a month: \(terms.joined(separator: " + "))\(fixed.count > 3 ? " + …" : "")",
      at: place)
  }

  // MARK: Backups

  private func checkBackups(_ component: Component) {
    guard let every = component.map("backup")?["every"]?.nanoseconds, every > 0 else { return }
    let count = scenario.run.duration / max(.second, every)
    guard count > ValueRange.backups else { return }
    problems.error(
      "`\(component.name)` would make \(count) backups in this run, more than \(ValueRange.backups)",
      at: root["components"]?[component.name]?["backup"]?.place ?? component.place,
      suggestion: "let there be more time between two of them")
  }
}

extension Workload.Shape {
  /// The highest rate that it states, growth and bursts left out; zero for what has none.
  fileprivate var highestRate: Double {
    switch self {
    case .rate(let rate): rate
    case .stages(let stages), .steps(let stages): stages.reduce(0) { max($0, $1.target) }
    case .diurnal(let mean, let peak, _, _): mean * peak
    case .calendar(let spans): spans.reduce(0) { max($0, $1.rate) }
    case .users(let count, let active, let each): Double(count) * active * each
    case .crowd, .closed, .trace: 0
    }
  }
}

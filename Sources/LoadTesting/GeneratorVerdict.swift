import Components
import Engine
import Experiments
import Scenarios
import Statistics

/// Whether what a generator has measured says something of the service. It looks at the generator alone: how slow, or how
/// wrong, the service was is no reason.
package struct GeneratorVerdict: Sendable {
  package private(set) var reasons: [String] = []

  /// A figure that somebody judges by: send lag may add a tenth to it at most.
  package struct Judged: Sendable, Equatable {
    package var text: String
    /// Nil for a mean.
    package var quantile: Double?
    package var value: Double
    /// Lag that changes no verdict.
    package var harmless: Double
  }

  static let mostLag = 0.1
  static let mostBusy = 0.9
  static let mostPressure = 0.5
  /// The clock of sleep may be so much ahead, and a second looked at so much later.
  static let mostJump: Nanoseconds = 50_000_000
  static let mostGap: Nanoseconds = 1_000_000_000

  /// - Parameters:
  ///   - peak: requests of the plan in its fullest second.
  ///   - carried: requests a second that the generator carries, as found out before; nil where nobody has tried.
  package init(
    _ record: LoadRecord, _ health: GeneratorHealth, judged: [Judged], isLocal: Bool, peak: Int = 0,
    carried: Double? = nil
  ) {
    if record.written == 0 { reasons.append("nothing was sent") }
    if let carried, Double(peak) > carried {
      reasons.append(
        "the plan has \(peak) requests in its fullest second, and the generator carries \(Int(carried)) on this machine"
      )
    }
    let lag = record.sendLag
    for figure in judged {
      let added = figure.quantile.map { lag.quantile($0).map(Double.init) ?? 0 } ?? lag.mean ?? 0
      guard added > Self.mostLag * figure.value, added > figure.harmless else { continue }
      reasons.append(
        "send lag of \(Self.text(added)) is more than a tenth of \(figure.text), \(Self.text(figure.value))"
      )
    }
    judgeRate(record)
    if health.busiestSecond > Self.mostBusy {
      reasons.append("the generator's thread was busy for \(Int(health.busiestSecond * 100)) % of a second")
    } else if health.neediestSecond > Self.mostBusy {
      reasons.append(
        "the generator's thread wanted a core for \(Int(health.neediestSecond * 100)) % of a second, and had one for at most \(Int(health.busiestSecond * 100)) %"
      )
    }
    if health.clockJump.magnitude > Self.mostJump.magnitude {
      reasons.append("the clock jumped by \(Self.text(Double(health.clockJump))): the machine was suspended")
    }
    if health.longestGap > Self.mostGap {
      reasons.append("the generator was not run for \(Self.text(Double(health.longestGap)))")
    }
    if isLocal, let pressure = health.pressure, pressure > Self.mostPressure {
      let users = health.users.isEmpty ? "" : ": \(health.users.joined(separator: ", "))"
      reasons.append("this machine had too few cores for \(Int(pressure * 100)) % of the time\(users)")
    }
  }

  /// With three digits that count: `211us`.
  private static func text(_ nanoseconds: Double) -> String {
    let time = Nanoseconds(saturating: nanoseconds)
    var unit: Nanoseconds = 1
    while time.magnitude / UInt64(unit) >= 1000 { unit *= 10 }
    return RunSettings.text((time + (time < 0 ? -unit : unit) / 2) / unit * unit)
  }

  /// One that falls behind its own plan carries too much, whatever is judged.
  private mutating func judgeRate(_ record: LoadRecord) {
    let lag = record.sendLag
    guard reasons.isEmpty, let late = lag.quantile(0.99), late > 50_000_000 else { return }
    let response = record.calls.reduce(into: Histogram()) { $0.merge($1.response) }.quantile(0.99) ?? 0
    if Double(late) > Self.mostLag * Double(response) {
      reasons.append(
        "one in a hundred requests was written \(Self.text(Double(late))) late: the generator does not carry this rate")
    }
  }

  /// The latencies that a scenario's budgets ask for, with those of a comparison with the model.
  package static func judged(
    by scenario: Scenario, _ figures: LoadFigures, plan: NetworkPlan, tolerance: LiveSettings.Tolerance?
  ) -> [Judged] {
    var judged: [Judged] = []
    for budget in scenario.budgets where budget.check.metric == "latency" {
      let flows = plan.flows.indices.filter { flow in
        budget.check.label("flow").map { $0 == plan.flows[flow].name } ?? true
      }
      let all = flows.reduce(into: Histogram()) { figures.latency[$1].add(to: &$0) }
      let quantile: Double? = if case .quantile(let one) = budget.check.statistic { one } else { nil }
      guard let value = quantile.map({ all.quantile($0).map(Double.init) }) ?? all.mean else { continue }
      judged.append(Judged(text: budget.check.text, quantile: quantile, value: value, harmless: 0))
    }
    guard let tolerance else { return judged }
    for (name, value) in figures.values where name.kind == .time {
      let quantile = LoadFigures.quantiles.first { $0.0 == name.statistic }?.1
      judged.append(
        Judged(text: name.text, quantile: quantile, value: value, harmless: Double(tolerance.time) / 2))
    }
    return judged
  }
}

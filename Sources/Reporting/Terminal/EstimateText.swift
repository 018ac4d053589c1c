import Experiments

/// The instant estimate as a table.
package enum EstimateText {
  package static func text(_ estimate: InstantEstimate) -> String {
    var rows = [["component", "kind", "rate", "peak", "utilization", "at peak", ""]]
    for line in estimate.lines {
      rows.append([
        line.component, line.kind, "\(number(line.rate))/s", "\(number(line.peakRate))/s",
        line.utilization.map { percent($0) } ?? "-", line.peakUtilization.map { percent($0) } ?? "-",
        line.resource,
      ])
    }
    var text = "\nInstant estimate: no queues, no retries, no luck\n" + table(rows)
    for workload in estimate.workloads {
      text += "\nworkload \(workload.name): \(number(workload.mean))/s on average, \(number(workload.peak))/s at most"
    }
    for line in estimate.arithmetic { text += "\nusers   \(line)" }
    for line in estimate.caches { text += "\ncache   \(line)" }
    for line in estimate.memory { text += "\nmemory  \(line)" }
    if let cost = estimate.cost {
      text += "\ncost    \(cost.currency) \(number(Double(cost.perMonthMicros) / 1e6)) per 30 days"
      for line in cost.lines.sorted(by: { $0.perMonthMicros > $1.perMonthMicros }).prefix(8) {
        text += "\n        \(number(Double(line.perMonthMicros) / 1e6))  \(line.component) \(line.item)"
      }
    }
    for warning in estimate.warnings { text += "\nwarning: \(warning)" }
    return text + "\n"
  }

  /// Events, wall time and memory of a run.
  package static func text(_ estimate: RunEstimate) -> String {
    var work = "\(number(estimate.events)) events"
    if estimate.refreshes > 0 { work += " and \(number(estimate.refreshes)) polls" }
    var text = "run     about \(work) in a replication, \(span(estimate.seconds)), \(bytes(estimate.bytes))\n"
    for line in estimate.timeArithmetic + estimate.memoryArithmetic { text += "        \(line)\n" }
    return text
  }

  /// Why a run is not begun, with the arithmetic.
  package static func refusal(_ refused: Experiment.TooLong) -> String {
    let estimate = refused.estimate
    let lines = estimate.timeArithmetic.map { "  \($0)" }.joined(separator: "\n")
    let (reason, hint) =
      refused.isOverEvents
      ? ("more than the \(number(Double(RunEstimate.mostEvents))) events that a replication may have", "")
      : (
        "more than the \(refused.limit < 1 ? "\(number(refused.limit)) s" : span(refused.limit)) that a run may take",
        "; --refuse-above SECONDS allows more"
      )
    return
      "error: the run would take about \(span(estimate.seconds)) and \(number(estimate.events)) events in a replication, \(reason):\n\(lines)\n  a smaller cell or a shorter run fits, as in --scale 1:1000\(hint)"
  }

  /// Seconds in the unit that keeps them short.
  package static func span(_ seconds: Double) -> String {
    if seconds < 1 { return "less than a second" }
    let units = [(31_536_000.0, "years"), (86_400, "days"), (3_600, "h"), (60, "min")]
    for (size, unit) in units where seconds >= 2 * size {
      return "\(number(seconds / size)) \(unit)"
    }
    return "\(number(seconds)) s"
  }

  private static func bytes(_ bytes: Double) -> String {
    for (size, unit) in [(1e12, "TB"), (1e9, "GB"), (1e6, "MB")] where bytes >= size {
      return "\(number(bytes / size)) \(unit)"
    }
    return "less than 1 MB of memory beside the program"
  }

  private static func table(_ rows: [[String]]) -> String {
    let columns = rows[0].count
    let widths = (0..<columns).map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      row.enumerated().map { column, cell in
        column < 2
          ? cell.padded(to: widths[column])
          : String(repeating: " ", count: widths[column] - cell.count) + cell
      }.joined(separator: "  ")
    }.joined(separator: "\n")
  }

  private static func percent(_ share: Double) -> String {
    let tenths = whole(share * 1000)
    return "\(tenths / 10).\(tenths % 10) %"
  }

  /// Three or four significant digits, thousands in groups.
  package static func number(_ value: Double) -> String {
    if value >= 100 {
      let whole = String(whole(value))
      var grouped = ""
      for (position, digit) in whole.enumerated() {
        if position > 0 && (whole.count - position) % 3 == 0 { grouped += "," }
        grouped.append(digit)
      }
      return grouped
    }
    let hundredths = whole(value * 100)
    let fraction = hundredths % 100
    return "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction)"
  }

  private static func whole(_ value: Double) -> Int { Int(max(0, min(value, 9e18)).rounded()) }
}

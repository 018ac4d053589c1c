import Experiments

/// The instant estimate as a table.
enum EstimateText {
  static func text(_ estimate: InstantEstimate) -> String {
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
      text += "\nworkload \(workload.name): \(number(workload.mean))/s on the mean, \(number(workload.peak))/s at most"
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
    let tenths = Int((share * 1000).rounded())
    return "\(tenths / 10).\(tenths % 10) %"
  }

  /// Three or four significant digits, thousands in groups.
  static func number(_ value: Double) -> String {
    if value >= 100 {
      let whole = String(Int(value.rounded()))
      var grouped = ""
      for (position, digit) in whole.enumerated() {
        if position > 0 && (whole.count - position) % 3 == 0 { grouped += "," }
        grouped.append(digit)
      }
      return grouped
    }
    let hundredths = Int((value * 100).rounded())
    let fraction = hundredths % 100
    return "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction)"
  }
}

import Components
import Engine
import Scenarios
import Statistics

/// Finds what a run leaves behind: requests that had not ended, and lines that were not worked off or that grew.
///
/// A line grows when it was longer in each quarter of the measured part than in the one before, and by ten in all; the
/// rate is that between the last two quarters. Figures are of one replication, as a mean over all of them.
struct BacklogFinder {
  let reading: MetricReading

  func all() -> [Finding] { unended() + lines() }

  // MARK: Requests

  private func unended() -> [Finding] {
    reading.plan.flows.indices.compactMap { index in
      let state = reading.measured.flows[index]
      guard !state.unended.isEmpty, state.started > 0 else { return nil }
      let name = reading.plan.flows[index].name
      let share = JudgementWords.percent(Double(state.unended.count) / Double(state.started))
      var text =
        "\(state.unended.count) of \(state.started) requests of \(name) (\(share)) had not ended when the run stopped"
      if state.unended.lost > 0 { text += "; \(state.unended.lost) of them never would, and count as failed" }
      if !state.unended.ages.isEmpty {
        text += state.unended.lost > 0 ? "; the others count at their age" : ": they count at their age"
      }
      return Finding(kind: .unended, subject: name, text: text)
    }
  }

  // MARK: Lines

  private func lines() -> [Finding] {
    let plan = reading.plan
    var found = plan.components.indices.compactMap { index -> Finding? in
      // Of a log its consumer groups tell.
      guard !plan.logs.contains(where: { $0.component == index }) else { return nil }
      let component = plan.components[index]
      let state = reading.measured.components[index]
      let limit =
        component.queueLimit > 0 && component.queueLimit < Int(Int32.max)
        ? component.queueLimit * component.servingReplicas : nil
      return finding(
        component.name, "operations", atEnd: state.unendedWaiting.count, state.intervalQueue, limit: limit)
    }
    for (number, group) in plan.consumerGroups.enumerated() where reading.measured.groups.indices.contains(number) {
      let state = reading.measured.groups[number]
      let log = plan.logs[group.log]
      let name = "\(plan.components[log.component].name) (group \(plan.name(of: group)))"
      if let line = finding(
        name, log.queue == nil ? "records" : "messages", atEnd: UInt64(max(0, state.recordsAtEnd)),
        state.intervalRecords, limit: Int(clamping: log.limit))
      {
        found.append(line)
      }
    }
    return found
  }

  private func finding(
    _ name: String, _ what: String, atEnd: UInt64, _ areas: [UInt128], limit: Int?
  ) -> Finding? {
    let replications = Double(reading.replications)
    let left = (Double(atEnd) / replications).rounded()
    let quarters = quarters(areas)
    let isGrowing =
      quarters.count == 4 && zip(quarters, quarters.dropFirst()).allSatisfy { $0 < $1 }
      && quarters[3] - quarters[0] >= 10
    guard isGrowing || left >= 10 else { return nil }
    var text = left >= 1 ? "\(name): \(Self.whole(left)) \(what) were left in line" : "\(name):"
    guard isGrowing else { return Finding(kind: .backlog, subject: name, text: text) }
    let span = Double(reading.plan.horizon.end - reading.plan.horizon.warmUp) / 4e9
    let rate = (quarters[3] - quarters[2]) / span
    text += "\(left >= 1 ? "," : "") the line grew by \(Self.amount(rate)) a second to the end"
    if let limit, rate > 0, Double(limit) > quarters[3], Double(limit) / rate < 1e9 {
      let seconds = (Double(limit) - quarters[3]) / rate
      text += ", and would be full (\(limit)) after \(Self.span(seconds)) more"
    }
    return Finding(kind: .growth, subject: name, text: text)
  }

  /// Mean length of the line in each quarter of the measured part, of one replication.
  private func quarters(_ areas: [UInt128]) -> [Double] {
    let horizon = reading.plan.horizon
    guard horizon.interval > 0 else { return [] }
    let first = Int((horizon.warmUp + horizon.interval - 1) / horizon.interval)
    let measured = areas.dropFirst(first)
    guard measured.count >= 8 else { return [] }
    let width = Double(horizon.interval) * Double(reading.replications)
    return (0..<4).map { quarter in
      let part = measured.dropFirst(measured.count * quarter / 4).prefix(
        measured.count * (quarter + 1) / 4 - measured.count * quarter / 4)
      return part.reduce(0) { $0 + Double($1) } / width / Double(part.count)
    }
  }

  // MARK: Words

  private static func whole(_ value: Double) -> String { value < 1e15 ? "\(Int(value))" : "very many" }

  private static func amount(_ value: Double) -> String {
    value >= 100 ? whole(value.rounded()) : JudgementWords.tenths(value)
  }

  private static func span(_ seconds: Double) -> String {
    switch seconds {
    case ..<120: "\(whole(seconds.rounded(.up))) s"
    case ..<7_200: "\(whole((seconds / 60).rounded())) min"
    case ..<172_800: "\(whole((seconds / 3_600).rounded())) h"
    default: "\(whole((seconds / 86_400).rounded())) d"
    }
  }
}

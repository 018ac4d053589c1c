import Experiments
import Statistics

/// What the figures of one run share: the axis of simulated time, its bands, and the limits that
/// budgets draw.
struct RunFigures {
  let result: RunResult
  let timeAxis: Axis
  let bands: [Figure.Band]
  /// Components by busy share, the busiest first; without those that nothing limits.
  let busiest: [ComponentResult]

  /// More lines than this in one figure cannot be distinguished.
  static let mostLines = 8

  init(_ result: RunResult) {
    self.result = result
    let timeline = result.timeline
    let length = max(
      Double(timeline.interval) * Double(timeline.count), Double(result.scenario.duration), 1)
    timeAxis = .time(of: result.mode, to: length, startsAt: result.scenario.startsAt)
    // Phases first: a fault is drawn over the phase that it falls into.
    let phases = timeline.marks.filter { $0.style == "phase" }.enumerated().map { index, mark in
      Self.band(mark, index.isMultiple(of: 2) ? .phase : .otherPhase)
    }
    bands =
      phases
      + timeline.marks.filter { $0.style != "phase" }.map { mark in
        Self.band(mark, mark.style == "fault" ? .fault : .warmUp)
      }
    busiest = result.components
      .filter { $0.utilization.map { !$0.isNaN } ?? false }
      .sorted { ($1.utilization ?? 0, $0.name) < ($0.utilization ?? 0, $1.name) }
  }

  var hasTimeline: Bool { result.timeline.count > 1 && result.timeline.interval > 0 }

  var flows: [Timeline.FlowSeries] { result.timeline.flows.filter { !$0.isMeasure } }

  /// Where an interval begins, in nanoseconds since the start.
  func start(of interval: Int) -> Double {
    Double(result.timeline.interval) * Double(interval)
  }

  /// Counts of an interval as a rate per second of one replication; the counts are of all of them.
  func rates(_ counts: [UInt64]) -> [(x: Double, y: Double)] {
    let interval = Double(result.timeline.interval)
    let replications = Double(max(result.replications, 1))
    let end = Double(result.simulatedNanoseconds)
    var points = counts.enumerated().map { index, count in
      let begins = start(of: index)
      let length = end > begins ? min(interval, end - begins) : interval
      return (x: begins, y: Double(count) / replications / (length / 1e9))
    }
    // A step lasts until the next point, so the last interval needs its end.
    if let last = points.last { points.append((x: last.x + interval, y: last.y)) }
    return points
  }

  /// Figures of an interval, at its middle.
  func middles(_ values: [Double]) -> [(x: Double, y: Double)] {
    values.enumerated().map {
      (x: start(of: $0.offset) + Double(result.timeline.interval) / 2, y: $0.element)
    }
  }

  /// Limits that budgets set to times of a flow or measure.
  func limits(metric: String, flow: String?) -> [Figure.Limit] {
    var limits: [Figure.Limit] = []
    for budget in result.budgets {
      guard budget.unit == "ns", let at = budget.limit, let check = CheckText(budget.check),
        check.metric == metric, check.isOfTime, check.label("operation") == nil,
        check.label("flow") == nil || check.label("flow") == flow
      else { continue }
      let title = "\(budget.name.shortened(to: 24)): \(check.statistic), limit \(QuantityText.time(at))"
      if !limits.contains(where: { $0.at == at }) { limits.append(.init(title: title, at: at)) }
    }
    return limits
  }

  private static func band(_ mark: Timeline.Mark, _ style: Figure.Band.Style) -> Figure.Band {
    Figure.Band(
      title: style == .warmUp ? "" : mark.name.shortened(to: 24), style: style,
      from: Double(mark.begins), to: Double(mark.ends))
  }
}

extension Indicator {
  /// Whether it is what a client feels, not what one component does.
  var isHeadline: Bool {
    !["response", "service", "waiting"].contains(metric)
      && !labels.contains { $0.label == "component" }
  }

  /// Whether it covers the whole run, so that it may stand for its flow in a figure.
  var isOfWholeRun: Bool {
    isHeadline && labels.allSatisfy { ["flow", "population", "system"].contains($0.label) }
  }

  /// `view`, or `freshness` for a measure.
  var shortName: String {
    let flow = labels.first { $0.label == "flow" }?.value
    let others = labels.filter { $0.label != "flow" }.map(\.value).joined(separator: " ")
    if metric == "latency", let flow { return others.isEmpty ? flow : "\(flow) (\(others))" }
    let rest = labels.map(\.value).joined(separator: " ")
    return rest.isEmpty ? metric : "\(metric) (\(rest))"
  }
}

/// A name that can stand in a file's name and an identifier: letters, digits and dashes. What is too
/// long is cut, and distinguished by a digest of the whole.
func slug(_ text: String, most: Int = 90) -> String {
  var result = ""
  for character in text.lowercased() {
    if character.isASCII, character.isLetter || character.isNumber {
      result.append(character)
    } else if !result.hasSuffix("-") {
      result.append("-")
    }
  }
  guard result.count > most else { return result.isEmpty ? "x" : result }
  var digest = Digest()
  digest.add(text)
  return "\(result.prefix(most - 9))-\(digest.hex.prefix(8))"
}

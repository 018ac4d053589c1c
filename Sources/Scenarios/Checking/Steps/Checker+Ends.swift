import Components
import Engine

/// Load that the run does not reach, or reaches once where a reader expects it every day: allowed, and said.
extension Checker {
  /// A span of a calendar, with how it was written.
  struct CalendarSpan {
    var at: Nanoseconds
    var duration: Nanoseconds
    var rate: Double
    /// Of its `at`, when that is a clock time.
    var clock: ClockTime?
    var text: String
    var place: Place
  }

  func warnOfSpans(_ spans: [CalendarSpan]) {
    let end = scenario.run.duration
    guard end > 0 else { return }
    for span in spans {
      if span.at >= end {
        problems.warning(
          "the span begins after the run has ended, so nothing of it happens", at: span.place,
          suggestion: "the run lasts \(ValueReader.timeText(end))")
      } else if span.duration > end - span.at {
        problems.warning(
          "the run ends \(ValueReader.timeText(end - span.at)) after the span has begun, before the span does",
          at: span.place)
      }
      guard let period = span.clock?.period, period < end - span.at,
        !spans.contains(where: { $0.at == span.at + period })
      else { continue }
      problems.warning(
        "`\(span.text.shortened)` comes once, and the run lasts until after the next one", at: span.place,
        suggestion: period == .day
          ? "write a span for each day, or use `diurnal`" : "write a span for each week")
    }
  }

  /// Rows of traces that come too late.
  func warnOfRows() {
    let end = scenario.run.duration
    guard end > 0 else { return }
    for workload in scenario.workloads {
      guard case .trace(let rows) = workload.shape, let last = rows.last, last.at >= end - workload.starts else {
        continue
      }
      let late = rows.reversed().prefix { $0.at >= end - workload.starts }.count
      problems.warning(
        "\(late) of the \(rows.count) rows of the trace of `\(workload.name)` come after the run has ended",
        at: workload.place, suggestion: "let the run last longer than the last row, or cut the trace")
    }
  }
}

extension ClockTime {
  /// Time until the clock shows it again; a date never comes back.
  fileprivate var period: Nanoseconds? {
    switch day {
    case .any: .day
    case .weekday: Self.week
    case .date: nil
    }
  }
}

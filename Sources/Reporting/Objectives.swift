import Experiments
import Scenarios
import Statistics

extension ObjectiveResult {
  /// `37 % of the error budget`
  var budgetText: String {
    budgetUsed.map { "\(QuantityText.share($0)) of the error budget" } ?? "error budget not judged"
  }

  /// `99.96 % good, target 99.9 % over 30 d`
  var ratioText: String {
    let target = "target \(QuantityText.share(self.target)) over \(QuantityText.time(window))"
    return goodRatio.map { "\(QuantityText.share($0)) good, \(target)" } ?? target
  }

  /// `43,200 of 432,000 requests of a window may be bad, 52,100 are`
  var windowText: String {
    guard let goodRatio else { return "" }
    let bad = windowEvents * (1 - goodRatio)
    return
      "\(QuantityText.number(bad)) of \(QuantityText.number(windowEvents)) requests of one window are bad, \(QuantityText.number(allowedBadEvents)) may be"
  }
}

extension BurnRateAlert {
  /// `14.4 × over 1h and 5min`
  var ruleText: String {
    "\(QuantityText.number(factor)) × over \(RunSettings.text(lookback)) and \(RunSettings.text(shortLookback))"
  }

  /// `fired, first at 2:05:00, in 3 of 10 replications`
  func outcomeText(_ result: RunResult) -> String {
    switch outcome {
    case .silent: return "silent"
    case .notJudged: return "not judged: \(remark)"
    case .fired:
      let first = firstAt.map { ", first at \(result.instant($0))" } ?? ""
      return "fired\(first)" + (judged > 1 ? ", in \(fired) of \(judged) replications" : "")
    }
  }

  var verdict: Verdict {
    switch outcome {
    case .fired: .warned
    case .silent: .held
    case .notJudged: .cannotJudge
    }
  }
}

extension TerminalReport {
  /// Objectives, what is left of their error budgets, and the alerts that would have woken somebody.
  mutating func objectives() {
    guard !result.objectives.isEmpty else { return }
    heading("OBJECTIVES")
    for objective in result.objectives {
      let mark = padded(objective.verdict.mark(isASCII: glyphs.isASCII), glyphs.isASCII ? 2 : 1)
      line(
        "  \(ink.verdict(objective.verdict, mark)) "
          + glyphs.encoded("\(objective.name)  \(objective.budgetText)  \(objective.ratioText)  ")
          + ink.muted(glyphs.encoded(objective.good)))
      let indent = String(repeating: " ", count: glyphs.isASCII ? 5 : 4)
      if objective.verdict != .held {
        let place = objective.file.isEmpty ? "" : " (\(objective.file):\(objective.line))"
        line(indent + glyphs.encoded(objective.reason) + ink.muted(glyphs.encoded(place)))
      }
      for alert in objective.alerts {
        line(
          indent + ink.verdict(alert.verdict, alert.verdict.mark(isASCII: glyphs.isASCII)) + " "
            + glyphs.encoded("\(alert.ruleText): \(alert.outcomeText(result))"))
      }
    }
  }
}

extension PageSections {
  func objectives() -> Section? {
    guard !result.objectives.isEmpty else { return nil }
    var table = PageTable([
      ("Objective", .left), ("Good", .right), ("Target", .right), ("Error budget used", .right), ("Verdict", .left),
    ])
    var alerts = PageTable([("Objective", .left), ("Burns the error budget at", .left), ("Alert", .left)])
    for objective in result.objectives {
      let place = objective.file.isEmpty ? "" : "\(objective.file):\(objective.line)"
      table.rows.append([
        .html(
          """
          <strong>\(HTML.escaped(objective.name))</strong><br><code>\(HTML.escaped(objective.good))</code><br>\
          <span class="reason">\(HTML.escaped([objective.reason, objective.windowText]
            .filter { !$0.isEmpty }.joined(separator: "; ")))</span> \
          <span class="muted">· \(HTML.escaped(place))</span>
          """),
        .text(objective.goodRatio.map(QuantityText.share) ?? "–"),
        .text("\(QuantityText.share(objective.target)) over \(QuantityText.time(objective.window))"),
        .text(objective.budgetUsed.map(QuantityText.share) ?? "–"), .html(badge(objective.verdict)),
      ])
      for alert in objective.alerts {
        alerts.rows.append([
          .text(objective.name), .text(alert.ruleText),
          .html(
            HTML.badge(alert.verdict.rawValue, alert.verdict.mark(), alert.outcome == .fired ? "fired" : "")
              + " <span class=\"reason\">\(HTML.escaped(alert.outcomeText(result)))</span>"),
        ])
      }
    }
    let note = HTML.paragraph(
      """
      The measured part stands for a whole window: shares stay, numbers grow in proportion. A rate of 1 × uses up \
      exactly the error budget; an alert fires when both of its lookbacks burn at its rate or faster.
      """, class: "muted")
    return Section(
      anchor: "objectives", title: "Service-level objectives",
      body: table.html + HTML.folded("Burn-rate alerts", alerts.html) + note)
  }
}

struct JSONObjective: Encodable {
  let name, good: String
  let target: Double
  let window_ns: Int64
  let events, bad_events, unended_events: UInt64
  /// Of the share of requests that are not good.
  let bad_interval: OrNull<JSONBudget.Interval>
  let window_events, allowed_bad_events: Double
  let good_ratio, budget_used: OrNull<Double>
  let alerts: [JSONAlert]
  let verdict, reason, file: String
  let line: Int
  init(_ objective: ObjectiveResult) {
    name = objective.name
    good = objective.good
    target = objective.target
    window_ns = objective.window
    events = objective.events
    bad_events = objective.badEvents
    unended_events = objective.unendedEvents
    bad_interval = OrNull(
      objective.badInterval.map {
        JSONBudget.Interval(low: OrNull($0.low), high: OrNull($0.high), level: $0.level)
      })
    window_events = objective.windowEvents
    allowed_bad_events = objective.allowedBadEvents
    good_ratio = OrNull(objective.goodRatio)
    budget_used = OrNull(objective.budgetUsed)
    alerts = objective.alerts.map(JSONAlert.init)
    verdict = objective.verdict.rawValue
    reason = objective.reason
    file = objective.file
    line = objective.line
  }
}

struct JSONAlert: Encodable {
  let factor: Double
  let lookback_ns, short_lookback_ns: Int64
  let outcome: String
  let first_at_ns: OrNull<Int64>
  let fired, judged: Int
  let remark: String
  init(_ alert: BurnRateAlert) {
    factor = alert.factor
    lookback_ns = alert.lookback
    short_lookback_ns = alert.shortLookback
    outcome = alert.outcome.rawValue
    first_at_ns = OrNull(alert.firstAt)
    fired = alert.fired
    judged = alert.judged
    remark = alert.remark
  }
}

import Experiments
import Foundation
import Testing

@testable import Reporting

@Suite("Objectives in reports")
struct ObjectiveReportTests {
  private func run() -> RunResult {
    var fired = BurnRateAlert()
    fired.factor = 14.4
    fired.lookback = 3_600_000_000_000
    fired.shortLookback = 300_000_000_000
    fired.outcome = .fired
    fired.firstAt = 7_500_000_000_000
    fired.fired = 2
    fired.judged = 3
    var open = fired
    open.factor = 1
    open.lookback = 259_200_000_000_000
    open.outcome = .notJudged
    open.remark = "its lookback is longer than the measured part of the run"
    var objective = ObjectiveResult()
    objective.name = "checkout"
    objective.good = "flow=buy and ok and latency < 3s"
    objective.target = 0.995
    objective.window = 2_592_000_000_000_000
    objective.events = 4_000
    objective.badEvents = 50
    objective.windowEvents = 1_000_000
    objective.allowedBadEvents = 5_000
    objective.goodRatio = 0.9875
    objective.budgetUsed = 2.5
    objective.alerts = [fired, open]
    objective.verdict = .violated
    objective.reason = "50 of 4000 requests were not good"
    objective.file = "shop.yaml"
    objective.line = 115
    var result = QueueRun.make()
    result.simulatedNanoseconds = 14_400_000_000_000
    result.objectives = [objective]
    result.verdict = .violated
    return result
  }

  @Test("say how much of the error budget is used, and which alerts fired when")
  func terminal() {
    let text = TerminalReport.text(run())
    #expect(text.contains("OBJECTIVES\n  ✗ checkout  250 % of the error budget  98.8 % good, target 99.5 % over 30 d"))
    #expect(text.contains("50 of 4000 requests were not good (shop.yaml:115)"))
    #expect(text.contains("14.4 × over 1h and 5min: fired, first at 2:05:00, in 2 of 3 replications"))
    #expect(text.contains("1 × over 3d and 5min: not judged: its lookback is longer"))
  }

  @Test("stand in the JSON object and on the page, with what one window has")
  func documents() throws {
    let data = Data(try JSONReport.text(run()).utf8)
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let objective = try #require((object["objectives"] as? [[String: Any]])?.first)
    #expect(objective["budget_used"] as? Double == 2.5)
    #expect((objective["alerts"] as? [[String: Any]])?.map { $0["outcome"] as? String } == ["fired", "not-judged"])
    let section = try #require(PageSections(run(), figures: DrawnFigures()).objectives())
    #expect(section.body.contains("flow=buy and ok and latency &lt; 3s"))
    #expect(section.body.contains("12,500 of 1 M requests of one window are bad, 5,000 may be"))
    #expect(section.body.contains("fired, first at 2:05:00"))
  }
}

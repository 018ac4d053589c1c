import Experiments
import Foundation
import Scenarios
import Statistics

/// Short forms for composing results.
enum Fixture {
  static let second: Int64 = 1_000_000_000

  static func latencies(
    _ count: Int, median: Double, spread: Double, seed: UInt64, missing: UInt64 = 0
  ) -> Histogram {
    var dice = Dice(seed)
    var histogram = Histogram()
    for _ in 0..<count { histogram.record(Int64(median * exp(spread * dice.normal()))) }
    histogram.recordMissing(missing)
    return histogram
  }

  static func component(
    _ name: String, _ kind: String, arrivals: UInt64, utilization: Double?, scarcest: String = "",
    queue: Double = 0, response: Int64, waiting: Int64 = 0, replicas: Int64 = 1
  ) -> ComponentResult {
    var component = ComponentResult()
    component.name = name
    component.kind = kind
    component.replicas = replicas
    component.arrivals = arrivals
    component.completions = arrivals - arrivals / 997
    component.failures = arrivals / 1_500
    component.goodCompletions = component.completions - component.failures
    component.utilization = utilization
    component.scarcest = scarcest
    component.meanQueueLength = queue
    component.maximumQueueLength = Int64(queue * 11) + 3
    component.meanResponse = response
    component.meanWaiting = waiting
    component.meanService = response - waiting
    component.assumedShare = 0.4
    return component
  }

  static func budget(
    _ name: String, _ check: String, observed: Double?, limit: Double?, unit: String,
    _ verdict: Verdict, _ reason: String, line: Int, severity: Budget.Severity = .fail
  ) -> BudgetResult {
    var budget = BudgetResult()
    budget.name = name
    budget.check = check
    budget.observed = observed
    budget.limit = limit
    budget.unit = unit
    budget.verdict = verdict
    budget.reason = reason
    budget.severity = severity
    budget.file = "scenarios/fixture.yaml"
    budget.line = line
    return budget
  }

  static func line(
    _ component: String, _ item: String, quantity: Double, unit: String, price: Double,
    perMonth: Int64
  ) -> CostResult.Line {
    var line = CostResult.Line()
    line.component = component
    line.item = item
    line.quantity = quantity
    line.unit = unit
    line.unitPriceMicros = price
    line.perMonthMicros = perMonth
    return line
  }

  static func quantity(
    _ path: String, _ text: String, _ origin: SourcedQuantity.Origin, quote: String? = nil,
    range: String? = nil, line: Int
  ) -> SourcedQuantity {
    SourcedQuantity(
      path: path, text: text, origin: origin, quote: quote, range: range,
      place: Place(file: "scenarios/fixture.yaml", line: line, column: 12))
  }

  static func check(
    _ component: String, _ law: String, measured: Double, expected: Double, unit: String,
    _ isWithin: Bool = true, remark: String = ""
  ) -> SelfCheck {
    var check = SelfCheck()
    check.component = component
    check.law = law
    check.measured = measured
    check.expected = expected
    check.unit = unit
    check.isWithinTolerance = isWithin
    check.remark = remark
    return check
  }
}

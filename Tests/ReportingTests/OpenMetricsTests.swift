import Experiments
import Statistics
import TestSupport
import Testing

@testable import Reporting

@Suite("OpenMetrics text")
struct OpenMetricsTests {
  @Test("counts a distribution at round bounds and at limits of budgets")
  func buckets() throws {
    var result = QueueRun.make()
    result.indicators[0].exceedances = [(limit: 200_000_001, count: 200)]
    let text = OpenMetrics.text([result])
    let metrics = try OpenMetricsText(text)
    let labels = ["flow": "visit", "scenario": "queue"]
    func bucket(_ bound: String) -> Double? {
      metrics.value("orrery_latency_seconds_bucket", labels.merging(["le": bound]) { $1 })
    }
    // A hundred each of 1, 2, 4 … 512 ms.
    #expect(bucket("0.0007") == 0 && bucket("0.001") == 100 && bucket("0.0015") == 100 && bucket("0.002") == 200)
    #expect(bucket("0.5") == 900 && bucket("0.7") == 1000 && bucket("+Inf") == 1000)
    #expect(bucket("0.0005") == nil && bucket("1.0") == nil)
    // What budgets ask about is known exactly, whatever the buckets say.
    #expect(bucket("0.200000001") == 800 && bucket("0.2") == nil)
    #expect(metrics.value("orrery_latency_seconds_count", labels) == 1000)
    #expect(metrics.value("orrery_latency_seconds_sum", labels) == 102.3)
    #expect(metrics.value("orrery_budget_observed_seconds", ["budget": "quick"]) == 0.148)
    #expect(metrics.value("orrery_budget_limit_seconds", ["budget": "quick"]) == 0.2)
    #expect(text == OpenMetrics.text([result]))
  }

  @Test("has no sum where answers never came")
  func missing() throws {
    var result = QueueRun.make()
    result.indicators[0].histogram.recordMissing(7)
    let metrics = try OpenMetricsText(OpenMetrics.text([result]))
    #expect(metrics.value("orrery_latency_seconds_bucket", ["le": "+Inf"]) == 1007)
    #expect(metrics.value("orrery_latency_seconds_bucket", ["le": "0.7"]) == 1000)
    #expect(metrics.value("orrery_latency_seconds_sum") == nil)
    result.indicators[0].histogram = Histogram()
    let empty = try OpenMetricsText(OpenMetrics.text([result]))
    #expect(empty.value("orrery_latency_seconds_bucket", ["le": "+Inf"]) == 0)
  }

  @Test(
    "writes bounds as the format asks for",
    arguments: [
      (1_000_000_000, "1.0"), (10_000_000_000, "10.0"), (1_500_000_000, "1.5"), (5_000_000, "0.005"),
      (100_000, "0.0001"), (15_000, "1.5e-05"), (100, "1e-07"), (300_000_000_000, "300.0"),
      (1_000_000_000_000_000, "1e+06"), (0, "0.0"), (123_456_789, "0.123456789"),
    ] as [(Int64, String)])
  func bounds(bound: Int64, text: String) {
    #expect(HistogramBounds.seconds(bound) == text)
    #expect(Double(text) == Double(bound) / 1e9)
  }

  @Test("keeps hostile names whole", arguments: HostileTextTests.texts)
  func hostile(text: String) throws {
    var result = QueueRun.make()
    result.scenario.name = text
    result.components[0].name = text
    result.indicators[0].labels = [("flow", text)]
    result.budgets[0].name = text
    let metrics = try OpenMetricsText(OpenMetrics.text([result, PollingRun.make()]))
    #expect(metrics.value("orrery_component_arrivals_total", ["component": text, "scenario": text]) == 72_000)
    #expect(metrics.value("orrery_latency_seconds_count", ["flow": text]) == 1000)
    #expect(metrics.family("orrery_run")?.samples.count == 2)
  }

  @Test("has whatever a full run has, each sample once")
  func full() throws {
    let metrics = try OpenMetricsText(OpenMetrics.text([PollingRun.make(), EventfulRun.make()]))
    let names = Set(metrics.families.map(\.name))
    #expect(names.isSuperset(of: ["orrery_population_refreshes", "orrery_cost_per_month", "orrery_measure_seconds"]))
    #expect(metrics.families.allSatisfy { !$0.help.isEmpty && $0.name.hasPrefix("orrery_") })
  }
}

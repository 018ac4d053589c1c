import Foundation
import TestSupport
import Testing

/// What `--openmetrics` writes is OpenMetrics, and says what `--json` says.
@Suite struct OpenMetricsTests {
  private func text(of program: Program, _ name: String) throws -> OpenMetricsText {
    try OpenMetricsText(String(contentsOfFile: "\(program.folder)/\(name)", encoding: .utf8))
  }

  @Test(arguments: ["09-two-designs", "08-a-failure", "06-queue-and-workers", "road-warrior/quick"])
  func `a run says the same in both`(scenario: String) throws {
    let program = try Program()
    defer { program.remove() }
    let ending = try program(
      "run", program.scenario(scenario), "--set", "run.duration=5min", "--replications", "1", "--no-report", "-q",
      "--json", "-", "--openmetrics", "metrics.txt")
    let json = try program.json(ending)
    let metrics = try text(of: program, "metrics.txt")
    let rows = { (name: String) in json[name] as? [[String: Any]] ?? [] }
    #expect(metrics.value("orrery_events_total") == json["events"] as? Double)
    #expect(metrics.value("orrery_verdict", ["orrery_verdict": json["verdict"] as? String ?? ""]) == 1)
    for component in rows("components") {
      let name = ["component": component["name"] as? String ?? ""]
      #expect(metrics.value("orrery_component_arrivals_total", name) == component["arrivals"] as? Double)
      // Foundation reads the last digit of a number otherwise.
      let (busy, said) = (
        metrics.value("orrery_component_utilization_ratio", name), component["utilization"] as? Double
      )
      #expect((busy == nil) == (said == nil) && abs((busy ?? 0) - (said ?? 0)) <= 1e-12, "\(name)")
      let mean = try #require(component["mean_response_ns"] as? Double)
      #expect(metrics.value("orrery_component_mean_response_seconds", name) == mean / 1e9)
      for (counter, count) in component["counts"] as? [String: Double] ?? [:] {
        let labels = name.merging(["counter": counter]) { $1 }
        #expect(metrics.value("orrery_component_counts_total", labels) == count)
      }
    }
    for budget in rows("budgets") {
      let name = ["budget": budget["name"] as? String ?? ""]
      let verdict = name.merging(["orrery_budget_verdict": budget["verdict"] as? String ?? ""]) { $1 }
      #expect(metrics.value("orrery_budget_verdict", verdict) == 1)
      let isTime = budget["unit"] as? String == "ns"
      let observed = (budget["observed"] as? Double).map { isTime ? $0 / 1e9 : $0 }
      #expect(metrics.value(isTime ? "orrery_budget_observed_seconds" : "orrery_budget_observed", name) == observed)
    }
    try check(rows("indicators"), metrics)
  }

  /// Counts, means, and each percentile between the bounds around it.
  private func check(_ indicators: [[String: Any]], _ metrics: OpenMetricsText) throws {
    #expect(!indicators.isEmpty)
    for indicator in indicators {
      let metric = try #require(indicator["metric"] as? String)
      let family = metric == "latency" ? "orrery_latency_seconds" : "orrery_measure_seconds"
      var labels = indicator["labels"] as? [String: String] ?? [:]
      if metric != "latency" { labels["measure"] = metric }
      let samples = (metrics.family(family)?.samples ?? []).filter { sample in
        var own = sample.labels
        (own["le"], own["scenario"]) = (nil, nil)
        return own == labels
      }
      let count = try #require(indicator["count"] as? Double)
      let buckets = samples.filter { $0.name.hasSuffix("_bucket") }
      #expect(buckets.last?.value == count, "\(labels)")
      let sum = samples.first { $0.name.hasSuffix("_sum") }?.value
      if let sum, let mean = indicator["mean"] as? Double { #expect((sum / count * 1e9 - mean).magnitude <= 1) }
      #expect((sum == nil) == (indicator["missing"] as? Int != 0))
      for (name, share) in [("p50", 0.5), ("p95", 0.95), ("p99", 0.99)] {
        guard let value = indicator[name] as? Double, value < 0x1p62 else { continue }
        let upper = try #require(buckets.first { $0.value >= share * count * (1 - 1e-12) })
        let bound = try #require(upper.labels["le"])
        let limit = bound == "+Inf" ? Double.infinity : try #require(Double(bound))
        // To the resolution of the stored histogram.
        #expect(value / 1e9 <= limit * 1.002, "\(name) of \(labels)")
        let below = buckets.last { ($0.labels["le"].flatMap(Double.init) ?? .infinity) < limit }
        if let below, let bound = below.labels["le"].flatMap(Double.init) { #expect(value / 1e9 >= bound * 0.998) }
      }
    }
  }

  @Test func `a stored run says what it said when it was run`() throws {
    let program = try Program()
    defer { program.remove() }
    let file = try program.write("shop.yaml", GateShop.text(duration: "1min"))
    let run = try program("run", file, "--no-report", "-q", "--openmetrics", "one.txt")
    #expect(run.code == 0, "\(run)")
    let report = try program("report", "results/shop.sqlite", "--no-report", "--openmetrics", "-")
    let written = try String(contentsOfFile: program.folder + "/one.txt", encoding: .utf8)
    #expect(report.code == 0 && report.output == written)
    #expect(report.errors.contains("fast"))
    // Two runs of one scenario would be the same samples twice.
    let twice = try program("run", file, file, "--no-report", "-q", "--openmetrics", "two.txt")
    #expect(twice.code == 0)
    #expect(try text(of: program, "two.txt").family("orrery_run")?.samples.count == 1)
    let both = try program("run", file, "--json", "-", "--openmetrics", "-")
    #expect(both.code == 64 && both.errors.contains("--openmetrics"))
    let nowhere = try program("run", file, "--openmetrics", "nowhere/metrics.txt")
    #expect(nowhere.code == 74 && nowhere.errors.contains("nowhere/metrics.txt"))
  }
}

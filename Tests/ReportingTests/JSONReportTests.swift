import Experiments
import Foundation
import Statistics
import Testing

@testable import Reporting

@Suite("The JSON object")
struct JSONReportTests {
  @Test("has exactly the documented keys")
  func keys() throws {
    let object = try parsed(PollingRun.make())
    #expect(
      Set(object.keys) == [
        "schema", "scenario", "options", "seed", "digest", "digests", "replications", "simulated_ns", "events",
        "refreshes", "verdict", "indicators", "populations", "components", "outcomes", "phases",
        "faults", "budgets", "invariants", "objectives", "cost", "findings", "warnings", "host",
      ])
    #expect(
      try keys(of: "indicators", in: object) == [
        "metric", "labels", "unit", "count", "unended", "missing", "mean", "p50", "p90", "p95", "p99", "p999", "max",
        "interval",
      ])
    #expect(
      try keys(of: "populations", in: object)
        == ["name", "entities", "cycle_ns", "refreshes", "changes_found"])
    #expect(
      try keys(of: "components", in: object).isSuperset(of: [
        "name", "kind", "arrivals", "completions", "utilization", "mean_queue_length",
        "mean_response_ns",
      ]))
    #expect(
      try keys(of: "budgets", in: object)
        == [
          "name", "check", "observed", "at_least", "interval", "limit", "unit", "kind", "verdict", "reason", "file",
          "line",
        ])
    #expect(try keys(of: "invariants", in: object) == ["id", "violations", "first_at_ns"])
    let cost = try #require(object["cost"] as? [String: Any])
    #expect(Set(cost.keys) == ["currency", "stands_for_ns", "per_month_micros", "lines"])
    #expect(
      try keys(of: "lines", in: cost)
        == ["component", "item", "quantity", "unit_price_micros", "per_month_micros"])
    let host = try #require(object["host"] as? [String: Any])
    #expect(Set(host.keys) == ["wall_seconds", "peak_memory_bytes", "threads", "cpu"])
  }

  @Test("of a small run is this text")
  func golden() throws {
    #expect(try JSONReport.text(QueueRun.make()) == Self.queue)
  }

  @Test("keeps integers whole, up to the largest")
  func integers() throws {
    var result = QueueRun.make()
    result.scenario.seed = .max
    result.events = 9_007_199_254_740_993
    result.indicators[0].histogram.recordMissing(2_000)
    let text = try JSONReport.text(result)
    #expect(text.contains("\"seed\" : 18446744073709551615"))
    #expect(text.contains("\"events\" : 9007199254740993"))
    #expect(text.contains("\"p99\" : 9223372036854775807"))
    #expect(!text.contains(".0,"))
  }

  @Test("says null where there is nothing, and partial where it is")
  func absent() throws {
    var result = QueueRun.make()
    result.isPartial = true
    result.budgets[0].observed = nil
    result.indicators[0].histogram = .init()
    let object = try parsed(result)
    #expect(object["cost"] is NSNull)
    #expect(object["partial"] as? Bool == true)
    let budget = try #require((object["budgets"] as? [[String: Any]])?.first)
    #expect(budget["observed"] is NSNull)
    let indicator = try #require((object["indicators"] as? [[String: Any]])?.first)
    #expect(indicator["p99"] is NSNull)
    #expect(indicator["count"] as? Int == 0)
  }

  @Test("has decisions and recoveries where its keys are open: at components and phases")
  func events() throws {
    let object = try parsed(EventfulRun.make())
    let components = try #require(object["components"] as? [[String: Any]])
    let decisions = try #require(components[0]["decisions"] as? [[String: Any]])
    #expect(decisions.count == 3)
    #expect(
      Set(decisions[0].keys) == ["at_ns", "kind", "caller", "before", "after", "signal", "reason"])
    #expect(decisions[1]["reason"] as? String == "cpu 83 % of 60 % seen 60 s late")
    #expect(components[0]["hit_ratio"] as? Double == 0.75)
    #expect(components[0]["counts"] as? [String: Int] == ["hits": 750, "misses": 250, "retries": 12])
    let recovery = try #require((components[0]["recoveries"] as? [[String: Any]])?.first)
    #expect(recovery["outcome"] as? String == "did-not-recover")
    #expect(recovery["recovered_after_ns"] is NSNull)
    let fault = try #require((object["faults"] as? [[String: Any]])?.first)
    #expect(fault["name"] as? String == "slow-disk" && fault["outcome"] as? String == "did-not-recover")
    let stages = try #require(fault["stages"] as? [[String: Any]])
    #expect(stages.count == 9 && stages[1]["stage"] as? String == "during" && stages[1]["errors"] as? Double == 0.33)
    #expect(stages[1]["goodput"] as? Double == 6.7 && stages[7]["lag"] as? Double == 40)
    let phase = try #require((object["phases"] as? [[String: Any]])?.first)
    #expect((phase["recovery"] as? [String: Any])?["recovered_after_ns"] as? Int == 40_000_000_000)
  }

  @Test("differs between hosts in `host` alone")
  func host() throws {
    var elsewhere = PollingRun.make()
    elsewhere.host = Host()
    var here = try parsed(PollingRun.make())
    var there = try parsed(elsewhere)
    #expect(!NSDictionary(dictionary: here).isEqual(to: there))
    here["host"] = nil
    there["host"] = nil
    #expect(NSDictionary(dictionary: here).isEqual(to: there))
  }

  private func parsed(_ result: RunResult) throws -> [String: Any] {
    try #require(
      try JSONSerialization.jsonObject(with: Data(JSONReport.text(result).utf8)) as? [String: Any])
  }

  private func keys(of list: String, in object: [String: Any]) throws -> Set<String> {
    Set(try #require((object[list] as? [[String: Any]])?.first).keys)
  }
}

extension JSONReportTests {
  static let queue = #"""
    {
      "budgets" : [
        {
          "at_least" : false,
          "check" : "p95 latency(flow=visit) < 200ms",
          "file" : "scenarios/fixture.yaml",
          "interval" : null,
          "kind" : "estimate",
          "limit" : 200000000,
          "line" : 21,
          "name" : "quick",
          "observed" : 148000000,
          "reason" : "p95 of 72,000 samples is 148ms, limit 200ms",
          "unit" : "ns",
          "verdict" : "held"
        }
      ],
      "components" : [
        {
          "arrivals" : 72000,
          "assumed_share" : 0.4,
          "backlog" : 0,
          "comparable" : true,
          "completions" : 72000,
          "counts" : {

          },
          "decisions" : [

          ],
          "failures" : 0,
          "good_completions" : 72000,
          "hit_ratio" : null,
          "kind" : "service",
          "maximum_queue_length" : 38,
          "mean_down" : null,
          "mean_ejected" : null,
          "mean_in_flight" : 0,
          "mean_live" : null,
          "mean_queue_length" : 3.2,
          "mean_replicas" : null,
          "mean_response_ns" : 50000000,
          "mean_service_ns" : 10000000,
          "mean_starting" : null,
          "mean_waiting_ns" : 40000000,
          "name" : "server",
          "recoveries" : [

          ],
          "refusals" : 0,
          "replicas" : 1,
          "scarcest" : "threads",
          "timeouts" : 0,
          "unended" : 0,
          "utilization" : 0.8
        }
      ],
      "cost" : null,
      "digest" : "00112233445566778899aabbccddeeff",
      "digests" : {
        "server" : "ffeeddccbbaa99887766554433221100"
      },
      "events" : 216000,
      "faults" : [

      ],
      "findings" : [

      ],
      "host" : {
        "cpu" : "",
        "peak_memory_bytes" : 0,
        "threads" : 1,
        "wall_seconds" : 0
      },
      "indicators" : [
        {
          "count" : 1000,
          "interval" : {
            "mean" : {
              "high" : 53000000,
              "level" : 0.95,
              "low" : 47000000,
              "mean" : 50000000
            }
          },
          "labels" : {
            "flow" : "visit"
          },
          "max" : 512000000,
          "mean" : 102300000,
          "metric" : "latency",
          "missing" : 0,
          "p50" : 15998975,
          "p90" : 255983615,
          "p95" : 511967231,
          "p99" : 511967231,
          "p999" : 511967231,
          "unended" : 0,
          "unit" : "ns"
        }
      ],
      "invariants" : [

      ],
      "objectives" : [

      ],
      "options" : [

      ],
      "outcomes" : [

      ],
      "phases" : [

      ],
      "populations" : [

      ],
      "refreshes" : 0,
      "replications" : 1,
      "scenario" : "queue",
      "schema" : 1,
      "seed" : 42,
      "simulated_ns" : 1000000000000,
      "verdict" : "held",
      "warnings" : [

      ]
    }

    """#
}

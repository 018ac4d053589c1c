import Foundation
import Testing

/// What the files of `scenarios/sysops-squad` say in their comments, most of it at a smaller scale.
@Suite struct SysopsSquadTests {
  /// Mean of a measure, in seconds.
  private func seconds(_ metric: String, _ run: JSONRun) -> Double {
    (run.indicator(metric)["mean"] as? Double ?? 0) / 1e9
  }

  // MARK: The broker is away

  @Test func `a broker that is away loses what is dropped, and nothing else`() throws {
    func away(_ policy: String) throws -> JSONRun {
      try JSONRun(
        "sysops-squad/broker-down", "--with", "when-the-broker-is-down=\(policy)", "--replications", "5", "--set",
        "run.duration=1h")
    }
    let dropped = try away("drop")
    let lost = dropped.violated["SY-I1"] ?? 0
    // 274 in each of five runs: standard error 37.
    #expect((1260...1480).contains(lost), "\(lost)")
    #expect(dropped.violated == ["SY-I1": lost] && dropped.code == 0)
    let failed = try away("fail")
    #expect(failed.violated == [:] && failed.count("sy/withdraw-ticket", "withdrawn") == lost)
    for policy in ["outbox", "transition"] {
      let kept = try away(policy)
      #expect(kept.violated == [:] && kept.code == 0, "\(policy)")
      #expect(kept.count("sy/submit", "ok") == dropped.count("sy/submit", "ok"), "\(policy)")
    }
  }

  @Test(arguments: ["outbox", "two-writes", "transition"])
  func `an API that dies between its writes loses tickets, unless they are one`(_ messages: String) throws {
    let outcome = try JSONRun(
      "sysops-squad/api-crash-loop", "--with", "messages=\(messages)", "--replications", "3", "--set", "run.duration=1h"
    )
    #expect(outcome.code == 0)
    #expect(outcome.violated.keys.sorted() == (messages == "two-writes" ? ["SY-I1"] : []))
    #expect((outcome.component("sy/customer-api")["counts"] as? [String: Any])?["crashes"] as? Int ?? 1 > 0)
  }

  // MARK: Unsafe options

  @Test(arguments: [
    "stage=target", "stage=transition", "stage=baseline", "optimal", "stale-skills", "two-jobs", "two-jobs-blind",
    "tell-at-once", "twice", "twice-unchecked", "late", "late-unchecked",
  ])
  func `each unsafe option trips its own monitor, and each safe one none`(_ option: String) throws {
    let outcome = try JSONRun(
      "sysops-squad/normal-day", "--with", option, "--replications", "1", "--scale", "1:20", "--set",
      "budgets.assigned=remove",
      "--set", "budgets.urgent-assigned=remove", "--set", "budgets.page=remove", "--set",
      "budgets.customer-notified=remove")
    let expected = [
      "stage=baseline": "SY-I1", "stale-skills": "SY-I2", "two-jobs-blind": "SY-I3", "tell-at-once": "SY-I4",
      "late-unchecked": "SY-I5", "twice-unchecked": "SY-I8",
    ]
    #expect(outcome.violated.keys.sorted() == [expected[option]].compactMap(\.self))
    #expect(outcome.code != 99 && outcome.code != 65, "\(outcome.code)")
    #expect(outcome.count("sy/complete", "completed") > 300)
  }

  // MARK: Assigning

  @Test(arguments: [
    ("batch-greedy", []), ("batch-optimal", []), ("per-event", ["SY-I1"]), ("per-event-fallback", ["SY-I1", "SY-I2"]),
    ("per-event-retry", ["SY-I10"]), ("self-pick", ["SY-I10"]),
  ])
  func `under shortage only a batch keeps priorities`(_ matcher: String, _ violated: [String]) throws {
    let outcome = try JSONRun(
      "sysops-squad/expert-shortage", "--with", "matcher=\(matcher)", "--replications", "1", "--scale", "1:10")
    #expect(outcome.violated.keys.sorted() == violated, "\(matcher)")
  }

  @Test(arguments: [("r0", 1800.0), ("r10", 2200.0), ("r20", 2700.0)])
  func `a ticket waits half an interval, and one more for each refusal`(_ rejections: String, _ mean: Double) throws {
    let outcome = try JSONRun("sysops-squad/waits", "--with", "rejections=\(rejections)", "--scale", "1:10")
    #expect(abs(seconds("accepted", outcome) / mean - 1) < 0.03, "\(seconds("accepted", outcome))")
  }

  @Test func `for a daily job it is half a day`() throws {
    let outcome = try JSONRun("sysops-squad/waits", "--with", "rejections=r0,daily", "--scale", "1:10")
    #expect(abs(seconds("accepted", outcome) / 43_200 - 1) < 0.02, "\(seconds("accepted", outcome))")
  }

  // MARK: The spike

  @Test func `under a spike the monolith freezes, and the stages do not`() throws {
    for stage in ["baseline", "transition", "target"] {
      let outcome = try JSONRun(
        "sysops-squad/monday-spike", "--with", "stage=\(stage)", "--replications", "1", "--set", "run.duration=75min")
      let decisions = (outcome.component("sy/app")["decisions"] as? [[String: Any]] ?? []).compactMap {
        $0["kind"] as? String
      }
      #expect(decisions.contains("froze") == (stage == "baseline"), "\(stage)")
      #expect(outcome.violated.keys.sorted() == (stage == "baseline" ? ["SY-I1", "SY-I10"] : []), "\(stage)")
      #expect((outcome.code == 99) == (stage == "baseline"), "\(stage): \(outcome.code)")
    }
  }

  // MARK: Month-end

  /// A hundredth of the customers; the job looks for them as many times as it would for all.
  private func bill(_ options: String) throws -> JSONRun {
    try JSONRun(
      "sysops-squad/month-end", "--with", options, "--scale", "1:100", "--set", "faults.dies.at=7min", "--set",
      "components.rerun.first=1h")
  }

  @Test func `a hundredth of the month takes a hundredth of the time`() throws {
    let outcome = try JSONRun("sysops-squad/month-end", "--scale", "1:100")
    // 20,000 customers among 24 workers, 1.015 s each.
    let time = (outcome.component("sy/payment-job")["mean_response_ns"] as? Double ?? 0) / 1e9
    #expect((834...860).contains(time), "\(time)")
    #expect(
      outcome.violated == [:]
        && outcome.count("sy/charge", "charged") + outcome.count("sy/charge", "declined") == 20_000)
  }

  @Test func `a rerun charges twice only where nobody remembers`() throws {
    for (options, violated) in [
      ("dies-half-way", []), ("dies-half-way,from-the-start", []), ("dies-half-way,forgetful-provider", ["SY-I6"]),
      ("dies-half-way,from-the-start,forgetful-provider", ["SY-I6"]),
    ] {
      let outcome = try bill(options)
      #expect(outcome.violated.keys.sorted() == violated, "\(options)")
      #expect(outcome.code != 99, "\(options): \(outcome.code)")
    }
  }

  @Test func `all files are valid`() throws {
    let program = try Program()
    defer { program.remove() }
    for name in ["sysops-squad/systems/baseline", "sysops-squad/systems/transition", "sysops-squad/systems/target"] {
      let ending = try program("validate", program.scenario(name))
      #expect(ending.code == 0, "\(ending)")
    }
  }
}

import Foundation
import Testing

/// Four systems on one clock: together, beside each other, and in each other's way.
@Suite struct FullSystemTests {
  @Test func `all four run at one cell in a thousand, the same on one thread and on two`() throws {
    let one = try JSONRun("full-system-quick", "--threads", "1")
    #expect(one.code == 0 && one.violated == [:])
    let two = try JSONRun("full-system-quick", "--threads", "2")
    #expect(one.tree as NSDictionary == two.tree as NSDictionary)
    // With seven hundred officers in the whole country most citizens hear that nobody is near.
    for (flow, outcome, least) in [
      ("all/rw/view-dashboard", "ok", 1000), ("all/hb/refresh", "nobody", 20_000), ("all/hb/connect", "connected", 200),
      ("all/tk/buy", "ok", 40), ("all/sy/view", "ok", 100),
    ] {
      #expect(one.count(flow, outcome) >= least, "\(flow)")
    }
    // A thousand people after fifty seats, ten times.
    let sold = one.count("all/tk/save-order", "saved")
    #expect((490...500).contains(sold) && one.count("all/tk/select-seat", "sold-out") > 9_000, "\(sold)")
    let bill = one.tree["cost"] as? [String: Any]
    #expect((bill?["per_month_micros"] as? Int ?? 0) > 0)
  }

  private static let systems = [
    (
      "rw", "road-warrior/systems/event-driven.yaml",
      "  w-rw: { rate: 200/s, flows: { rw/view-dashboard: 99%, rw/edit-reservation: 1% } }"
    ),
    (
      "hb", "hey-blue/systems/microservices.yaml",
      """
        w-hb-officers: { closed: { users: 200, pace: 15min }, who: hb/officer, flows: { hb/window: 100% } }
        w-hb-citizens: { closed: { users: 3000, pace: 5min }, who: hb/citizen, flows: { hb/refresh: 100% } }
        w-hb-meetings: { rate: 0.5/s, flows: { hb/connect: 100% } }
      """
    ),
    (
      "tk", "tickets/systems/stage-0.yaml",
      "  w-tk: { crowd: { count: 2000, within: 15min }, flows: { tk/buy: 80%, tk/browse: 20% } }"
    ),
    (
      "sy", "sysops-squad/systems/target.yaml",
      """
        w-sy-tickets: { rate: 0.5/s, flows: { sy/submit: 100% } }
        w-sy-pages: { rate: 10/s, flows: { sy/view: 100% } }
      """
    ),
  ]

  /// Digests of some of the systems on one clock, sharing nothing.
  private func digests(_ prefixes: Set<String>, _ program: Program) throws -> [String: String] {
    let chosen = Self.systems.filter { prefixes.contains($0.0) }
    let text =
      "orrery: 1\nname: together\nseed: 3\nrun: { starts: Fri 11:30, duration: 20min, warm-up: 1min, drain: 1h, scale: 1:100 }\nsystems:\n"
      + chosen.map { "  \($0.0): { file: \(Program.root)/scenarios/\($0.1) }\n" }.joined() + "workloads:\n"
      + chosen.map { "\($0.2)\n" }.joined()
    let run = try JSONRun(program.write("\(chosen.map(\.0).joined(separator: "-")).yaml", text))
    #expect([0, 97, 99].contains(run.code))
    return run.digests
  }

  @Test func `systems that share nothing measure together what each measures alone`() throws {
    let program = try Program()
    defer { program.remove() }
    let together = try digests(["rw", "hb", "tk", "sy"], program)
    for (prefix, _, _) in Self.systems {
      let alone = try digests([prefix], program).filter { $0.key.contains("\(prefix)/") }
      #expect(alone.count > 10)
      let changed = alone.keys.filter { alone[$0] != together[$0] }.sorted()
      #expect(changed.isEmpty, "\(prefix): \(changed)")
    }
  }

  @Test func `a rush of one system keeps the customers of another waiting, and explain says so`() throws {
    func notified(_ options: String) throws -> Double {
      let run = try JSONRun("shared-platform", "--with", options, "--replications", "1")
      #expect(run.violated == [:])
      return (run.indicator("customer-notified")["p99"] as? Double ?? 0) / 1e9
    }
    let calm = try notified("rush=off")
    let felt = try notified("rush=on")
    // A service of its own for the tickets' mails, and it is as if there were no rush.
    let apart = try notified("own-post")
    #expect(calm < 1 && felt > 30 && apart == calm, "\(calm) \(felt)")

    let program = try Program()
    defer { program.remove() }
    let ending = try program(
      "explain", program.scenario("shared-platform"), "--replications", "1", "--figure", "p99 customer-notified",
      "--exemplars", "50")
    #expect(ending.code == 0)
    #expect(ending.output.contains("post saturates first"), "\(ending.output)")
    #expect(ending.output.contains("of its calls come from tk/ticket-maker"), "\(ending.output)")
  }
}

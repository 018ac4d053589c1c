import Foundation
import Testing

extension LiveTier {
  /// A server that stands still for three seconds is measured as all would have felt it who came meanwhile.
  @Suite struct StallTests {
    private static let quantiles = [("p90", 0.9), ("p95", 0.95), ("p99", 0.99)]

    @Test func `a stall is measured from the intended instants`() throws {
      let scratch = try Scratch()
      defer { scratch.remove() }
      let file = try scratch.write(
        "stall.yaml", ScenarioTexts.things(rate: "1000/s", duration: "12s", drain: "10s", connections: 500))
      let host = try Server.host(file, "--arrivals", "arrivals", in: scratch)
      let started = try LiveRun.Started(file, on: host.url, .plain + ["--schedule", "schedule"], in: scratch)
      Thread.sleep(forTimeInterval: 5)
      let length = stall(host)
      let run = try started.ended()
      host.stop()
      let live = try run.live()
      guard run.isJudged else { return }
      #expect(run.ending.code == 0, "\(run.ending)")
      #expect(live.sent == live.planned && live.call("app.get")?.outcomes["ok"] == live.planned)
      let measured = try values(try run.reported())
      let log = try ArrivalLog("arrivals", beside: "schedule", in: scratch)
      // Each got its turn after the stall, as the server itself says.
      expect(measured, near: log.lags, "the server's own log")
      let pressure = live.generator.pressure ?? 0
      guard pressure < 0.3 else { return note("the machine is busy, and the server catches up slowly: \(pressure)") }
      let end = log.silenceBegan + length
      expect(measured, near: log.planned.map { $0 >= log.silenceBegan ? max(0, end - $0) : 0 }, "the stall formula")
      let simulated = try simulate(file, in: scratch)
      for (name, value) in measured { expect(value, near: try #require(simulated[name]), "\(name) of the simulation") }
    }

    /// How long it was, in nanoseconds.
    private func stall(_ host: Server) -> Int64 {
      let begin = ContinuousClock.now
      host.program.signal(SIGSTOP)
      Thread.sleep(forTimeInterval: 3)
      host.program.signal(SIGCONT)
      return Int64((ContinuousClock.now - begin) / .nanoseconds(1))
    }

    /// The same pause of the same file.
    private func simulate(_ file: String, in scratch: Scratch) throws -> [String: Int64] {
      let program = try Programs.orrery(
        ["run", file, "--with", "pause", "--json", "simulated.json", "--no-report", "-q"], in: scratch)
      let ending = try program.ending(within: .seconds(60))
      return try values(try LiveRun(ending, json: "simulated.json", in: scratch).reported())
    }

    private func values(_ report: LiveReport) throws -> [String: Int64] {
      let latency = try #require(report.latency(of: "visit"))
      return ["p90": try #require(latency.p90), "p95": try #require(latency.p95), "p99": try #require(latency.p99)]
    }

    private func expect(_ measured: [String: Int64], near expected: [Int64], _ what: String) {
      for (name, quantile) in Self.quantiles {
        expect(measured[name] ?? 0, near: expected.quantile(quantile), "\(name) of \(what)")
      }
    }

    /// Within a twentieth and 50 ms.
    private func expect(_ measured: Int64, near expected: Int64, _ what: String) {
      note("stall: \(measured / 1_000_000) ms, \(what) \(expected / 1_000_000) ms")
      #expect(Double(abs(measured - expected)) <= Double(expected) * 0.05 + 50e6, "\(what): \(measured), \(expected)")
    }
  }
}

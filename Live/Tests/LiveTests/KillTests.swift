import Foundation
import Testing

extension LiveTier {
  /// What is stored is true, whoever is killed in the middle of a run.
  @Suite struct KillTests {
    private static let database = "results/live-things.sqlite"
    private static let stored = "SELECT mode, partial FROM runs"

    /// A run of five seconds, two seconds on.
    private func withRun(
      _ test: (Scratch, Server, LiveRun.Started) throws -> Void
    ) throws {
      let scratch = try Scratch()
      defer { scratch.remove() }
      let file = try scratch.write(
        "things.yaml", ScenarioTexts.things(duration: "5s", drain: "2s", timeout: "300ms"))
      let host = try Server.host(file, in: scratch)
      defer { host.stop() }
      let run = try LiveRun.Started(file, on: host.url, .plain, in: scratch)
      Thread.sleep(forTimeInterval: 2)
      try #require(run.program.isRunning, "\(run.program.errors)")
      try test(scratch, host, run)
    }

    private func expectReadable(_ scratch: Scratch, saying word: String) throws {
      let report = try Programs.orrery(["report", Self.database, "--no-report"], in: scratch)
      let ending = try report.ending(within: .seconds(20))
      #expect(ending.code == 0, "\(ending)")
      #expect(ending.output.lowercased().contains(word))
    }

    @Test func `a generator that is killed leaves a partial run that can be read`() throws {
      try withRun { scratch, _, run in
        run.program.signal(SIGKILL)
        #expect(try run.ended().ending.code == SIGKILL)
        #expect(try scratch.rows(Self.database, Self.stored) == ["live|1"])
        try expectReadable(scratch, saying: "partial")
      }
    }

    @Test func `an interrupt keeps what was measured, marked partial`() throws {
      try withRun { scratch, _, run in
        run.program.signal(SIGINT)
        let ended = try run.ended(within: .seconds(10))
        #expect(ended.ending.code == 130, "\(ended.ending)")
        let (report, live) = (try ended.reported(), try ended.live())
        #expect(report.partial == true)
        #expect(live.stopped == "interrupted")
        #expect(live.sent > 0 && live.sent < live.planned)
        let call = try #require(live.call("app.get"))
        #expect(call.outcomes["ok"] > 0 && call.outcomes.sum <= call.started)
        #expect(try scratch.rows(Self.database, Self.stored) == ["live|1"])
        try expectReadable(scratch, saying: "partial")
      }
    }

    @Test func `a server that is killed is counted`() throws {
      try withRun { scratch, host, run in
        host.program.signal(SIGKILL)
        let ended = try run.ended(within: .seconds(20))
        #expect([0, 97, 99].contains(ended.ending.code), "\(ended.ending)")
        let live = try ended.live()
        let call = try #require(live.call("app.get"))
        #expect(call.started == live.planned && call.outcomes.sum == call.started)
        #expect(call.outcomes["ok"] > 0 && call.outcomes["error"] > 0)
        #expect(call.failures.sum == call.outcomes["error"])
        #expect(try scratch.rows(Self.database, Self.stored) == ["live|0"])
        try expectReadable(scratch, saying: "error")
      }
    }
  }
}

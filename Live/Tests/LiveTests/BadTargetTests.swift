import Foundation
import RawServers
import Synchronization
import Testing

extension LiveTier {
  /// Whatever a target does is counted, and ends.
  @Suite struct BadTargetTests {
    private func scenario(in scratch: Scratch) throws -> String {
      try scratch.write(
        "things.yaml",
        ScenarioTexts.things(rate: "60/s", duration: "1s", drain: "1s", connections: 10, timeout: "300ms"))
    }

    @Test func `where nobody listens nothing is sent, and nothing stored`() throws {
      let scratch = try Scratch()
      defer { scratch.remove() }
      let port = try RawServer.deadPort()
      let run = try LiveRun(try scenario(in: scratch), on: "http://127.0.0.1:\(port)", .plain, in: scratch)
      #expect(run.ending.code == 74)
      #expect(run.ending.errors.contains("http://127.0.0.1:\(port) cannot be reached (refused): nothing was sent"))
      #expect(run.report == nil)
      #expect(!FileManager.default.fileExists(atPath: scratch.path("results")))
    }

    @Test(arguments: BadTarget.allCases) func `each request is counted`(_ target: BadTarget) throws {
      let scratch = try Scratch()
      defer { scratch.remove() }
      let visitors = Atomic<Int>(0)
      let elsewhere = try RawServer { _, _ in visitors.add(1, ordering: .relaxed) }
      defer { elsewhere.stop() }
      let server = try RawServer { connection, _ in
        target.serve(connection, elsewhere: "http://127.0.0.1:\(elsewhere.port)")
      }
      defer { server.stop() }
      let run = try LiveRun(
        try scenario(in: scratch), on: "http://127.0.0.1:\(server.port)", .plain, in: scratch, within: .seconds(15))
      #expect([0, 97].contains(run.ending.code), "\(run.ending)")
      let live = try run.live()
      let call = try #require(live.call("app.get"))
      let (outcome, failures, status) = target.expected
      #expect(live.sent == live.planned && call.started == live.planned)
      #expect(call.outcomes.map(\.name) == [outcome] && call.outcomes[outcome] == call.started, "\(call)")
      #expect(
        failures.isEmpty == call.failures.isEmpty && failures.reduce(0) { $0 + call.failures[$1] } == call.failures.sum)
      if !failures.isEmpty { #expect(call.failures.sum == call.started, "\(call)") }
      #expect(call.unmapped.map(\.name) == (status.map { [$0] } ?? []))
      #expect(visitors.load(ordering: .relaxed) == 0)
      #expect(try run.reported().host.peak_memory_bytes < 1 << 30)
      #expect(try scratch.rows("results/live-things.sqlite", "SELECT mode, partial FROM runs") == ["live|0"])
    }
  }
}

import Foundation
import Testing

extension LiveTier {
  /// The shop loses its database in the middle of a run.
  @Suite(.nightly, .withDatabase) struct DatabaseKillTests {
    @Test func `a database that is killed is counted, and the run is stored`() throws {
      let scratch = try Scratch()
      defer { scratch.remove() }
      let script = "\(Programs.root)/scripts/postgres"
      // It runs as another user, who has to come there.
      let folder = scratch.path("postgres")
      let start = try RunningProgram(script, ["start", folder], in: scratch).ending(within: .seconds(60))
      try #require(start.code == 0, "\(start)")
      let database = start.output.trimmingCharacters(in: .whitespacesAndNewlines)
      let shop = try Server.shop(
        database, ["--seats", "lock", "--connections", "40", "--read-gap", "20ms", "--payment", "100ms"], in: scratch)
      defer { shop.stop() }
      let started = try LiveRun.Started(
        Programs.scenario("live/last-seat"), on: shop.url,
        ["--with", "at-once,seats=lock", "--for", "12s", "--set", "workloads.rounds.closed.pace=12s"] + .plain,
        in: scratch)
      Thread.sleep(forTimeInterval: 6)
      #expect(try RunningProgram(script, ["stop", folder], in: scratch).ending(within: .seconds(60)).code == 0)
      let run = try started.ended(within: .seconds(120))
      #expect([97, 98, 99].contains(run.ending.code), "\(run.ending)")
      let live = try run.live()
      let select = try #require(live.call("shop.select"))
      note(
        "database: \(select.outcomes.map { "\($0.name) \($0.count)" }.joined(separator: ", ")); \(live.stopped ?? "")")
      #expect(select.outcomes["ok"] > 0 && select.outcomes["error"] > 0)
      #expect(select.unmapped.sum + select.failures.filter { $0.name != "unmapped" }.sum == select.outcomes["error"])
      // Nobody could count what was sold: what is stored says so.
      #expect(try run.reported().partial == true)
      #expect(try scratch.rows("results/live-last-seat.sqlite", "SELECT mode, partial FROM runs") == ["live|1"])
    }
  }
}

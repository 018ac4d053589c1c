import Testing

extension LiveTier {
  /// A load on its own model behind HTTP.
  @Suite struct TwinTests {
    private static let firstLook = Programs.scenario("live/first-look")

    @Test func `a twin agrees with its model`() throws {
      let scratch = try Scratch()
      defer { scratch.remove() }
      let host = try Server.host(Self.firstLook, in: scratch)
      defer { host.stop() }
      let run = try LiveRun(Self.firstLook, on: host.url, in: scratch)
      let live = try run.live()
      #expect(live.arrivalDigest == live.plannedDigest)
      guard run.isJudged else { return }
      let fidelity = try #require(live.fidelity)
      note("twin: \(fidelity.verdict), \(fidelity.figures.count) figures")
      #expect(run.ending.code == 0, "\(run.ending)")
      #expect(fidelity.verdict == "agrees", "\(fidelity)")
    }

    @Test func `responses are those of the same requests in the simulation`() throws {
      let scratch = try Scratch()
      defer { scratch.remove() }
      let demands = ["--demands", "from-request"]
      let host = try Server.host(Self.firstLook, demands, in: scratch)
      defer { host.stop() }
      let run = try LiveRun(
        Self.firstLook, on: host.url,
        demands + ["--for", "15s", "--set", "workloads.visitors.rate=80/s", "--no-report"], in: scratch)
      let live = try run.live()
      guard run.isJudged else { return }
      let paired = try #require(live.paired)
      let (median, high) = (try #require(paired.p50), try #require(paired.p99))
      note("paired: \(paired.count) responses, apart by \(median / 1000) µs (p50), \(high / 1000) µs (p99)")
      // All calls that were made after the warm-up, but for those that had no answer in one of the two.
      #expect(paired.count * 100 >= live.calls.reduce(0) { $0 + $1.started } * 95)
      #expect(median < 2_000_000)
      #expect(high < 10_000_000)
    }
  }
}

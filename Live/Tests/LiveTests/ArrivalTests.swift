import Testing

extension LiveTier {
  /// The plan against the target's own log.
  @Suite struct ArrivalTests {
    @Test func `every planned request arrives once, at its instant`() throws {
      let scratch = try Scratch()
      defer { scratch.remove() }
      let file = try scratch.write("things.yaml", ScenarioTexts.things(rate: "400/s"))
      let host = try Server.host(file, "--arrivals", "arrivals", in: scratch)
      let run = try LiveRun(file, on: host.url, .plain + ["--schedule", "schedule"], in: scratch)
      host.stop()
      let live = try run.live()
      #expect([0, 97].contains(run.ending.code), "\(run.ending)")
      let log = try ArrivalLog("arrivals", beside: "schedule", in: scratch)
      #expect(log.planned.count > 1000)
      #expect(Int(live.planned) == log.planned.count)
      #expect(live.sent == live.planned)
      #expect(log.paths.count == log.planned.count)
      #expect(Set(log.paths).count == log.paths.count)
      guard run.isJudged else { return }
      let lags = log.lags
      note(
        "arrivals: \(lags.count), late by \(lags.quantile(0.5) / 1000) µs (p50), \(lags.quantile(0.99) / 1000) µs (p99)"
      )
      // The generator does not judge by what it wrote later than this.
      #expect(lags.quantile(0.99) < 50_000_000)
    }

    @Test func `two runs have the digests that were planned`() throws {
      let scratch = try Scratch()
      defer { scratch.remove() }
      let file = try scratch.write("things.yaml", ScenarioTexts.things(duration: "2s"))
      let host = try Server.host(file, in: scratch)
      defer { host.stop() }
      let runs = try (0..<2).map { _ in try LiveRun(file, on: host.url, .plain, in: scratch).live() }
      let other = try LiveRun(file, on: host.url, .plain + ["--seed", "7"], in: scratch).live()
      for live in runs { #expect(live.arrivalDigest == live.plannedDigest && live.sent == live.planned) }
      #expect(runs[0].arrivalDigest == runs[1].arrivalDigest)
      #expect(runs[0].drawDigest == runs[1].drawDigest)
      #expect(other.arrivalDigest != runs[0].arrivalDigest)
    }
  }
}

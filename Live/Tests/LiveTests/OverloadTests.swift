import Testing

extension LiveTier {
  /// More than this machine can send.
  @Suite struct OverloadTests {
    @Test func `five times what the self-test carries cannot be judged`() throws {
      let scratch = try Scratch()
      defer { scratch.remove() }
      let file = try scratch.write("things.yaml", ScenarioTexts.things(rate: "50/s", duration: "1s", drain: "1s"))
      let host = try Server.host(file, in: scratch)
      defer { host.stop() }
      // The best of three: something else may run beside one.
      var carried = 0.0
      for _ in 0..<3 {
        let run = try LiveRun(file, on: host.url, ["--no-fidelity", "--no-report"], in: scratch)
        carried = max(carried, try run.live().generator.floor?.carried ?? 0)
      }
      #expect(carried > 1000)
      let rate = Int(carried * 5)
      let run = try LiveRun(
        file, on: host.url, .plain + ["--for", "2s", "--set", "workloads.visitors.rate=\(rate)/s"], in: scratch)
      let live = try run.live()
      note("overload: \(Int(carried))/s carried, \(rate)/s asked: \(live.generator.reasons)")
      #expect(run.ending.code == 97, "\(run.ending)")
      #expect(!live.generator.reasons.isEmpty)
      // Each reason is told.
      for reason in live.generator.reasons { #expect(run.ending.output.contains(reason)) }
    }
  }
}

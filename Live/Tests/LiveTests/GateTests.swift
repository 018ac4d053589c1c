import Testing

extension LiveTier {
  /// A stored run against a service on its way through the gate.
  @Suite struct GateTests {
    private static let firstLook = Programs.scenario("live/first-look")

    @Test func `a service that has become slower is a regression beside its earlier run`() throws {
      let scratch = try Scratch()
      defer { scratch.remove() }
      let length = ["--for", "20s", "--no-fidelity", "--no-report"]
      for (folder, cores) in [("main", "2"), ("branch", "1")] {
        let host = try Server.host(Self.firstLook, ["--set", "components.app.cores=\(cores)"], in: scratch)
        defer { host.stop() }
        let run = try LiveRun(Self.firstLook, on: host.url, length + ["--out", folder], in: scratch)
        guard run.isJudged else { return }
      }
      func check(_ folder: String) throws -> RunningProgram.Ending {
        try Programs.orrery(
          [
            "check", Self.firstLook, "--live", "--set", "run.duration=20s", "--out", folder, "--baseline",
            "main/live-first-look.sqlite",
          ], in: scratch
        ).ending(within: .seconds(60))
      }
      let same = try check("main")
      // Too few samples for a budget, it may be; and no regression.
      #expect([0, 97].contains(same.code), "\(same)")
      #expect(same.output.contains("of one run each") && same.output.contains("exactly the same"), "\(same)")
      let worse = try check("branch")
      #expect(worse.code == 98 || worse.code == 99, "\(worse)")
      #expect(worse.output.contains("p50 latency(flow=visit)  got"), "\(worse)")
    }
  }
}

import Testing

extension LiveTier {
  /// Stored runs against a service, on their way through the gate and beside each other.
  @Suite struct GateTests {
    private static let firstLook = Programs.scenario("live/first-look")
    private static let database = "live-first-look.sqlite"

    /// Loads a twin of the model, or one of a core less; says whether it could be judged.
    private static func load(_ options: [String], on cores: String, to folder: String, in scratch: Scratch) throws
      -> Bool
    {
      let host = try Server.host(firstLook, ["--set", "components.app.cores=\(cores)"], in: scratch)
      defer { host.stop() }
      let shape = ["--for", "20s", "--no-fidelity", "--no-report", "--out", folder]
      return try LiveRun(firstLook, on: host.url, shape + options, in: scratch).isJudged
    }

    @Test func `a service that has become slower is a regression beside its earlier run, and the worse of two designs`()
      throws
    {
      let scratch = try Scratch()
      defer { scratch.remove() }
      guard try Self.load([], on: "2", to: "main", in: scratch),
        try Self.load([], on: "1", to: "branch", in: scratch),
        try Self.load(["--with", "one-core"], on: "1", to: "main", in: scratch)
      else { return }
      func orrery(_ command: String, _ arguments: String...) throws -> RunningProgram.Ending {
        try Programs.orrery(
          [command, Self.firstLook, "--live", "--set", "run.duration=20s"] + arguments, in: scratch
        ).ending(within: .seconds(60))
      }
      let same = try orrery("check", "--out", "main", "--baseline", "main/\(Self.database)")
      // Too few samples for a budget, it may be; and no regression.
      #expect([0, 97].contains(same.code), "\(same)")
      #expect(same.output.contains("of one run each") && same.output.contains("exactly the same"), "\(same)")
      let worse = try orrery("check", "--out", "branch", "--baseline", "main/\(Self.database)")
      #expect(worse.code == 98 || worse.code == 99, "\(worse)")
      #expect(worse.output.contains("p50 latency(flow=visit)  got"), "\(worse)")
      let designs = try orrery("compare", "--with", "one-core", "--out", "main", "--gate")
      #expect(designs.code == 98 || designs.code == 99, "\(designs)")
      #expect(designs.output.contains("one run of each against its service"), "\(designs)")
      #expect(designs.output.contains("−  p50 latency(flow=visit)"), "\(designs)")
    }
  }
}

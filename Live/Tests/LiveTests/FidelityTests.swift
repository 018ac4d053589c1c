import Testing

extension LiveTier {
  /// A right model is seldom called wrong, and a wrong one seldom right.
  @Suite(.nightly) struct FidelityTests {
    private static let slower = [
      "components.app.operations.page[0].work=lognormal(median 9.6ms p99 48ms)",
      "components.app.operations.order[0].work=14.4ms",
    ]

    @Test func `ninety-five of a hundred twins agree`() throws {
      let batch = try TwinBatch(runs: 100, length: "15s")
      #expect(batch["differs"] * 20 <= batch.judged)
      #expect(batch["agrees"] * 20 >= batch.judged * 19)
    }

    // Work that is 20 % slower takes a minute to be told from fewer servers.
    @Test(arguments: [
      (slower, "work", "60s"), (["components.app.cores=1"], "servers", "30s"),
      (["faults.bad={ at: 0s, for: 1h, hits: app, deploy: { error: 2% } }"], "outcomes", "30s"),
    ])
    func `nineteen of twenty altered twins differ, and are told why`(
      _ settings: [String], _ cause: String, _ length: String
    ) throws {
      let batch = try TwinBatch(runs: 20, settings: settings, length: length)
      #expect(batch["differs"] * 20 >= batch.judged * 19)
      #expect(batch.causes[cause, default: 0] * 20 >= batch.judged * 19, "\(batch.causes)")
    }
  }
}

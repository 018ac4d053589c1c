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

    @Test(arguments: [
      (slower, "work"), (["components.app.cores=1"], "servers"),
      (["faults.bad={ at: 0s, for: 1h, hits: app, deploy: { error: 2% } }"], "outcomes"),
    ])
    func `nineteen of twenty altered twins differ, and are told why`(_ settings: [String], _ cause: String) throws {
      let batch = try TwinBatch(runs: 20, settings: settings, length: "30s")
      #expect(batch["differs"] * 20 >= batch.judged * 19)
      #expect(batch.causes[cause, default: 0] * 20 >= batch.judged * 19, "\(batch.causes)")
    }
  }
}

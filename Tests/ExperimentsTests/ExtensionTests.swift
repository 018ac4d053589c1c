import Components
import Experiments
import Foundation
import Scenarios
import Testing

@testable import Statistics

/// Keeps replications in memory, and counts.
private final class Cache: ReplicationCache {
  var kept: [Int: KeptReplication] = [:]
  var taken = 0

  func replication(_ number: Int, of key: ReplicationKey) throws -> KeptReplication? {
    if kept[number] != nil { taken += 1 }
    return kept[number]
  }

  func keep(_ replication: KeptReplication, as number: Int, of key: ReplicationKey) throws {
    kept[number] = replication
  }
}

/// Has what an older version of the program kept.
private final class OlderCache: ReplicationCache {
  func replication(_ number: Int, of key: ReplicationKey) throws -> KeptReplication? {
    throw Archive.OtherFormat(found: 2, known: 3, what: "old.sqlite: replication \(number)")
  }

  func keep(_ replication: KeptReplication, as number: Int, of key: ReplicationKey) throws {}
}

@Suite struct ExtensionTests {
  private func experiment(
    _ text: String, cache: Cache? = nil, reuses: Bool = true, threads: Int = 1, figures: [Check] = []
  ) throws -> Experiment {
    let scenario = try Study.read(text)
    var options = RunOptions()
    options.threads = threads
    options.reuses = reuses
    return Experiment(
      scenario, model: Assembler.assemble(scenario, providers: []), options: options, cache: cache, figures: figures)
  }

  private let text = Study.queue(duration: "60s", budgets: "{ fast: p95 latency < 40ms }")

  @Test(arguments: [1, 2]) func `replications in two parts give what they give at once`(threads: Int) throws {
    let whole = try experiment(text, threads: threads)
    try whole.extend(to: 7, stop: StopRequest())
    let parts = try experiment(text, threads: threads)
    try parts.extend(to: 2, stop: StopRequest())
    try parts.extend(to: 7, stop: StopRequest())
    #expect(whole.result().digest == parts.result().digest)
    #expect(whole.result().budgets.map(\.observed) == parts.result().budgets.map(\.observed))
    #expect(whole.replications == 7)
  }

  @Test func `what is kept is not run again and gives the same result`() throws {
    let cache = Cache()
    let first = try experiment(text, cache: cache)
    try first.extend(to: 3, stop: StopRequest())
    let second = try experiment(text, cache: cache)
    try second.extend(to: 5, stop: StopRequest())
    #expect(second.reused == 3)
    let fresh = try experiment(text)
    try fresh.extend(to: 5, stop: StopRequest())
    #expect(second.result().digest == fresh.result().digest)
    #expect(cache.kept.keys.sorted() == [0, 1, 2, 3, 4])
  }

  @Test func `a baseline in another archive format is not comparable, and nothing of it is read`() throws {
    let scenario = try Study.read(text)
    let model = Assembler.assemble(scenario, providers: [])
    var stored = RunResult()
    stored.replications = 2
    let baseline = BaselineRun(
      database: "old.sqlite", run: 1, stored: stored, scenario: scenario, model: model, cache: OlderCache())
    let comparison = try BaselineComparison(
      baseline, with: scenario, model: model, margin: 0.01, version: stored.programVersion)
    #expect(
      comparison.obstacles == [
        "old.sqlite: replication 0 is kept in archive format 2, and this program reads format 3: save the baseline again"
      ])
    var options = RunOptions()
    options.reuses = true
    let own = Experiment(scenario, model: model, options: options, cache: OlderCache())
    #expect(throws: Archive.OtherFormat.self) { try own.extend(to: 1, stop: StopRequest()) }
  }

  @Test func `without reuse everything is run, and kept all the same`() throws {
    let cache = Cache()
    for _ in 0..<2 {
      let experiment = try experiment(text, cache: cache, reuses: false)
      try experiment.extend(to: 2, stop: StopRequest())
      #expect(experiment.reused == 0)
    }
    #expect(cache.taken == 0 && cache.kept.count == 2)
  }

  @Test func `the key knows what can change behaviour and nothing else`() throws {
    func model(_ text: String) throws -> String { try experiment(text).key.model }
    let own = try model(text)
    #expect(
      try model(Study.queue(duration: "60s", budgets: "{ fast: p99 latency < 1s, other: p50 latency < 1s }")) == own)
    #expect(try model(text.replacingOccurrences(of: "does it hold?", with: "well?")) == own)
    #expect(try model("# a remark\n" + text) == own)
    #expect(try model(text.replacingOccurrences(of: "100/s", with: "101/s")) != own)
    #expect(try model(text.replacingOccurrences(of: "5ms", with: "6ms")) != own)
  }

  @Test func `replications go on until every budget is decided`() throws {
    let open = text.replacingOccurrences(of: "drain: 5s", with: "drain: 5s, replications: { until: decided, max: 40 }")
    let result = try experiment(open).run(stop: StopRequest())
    #expect(result.verdict == .held || result.verdict == .violated)
    #expect(result.replications >= 5)
  }

  @Test func `the bound on replications is reported`() throws {
    let tight = text.replacingOccurrences(of: "drain: 5s", with: "drain: 5s, replications: { until: 0.01%, max: 6 }")
    let result = try experiment(tight).run(stop: StopRequest())
    #expect(result.replications == 6)
    #expect(result.warnings.contains { $0.contains("the most replications, 6, were run") })
  }

  @Test func `an interrupt leaves a partial result`() throws {
    let stop = StopRequest()
    stop.stop()
    let result = try experiment(text).run(stop: stop)
    #expect(result.isPartial)
  }

  @Test func `figures are read from each replication`() throws {
    let scenario = try Study.read(text)
    let check = try #require(scenario.budgets.first?.check)
    let experiment = try experiment(text, figures: [check])
    try experiment.extend(to: 4, stop: StopRequest())
    let samples = experiment.samples(of: 0).compactMap { $0 }
    #expect(samples.count == 4 && Set(samples).count > 1)
  }
}

import Experiments
import Testing

/// The fleet of a polling worker: its partitions belong to its instances, and what an instance cannot ask for is not asked
/// for. 512 partitions of 293 keys every 30 s, with calls of 200 ms, keep 1.954 calls open each: a hundredth of the
/// partitions of 150 million keys every 300 s, whose instances have 200 calls for them.
@Suite struct FleetTests {
  private func fleet(
    _ worker: String, get: String = "200ms", keys: Int = 512 * 293, partitions: Int = 512, every: String = "30s",
    rest: String = ""
  ) -> String {
    """
    orrery: 1
    name: fleet
    question: how many instances are enough?
    origin: assumed
    run: { duration: 2min, warm-up: 0s, drain: 10s }
    domain: { core: road-warrior, changes: 5%/day }
    populations: { reservation: { count: \(keys), of: road-warrior.reservation } }
    components:
      list: { kind: compacted-topic, key: reservation, partitions: \(partitions), record: 1 KB }
      tracker:
        kind: polling-worker
        from: list
        every: \(every)
        \(worker)
        poll: 1us
        runs: track
        operations:
          track:
            - { call: vendor.get, timeout: 5s }
            - { do: compare, when: { unchanged: continue, else: { publish: list } } }
      vendor: { kind: external, operations: { get: \(get) } }
    \(rest)
    budgets:
      asked: share refreshed(population=reservation) = 100%
    """
  }

  private func asked(_ text: String) throws -> Double { Reservations.figure("asked", try Reservations.run(text)) }

  /// An instance with two partitions asks for 10 keys a second of 19.53; one alone for 10 of 5,000.
  @Test(arguments: [(512, 1.0), (511, 0.9981), (500, 0.9771), (600, 1), (1, 0.002)])
  func `an instance short of calls asks for fewer keys`(instances: Int, share: Double) throws {
    let observed = try asked(fleet("replicas: \(instances)\n    in-flight: 2 per replica"))
    #expect(abs(observed - share) < 0.0006, "\(observed)")
  }

  @Test func `a partition cannot have more calls than its instance`() throws {
    // Whatever stands in the file, one call of 200 ms at a time asks for 5 keys a second of 9.77.
    let observed = try asked(fleet("replicas: 512\n    threads: 1\n    in-flight: 30 per partition"))
    #expect(abs(observed - 0.512) < 0.002)
    let alone = try asked(fleet("replicas: 5000\n    in-flight: 1 per replica"))
    #expect(abs(alone - 0.512) < 0.002)
  }

  /// 200 of the 248 calls that a partition needs open at a mean of 254 ms: 80.6 %, however many instances there are.
  @Test func `with few calls a partition asks for as many keys as they carry`() throws {
    let text = fleet(
      "replicas: 4\n    in-flight: 200 per partition", get: "lognormal(median 200ms p99 1s)", keys: 4 * 29_297,
      partitions: 4)
    #expect(abs(try asked(text) - 0.806) < 0.01)
    let enough = fleet(
      "replicas: 4\n    in-flight: 320 per partition", get: "lognormal(median 200ms p99 1s)", keys: 4 * 29_297,
      partitions: 4)
    #expect(try asked(enough) > 0.999)
  }

  /// Four calls a second by eight partitions: a quota above that refuses none, whole or not.
  @Test(arguments: [5, 8, 9, 11, 40])
  func `a small quota refuses nothing that is below it`(quota: Int) throws {
    let text = fleet(
      "in-flight: 20 per partition", get: "200ms }, quota: \(quota)/s, outcomes: {", keys: 120, partitions: 8)
    #expect(try asked(text) > 0.99)
  }

  /// One of two instances is gone for 40 s: after 10 s, and 10 s of reading 1 MB at 100 KB/s, the other asks for
  /// its keys, too. 100 calls a second wait for 20 s, and are made up at 250 a second; and again when it is back, then
  /// at 500 a second: 2,000 · (20 + 13.3) / 2 and 2,000 · (20 + 5) / 2 s, over 24,000 calls.
  @Test func `partitions of an instance that crashes are taken over`() throws {
    func result(_ rest: String) throws -> RunResult {
      try Reservations.run(
        fleet(
          "replicas: 2\n    in-flight: 100 per replica\n    read-rate: 100 KB", keys: 2000, partitions: 2, every: "10s",
          rest: rest))
    }
    let whole = try result("")
    let lost = try result("faults: { gone: { at: 40s, back-in: 40s, hits: tracker, crash: 1 replica } }")
    #expect(Reservations.figure("asked", whole) == 1 && Reservations.figure("asked", lost) == 1)
    func waits(_ result: RunResult) -> Double {
      Double(result.components.first { $0.name == "tracker" }?.meanWaiting ?? -1) / 1e9
    }
    #expect(waits(whole) == 0)
    #expect(abs(waits(lost) - (33_333 + 25_000) / 24_000) < 0.1, "\(waits(lost))")
  }
}

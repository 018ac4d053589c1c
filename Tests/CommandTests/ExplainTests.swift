import Foundation
import Testing

/// Ten scenarios with a planted cause each: `explain` names it, and no longer when it is cured.
@Suite struct ExplainTests {
  struct Plant: Sendable, CustomTestStringConvertible {
    var file: String
    var component: String
    var cause: String
    var diagnosis: String
    var testDescription: String { file }
    init(_ file: String, _ component: String, _ cause: String, _ diagnosis: String) {
      self.file = file
      self.component = component
      self.cause = cause
      self.diagnosis = diagnosis
    }
  }

  static let plants = [
    Plant("slow-database", "db", "service", "slow-service"),
    Plant("pool-exhaustion", "pool", "queue", "pool-exhausted"),
    Plant("retry-storm", "db", "retry", "retry-storm"), Plant("cold-starts", "resize", "cold-start", "cold-starts"),
    Plant("hot-partition", "readings", "log", "hot-partition"), Plant("poll-cycle", "orders", "poll", "poll-cycle"),
    Plant("slow-provider", "bank", "provider", "slow-provider"),
    Plant("lock-contention", "db", "lock", "lock-contention"),
    Plant("autoscaler-lag", "web", "queue", "autoscaler-lag"), Plant("network", "db", "network", "network"),
  ]

  private static func path(_ name: String) -> String { "\(Program.root)/Tests/CommandTests/Causes/\(name).yaml" }

  private func leading(_ program: Program, _ plant: Plant, _ arguments: [String]) throws -> [[String: Any]] {
    let ending = try program(["explain", Self.path(plant.file), "-q", "--json", "-"] + arguments)
    #expect(ending.code == 0, "\(ending)")
    let figures = try #require(try program.json(ending)["figures"] as? [[String: Any]])
    for figure in figures {
      let shares = try #require(figure["shares"] as? [[String: Any]])
      let sum = shares.compactMap { $0["share"] as? Double }.reduce(0, +)
      #expect(abs(sum - 1) < 1e-9, "\(plant.file): shares add up to \(sum)")
      #expect((figure["sentence"] as? String)?.isEmpty == false)
    }
    return figures.compactMap { $0["leading"] as? [String: Any] }
  }

  @Test(arguments: plants) func `explain names the planted cause`(plant: Plant) throws {
    let program = try Program()
    defer { program.remove() }
    let broken = try #require(try leading(program, plant, []).first)
    #expect(broken["component"] as? String == plant.component, "\(broken)")
    #expect(broken["cause"] as? String == plant.cause, "\(broken)")
    #expect(broken["diagnosis"] as? String == plant.diagnosis, "\(broken)")
    for cured in try leading(program, plant, ["--with", "cured"]) {
      let isNamed = cured["diagnosis"] as? String == plant.diagnosis && cured["component"] as? String == plant.component
      #expect(!isNamed, "\(cured)")
    }
  }

  @Test func `a slow database that is cured is no breach any more`() throws {
    let program = try Program()
    defer { program.remove() }
    let ending = try program(
      "explain", Self.path("slow-database"), "--with", "cured", "--budget", "fast", "--json", "-", "-q")
    let figure = try #require((try program.json(ending)["figures"] as? [[String: Any]])?.first)
    #expect(figure["verdict"] as? String == "held")
  }

  @Test func `a stored run is explained from its database`() throws {
    let program = try Program()
    defer { program.remove() }
    _ = try program("run", Self.path("pool-exhaustion"), "-q", "--no-report")
    let stored = try program("explain", "results/pool-exhaustion.sqlite", "--json", "-", "-q")
    let fresh = try program("explain", Self.path("pool-exhaustion"), "--json", "-", "-q")
    #expect(stored.code == 0 && stored.output == fresh.output, "\(stored.errors)")
  }

  @Test func `one figure is explained when asked for`() throws {
    let program = try Program()
    defer { program.remove() }
    let ending = try program("explain", Self.path("network"), "--figure", "p50 latency(flow=visit)", "-q")
    #expect(ending.code == 0 && ending.output.contains("p50 latency(flow=visit)"), "\(ending)")
    let wrong = try program("explain", Self.path("network"), "--figure", "p50 latency(flow=visits)", "-q")
    #expect(wrong.code == 65 && wrong.errors.contains("did you mean"), "\(wrong)")
    #expect(try program("explain", Self.path("network"), "--budget", "fat").code == 64)
  }
}

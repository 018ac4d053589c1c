import Foundation
import Testing

/// All buyers of the last seats at once, and what the shop made of them.
struct Rush {
  static let events: UInt64 = 100
  /// For which the buyers of all events come.
  private static let length = "20s"
  /// Of a share of buyers. From the first buyer's reading to the last one that reads before the first has written, each
  /// millisecond lets two in a hundred in: what a commit takes in the crowd is not what it takes alone.
  private static let tolerance = 0.02

  let run: LiveRun

  /// - Parameter seats: the policy, by the name that shop and scenario have for it.
  init(_ seats: String) throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    let shop = try Server.shop(
      try #require(Tier.database),
      ["--seats", seats, "--connections", "40", "--read-gap", "20ms", "--payment", "100ms"], in: scratch)
    defer { shop.stop() }
    let commit = try Self.commit(of: shop, seats, in: scratch)
    note("shop: \(seats), \(commit / 1000) µs a transaction")
    run = try Self.load(
      shop, seats,
      ["--for", Self.length, "--set", "workloads.rounds.closed.pace=\(Self.length)"]
        + ["--set", "components.db.operations.write=lognormal(median \(commit)ns p99 \(commit * 6)ns)"], in: scratch)
  }

  private static func load(
    _ shop: Server, _ seats: String, _ arguments: [String], in scratch: Scratch
  ) throws -> LiveRun {
    try LiveRun(
      Programs.scenario("live/last-seat"), on: shop.url,
      ["--with", "at-once,seats=\(seats)", "--no-report", "--no-self-test"] + arguments, in: scratch)
  }

  /// What the disk of this machine adds to a transaction, in nanoseconds: from buyers who come one after the other. In the
  /// crowd some take several times that.
  private static func commit(of shop: Server, _ seats: String, in scratch: Scratch) throws -> Int64 {
    let alone = ["flows.round[0].repeat=1", "flows.round[0].at-once=1", "workloads.rounds.closed.pace=5s"]
    let run = try load(
      shop, seats, ["--for", "5s", "--no-fidelity"] + alone.flatMap { ["--set", $0] }, in: scratch)
    let median = try #require(try run.live().call("shop.buy")?.response.p50)
    let transactions: Int64 = 3
    let reads = ["lock", "version", "read-then-write"].contains(seats)
    return max(200_000, (median - (reads ? 120_000_000 : 100_000_000)) / transactions)
  }

  private var buy: LiveReport.Call {
    get throws { try #require(try run.live().call("shop.buy"), "\(run.ending)") }
  }

  /// Seats that buyers were told they have.
  var sold: UInt64 { get throws { try buy.outcomes["ok"] } }

  /// Seats sold more often than there are, as the shop counts them itself.
  var violations: UInt64? { get throws { try run.reported().violations(of: "TK-I1") } }

  /// How often a seat is sold is what the model says.
  func expectPrediction() throws {
    let outcomes = try buy.outcomes.map { "\($0.name) \($0.count)" }.joined(separator: ", ")
    let live = try run.live()
    let figure = live.fidelity?.figures.first { $0.name == "outcomes(call=shop.buy outcome=ok)" }
    let predicted = try #require(figure, "\(run.ending)")
    note("shop: \(outcomes); \(predicted.live ?? -1) sold, \(predicted.low) to \(predicted.high) predicted")
    guard run.isJudged else { return }
    #expect([0, 98].contains(run.ending.code), "\(run.ending)")
    let pressure = live.generator.pressure ?? 0
    guard pressure < 0.25 else { return note("the machine is busy, and buyers do not come at once: \(pressure)") }
    let value = try #require(predicted.live)
    #expect((predicted.low - Self.tolerance...predicted.high + Self.tolerance).contains(value), "\(predicted)")
  }
}

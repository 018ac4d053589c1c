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
    let times = try Self.times(of: shop, seats, in: scratch)
    run = try Self.load(
      shop, seats,
      ["--for", Self.length, "--set", "workloads.rounds.closed.pace=\(Self.length)"]
        + times.flatMap { ["--set", $0] }, in: scratch)
  }

  private static func load(
    _ shop: Server, _ seats: String, _ arguments: [String], in scratch: Scratch
  ) throws -> LiveRun {
    try LiveRun(
      Programs.scenario("live/last-seat"), on: shop.url,
      ["--with", "at-once,seats=\(seats)", "--no-report", "--no-self-test"] + arguments, in: scratch)
  }

  /// The times of this machine's database, from buyers who come one after the other: of the transaction that selects, and
  /// of each of the three that buying takes. Its tail is taken for that of one of the three.
  private static func times(of shop: Server, _ seats: String, in scratch: Scratch) throws -> [String] {
    let alone = ["flows.round[0].repeat=1", "flows.round[0].at-once=1", "workloads.rounds.closed.pace=5s"]
    let live = try load(
      shop, seats, ["--for", "5s", "--no-fidelity"] + alone.flatMap { ["--set", $0] }, in: scratch
    ).live()
    let (select, buy) = (live.call("shop.select")?.response, live.call("shop.buy")?.response)
    let (median, tail) = (try #require(buy?.p50), try #require(buy?.p99))
    let reads = ["lock", "version", "read-then-write"].contains(seats)
    let write = max(200_000, (median - (reads ? 120_000_000 : 100_000_000)) / 3)
    let read = (try #require(select?.p50), try #require(select?.p99))
    note(
      "shop: \(seats), a write takes \(write / 1000) and \((write + tail - median) / 1000) µs (p50 and p99), a selection \(read.0 / 1000) and \(read.1 / 1000) µs"
    )
    return [
      "components.db.operations.write=lognormal(median \(write)ns p99 \(write + max(1000, tail - median))ns)",
      "components.db.operations.select=lognormal(median \(read.0)ns p99 \(max(read.0 + 1000, read.1))ns)",
    ]
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

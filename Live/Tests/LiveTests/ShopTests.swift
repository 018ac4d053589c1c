import Foundation
import Testing

extension LiveTier {
  /// Fifty buyers for one seat, a hundred times, at a real shop on a real database.
  @Suite(.withDatabase) struct ShopTests {
    @Test func `with a lock each seat is sold once`() throws {
      let run = try Rush("lock").run
      let live = try run.live()
      #expect(try Rush.sold(run) == Rush.events)
      #expect(try run.reported().violations(of: "TK-I1") == 0)
      guard run.isJudged else { return }
      #expect([0, 98].contains(run.ending.code), "\(run.ending)")
      try Rush.expectPrediction(live)
    }

    @Test func `reading before writing sells seats several times, as often as the model says`() throws {
      let run = try Rush("read-then-write").run
      let sold = try Rush.sold(run)
      #expect(sold > 300)
      #expect(try run.reported().violations(of: "TK-I1") == sold - Rush.events)
      guard run.isJudged else { return }
      #expect([0, 98].contains(run.ending.code), "\(run.ending)")
      try Rush.expectPrediction(try run.live())
    }
  }
}

/// All buyers at once, and what the shop made of them.
struct Rush {
  static let events: UInt64 = 100
  let run: LiveRun

  /// - Parameter seats: the policy, by the name that shop and scenario have for it.
  init(_ seats: String) throws {
    let scratch = try Scratch()
    defer { scratch.remove() }
    let shop = try Server.shop(
      try #require(Tier.database),
      ["--seats", seats, "--connections", "40", "--read-gap", "20ms", "--payment", "100ms"], in: scratch)
    defer { shop.stop() }
    run = try LiveRun(
      Programs.scenario("live/last-seat"), on: shop.url,
      ["--with", "at-once,seats=\(seats)", "--for", "20s", "--set", "workloads.rounds.closed.pace=20s", "--no-report"],
      in: scratch)
  }

  /// Seats that buyers were told they have.
  static func sold(_ run: LiveRun) throws -> UInt64 {
    let buy = try #require(try run.live().call("shop.buy"))
    note("shop: \(buy.outcomes.map { "\($0.name) \($0.count)" }.joined(separator: ", ")) of \(buy.started)")
    return buy.outcomes["ok"]
  }

  /// How often a seat is sold is what the model says.
  static func expectPrediction(_ live: LiveReport.Live) throws {
    let fidelity = try #require(live.fidelity)
    let figure = try #require(fidelity.figures.first { $0.name == "outcomes(call=shop.buy outcome=ok)" })
    note("shop: sold \(figure.live ?? -1), predicted \(figure.low) to \(figure.high); \(fidelity.verdict)")
    #expect(figure.agrees)
  }
}

import Foundation
import Testing

extension LiveTier {
  /// Fifty buyers for one seat, a hundred times, at a real shop on a real database.
  @Suite(.withDatabase) struct ShopTests {
    @Test func `with a lock each seat is sold once`() throws {
      let rush = try Rush("lock")
      #expect(try rush.sold == Rush.events)
      #expect(try rush.violations == 0)
      try rush.expectPrediction()
    }

    @Test func `reading before writing sells seats several times, as often as the model says`() throws {
      let rush = try Rush("read-then-write")
      #expect(try rush.sold > 300)
      #expect(try rush.violations == rush.sold - Rush.events)
      try rush.expectPrediction()
    }

    @Test(.nightly, arguments: ["version", "conditional", "hold"])
    func `with other control each seat is sold once`(_ seats: String) throws {
      let rush = try Rush(seats)
      #expect(try rush.sold == Rush.events)
      #expect(try rush.violations == 0)
      try rush.expectPrediction()
    }

    @Test(.nightly) func `without control all are sold the seat whose payment is confirmed`() throws {
      let rush = try Rush("none")
      #expect(try rush.sold > 4800)
      #expect(try rush.violations == rush.sold - Rush.events)
      try rush.expectPrediction()
    }
  }
}

import Engine
import Testing

@testable import Scenarios

@Suite struct MoneyTests {
  private func message(_ text: String) -> String {
    do throws(ValueError) {
      let money = try ValueReader.money(text)
      return "\(String(describing: money.per)) \(money.tiers)"
    } catch {
      return error.message
    }
  }

  @Test(
    arguments: [
      ("$50/month", .time(30 * .day), 50e6), ("$0.0416/h", .time(.hour), 41_600), ("$0.09/GB", .bytes(1e9), 90_000),
      ("$0.40/1M calls", .calls(1e6), 400_000), ("$0.0004/1k calls", .calls(1e3), 400),
      ("$0.002/call", .calls(1), 2000),
      ("$0.023/GB month", .byteTime(bytes: 1e9, time: 30 * .day), 23_000),
      ("$0.0000167/GB s", .byteTime(bytes: 1e9, time: .second), 16.7),
      ("$60/year", .time(365 * .day), 60e6), ("$0.10/GiB", .bytes(1_073_741_824), 100_000),
    ] as [(String, MeterPrice.Per, Double)])
  func prices(text: String, per: MeterPrice.Per, micros: Double) throws {
    let money = try ValueReader.money(text)
    #expect(money.per == per)
    #expect(money.tiers == [.init(upTo: nil, micros: micros)])
  }

  @Test func tiers() throws {
    let money = try ValueReader.money("$3/1M calls up to 333M then $2.70 up to 1G then $2.40")
    #expect(money.per == .calls(1e6))
    #expect(
      money.tiers == [
        .init(upTo: 333e6, micros: 3e6), .init(upTo: 1e9, micros: 2.7e6), .init(upTo: nil, micros: 2.4e6),
      ])
    #expect(try ValueReader.money("$0.09/GB up to 10 TB then $0.085").tiers[0].upTo == 1e13)
    #expect(try ValueReader.money("$0.002") == MoneyText(per: nil, tiers: [.init(upTo: nil, micros: 2000)]))
  }

  @Test(arguments: [
    ("50/month", "`50` is not an amount of money"), ("€50/month", "`€50` is not an amount of money"),
    ("$-5/month", "a price cannot be negative: `$-5`"), ("$5/moon", "`moon` is not what a price can be per"),
    ("$5/0 calls", "`0` is not a number of calls"),
    ("$5/1M calls up to 5M", "the last tier of `$5/1M calls up to 5M` ends"),
    ("$5/1M calls then $4", "`then` follows a price that has no end"),
    (
      "$5/1M calls up to 5M then $4 up to 5M then $3",
      "the tiers of `$5/1M calls up to 5M then $4 up to 5M then $3` do not ascend"
    ),
    ("$5/month up to 5M then $4", "a price for time has no tiers: `$5/month up to 5M`"), ("$", "an amount is missing"),
    ("free", "`free` is not an amount of money"), ("$5/1M calls up to many then $4", "`many` is not a count"),
  ])
  func badPrices(text: String, expected: String) {
    #expect(message(text) == expected)
  }
}

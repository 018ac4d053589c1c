import Components
import Engine
import Scenarios
import Testing

/// Price books, prices written in place, and meters.
@Suite struct PriceBookTests {
  private static let book = """
    orrery-prices: 1
    date: 2026-10-01
    source: a list
    currency: EUR
    entries:
      small: { instance: $0.02/h, cross-zone: $0.01/GB }
      calls: { call: $3/1M calls up to 333M then $2.70 }
      disk:  { instance: $5/month, storage: $0.10/GB month }

    """

  private func folder(
    price: String, prices: String = "prices: { books: [ books/list.yaml ], fixed: { dns: $6/month, seats: $0.10/h } }",
    book: String = book
  ) throws -> Folder {
    let text = try Draft.with("price: { instance: $50/month }", "price: \(price)") + prices + "\n"
    return try Folder(["draft.yaml": text, "books/list.yaml": book])
  }

  private func app(_ price: String) throws -> Component {
    try #require(try folder(price: price).read("draft.yaml").components.first { $0.name == "app" })
  }

  @Test func entriesCarryTheirBook() throws {
    let scenario = try folder(price: "small").read("draft.yaml")
    #expect(scenario.prices.books.count == 1)
    #expect(scenario.prices.currency == "EUR")
    #expect(scenario.prices.books[0].date == "2026-10-01" && scenario.prices.books[0].source == "a list")
    #expect(scenario.prices.fixed.map(\.name) == ["dns", "seats"])
    #expect(scenario.prices.fixed.map(\.microsPerMonth) == [6e6, 72e6])
    let app = try app("small")
    #expect(app.prices.map(\.meter) == ["instance", "cross-zone"])
    #expect(app.prices.map(\.per) == [.time(.hour), .bytes(1e9)])
    #expect(app.prices.allSatisfy { $0.book?.hasSuffix("books/list.yaml (2026-10-01)") == true })
    #expect(scenario.sources.count == 2)
  }

  /// Tiers end at a number of units of what the price is per.
  @Test func tiersCountUnitsOfThePrice() throws {
    let price = try app("calls").prices[0]
    #expect(price.per == .calls(1e6))
    #expect(price.tiers.map(\.upTo) == [333, nil])
    #expect(price.tiers.map(\.microsPerUnit) == [3e6, 2.7e6])
  }

  @Test func pricesInPlace() throws {
    #expect(try app("{ call: $0.002 }").prices[0].per == .calls(1))
    #expect(try app("{ call: $0.002 }").prices[0].book == nil)
    #expect(try app("{ instance: $0 }").prices[0].per == .time(30 * .day))
  }

  private func problems(_ folder: Folder) throws -> [String] { try folder.problems("draft.yaml") }

  @Test(arguments: [
    ("smal", "draft.yaml:19:12: error: no price book has an entry `smal` (did you mean `small`?)"),
    (
      "disk",
      "draft.yaml:19:12: error: kind `service` has no meter `storage`, which the price of `disk` is for (its meters: one of `instance`, `core`, `call` or `cross-zone`)"
    ),
    (
      "{ call: $5/month }",
      "draft.yaml:19:20: error: the meter `call` counts calls, so its price cannot be `$5/month` (write it as in `$0.40/1M calls`)"
    ),
    ("{ instance: 5 }", "draft.yaml:19:24: error: `5` is not an amount of money (did you mean `$5`?)"),
  ])
  func wrongPrices(price: String, expected: String) throws {
    #expect(try problems(folder(price: price)) == [expected])
  }

  @Test(arguments: [
    (
      "orrery-prices: 1", "orrery-prices: 2", "1:16: error: version `2` of price books is not known (did you mean `1`?)"
    ),
    ("source: a list\n", "", "1:1: error: `source` is missing in a price book"),
    ("date: 2026-10-01", "date: 2026-13-01", "2:7: error: `2026-13-01` is not a date (write it as in `2026-10-01`)"),
    (
      "$0.02/h", "$0.02/hour",
      "6:22: error: `hour` is not what a price can be per (write it as in `$50/month`, `$0.09/GB` or `$0.40/1M calls`)"
    ),
    ("entries:", "entires:", "5:1: error: `entires` is not a key of a price book (did you mean `entries`?)"),
  ])
  func wrongBooks(old: String, new: String, expected: String) throws {
    let found = try problems(folder(price: "small", book: Self.book.replacing(old, with: new)))
    #expect(found.contains("books/list.yaml:" + expected), "\(found)")
  }

  @Test func missingBooksAndFixedCosts() throws {
    #expect(
      try problems(folder(price: "{ call: $1 }", prices: "prices: { books: [ books/lsit.yaml ] }")) == [
        "draft.yaml:73:20: error: cannot read `books/lsit.yaml`: no such file"
      ])
    #expect(
      try problems(folder(price: "{ call: $1 }", prices: "prices: { fixed: { dns: $6 } }")) == [
        "draft.yaml:73:25: error: a fixed cost is a price per time, not `$6` (write it as in `$60/month`)"
      ])
    #expect(
      try problems(folder(price: "{ call: $1 }", prices: "prices: { books: books/list.yaml }")) == [
        "draft.yaml:73:18: error: `books` is a list of files, not `books/list.yaml` (did you mean `[ books/list.yaml ]`?)"
      ])
  }

  @Test func aPriceBookIsNoScenario() throws {
    #expect(
      try folder(price: "small").problems("books/list.yaml") == [
        "books/list.yaml:1:1: error: this is a price book, not a scenario (a scenario names it: `prices: { books: [ … ] }`)"
      ])
  }
}

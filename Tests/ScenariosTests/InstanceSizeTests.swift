import Components
import Engine
import Scenarios
import Testing

/// A price says what it buys, and a component is never larger.
@Suite struct InstanceSizeTests {
  private static let book = """
    orrery-prices: 1
    date: 2026-10-01
    source: a list
    currency: USD
    entries:
      vm-2:  { instance: $57.60/month, cores: 2 }
      vm-8:  { instance: $230.40/month, cores: 8, memory: 32 GiB }
      plain: { instance: $10/month }
      each:  { core: $28.80/month }
      small: { instance: $20/month, memory: 2 GB }

    """

  private func folder(_ price: String, cores: Int) throws -> Folder {
    let text =
      try Draft.with("price: { instance: $50/month }", "price: \(price)")
      .replacing("    cores: 1\n", with: "    cores: \(cores)\n")
      + "prices: { books: [ books/list.yaml ] }\n"
    return try Folder(["draft.yaml": text, "books/list.yaml": Self.book])
  }

  private func prices(_ price: String, cores: Int) throws -> [MeterPrice] {
    try #require(try folder(price, cores: cores).read("draft.yaml").components.first { $0.name == "app" }).prices
  }

  @Test(arguments: [
    ("vm-2", 2), ("vm-2", 1), ("vm-8", 8), ("plain", 1), ("{ instance: $30/month, cores: 4 }", 4), ("each", 64),
  ])
  func `what is paid for is there`(price: String, cores: Int) throws {
    #expect(try prices(price, cores: cores).count == 1)
  }

  @Test(arguments: [
    ("vm-2", 8, "one instance of `app` has 8 cores and `vm-2` buys 2: 8 cores take 4 × $57.60/month"),
    ("vm-8", 9, "one instance of `app` has 9 cores and `vm-8` buys 8: 9 cores take 2 × $230.40/month"),
    ("plain", 2, "one instance of `app` has 2 cores and `plain` buys 1: 2 cores take 2 × $10/month"),
    (
      "{ instance: $30/month, cores: 2 }", 3,
      "one instance of `app` has 3 cores and its price buys 2: 3 cores take 2 × $30/month"
    ),
    ("[ vm-2, vm-8 ]", 16, "one instance of `app` has 16 cores and `vm-8` buys 8: 16 cores take 2 × $230.40/month"),
  ])
  func `a component larger than its entry is refused with the arithmetic`(
    price: String, cores: Int, sentence: String
  ) throws {
    let problems = try folder(price, cores: cores).problems("draft.yaml")
    #expect(problems.count == 1 && problems[0].contains(sentence), "\(problems)")
  }

  @Test(arguments: [(1, 57_600_000.0), (2, 57_600_000), (3, 230_400_000), (8, 230_400_000)])
  func `of several entries the first that is large enough is paid`(cores: Int, micros: Double) throws {
    #expect(try prices("[ vm-2, vm-8 ]", cores: cores).map { $0.tiers[0].microsPerUnit } == [micros])
  }

  @Test func `memory is a size beside a price and a meter with one`() throws {
    let bought = try #require(try prices("vm-8", cores: 8).first).buys
    #expect(bought == InstanceSize(cores: 8, bytes: 32 << 30))
  }
}

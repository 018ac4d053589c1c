import Foundation
import Testing

@testable import Scenarios

/// Where quantities come from.
@Suite struct ProvenanceTests {
  @Test(
    arguments: [
      ("200k measured", "200k", .measured, nil, nil), ("4ms", "4ms", nil, nil, nil),
      ("150M doc \"150M reservations, every 5 minutes\"", "150M", .doc, "150M reservations, every 5 minutes", nil),
      ("20ms (10ms..25ms)", "20ms", nil, nil, "10ms..25ms"),
      ("20ms (10ms..25ms) assumed", "20ms", .assumed, nil, "10ms..25ms"),
      ("20ms assumed (10ms..25ms)", "20ms", .assumed, nil, "10ms..25ms"),
      ("lognormal(median 2s p99 10s) sibling", "lognormal(median 2s p99 10s)", .sibling, nil, nil),
      ("320 per partition derived", "320 per partition", .derived, nil, nil),
      ("5ms (1ms..9ms) doc \"it says (so) derived\"", "5ms", .doc, "it says (so) derived", "1ms..9ms"),
    ] as [(String, String, SourcedQuantity.Origin?, String?, String?)])
  func parts(text: String, value: String, origin: SourcedQuantity.Origin?, quote: String?, range: String?) throws {
    let parts = try Provenance(text)
    #expect(parts.value == value)
    #expect(parts.origin == origin)
    #expect(parts.quote == quote)
    #expect(parts.range == range)
  }

  @Test(arguments: [
    ("5ms doc", "`doc` comes without the sentence that says it"),
    ("5ms doc \"open", "the quote after `doc` does not end"),
    ("5ms measured assumed", "two origins for one quantity: `5ms measured assumed`"),
    ("5ms asumed", "`asumed` is not an origin"),
    ("5ms (1ms..2ms) (3ms..4ms)", "two ranges for one quantity: `5ms (1ms..2ms) (3ms..4ms)`"),
  ])
  func wrongOrigins(text: String, expected: String) {
    let error = #expect(throws: ValueError.self) { try Provenance(text) }
    #expect(error?.message == expected)
  }

  private func quantity(_ path: String, in scenario: Scenario) throws -> SourcedQuantity {
    try #require(scenario.quantities.first { $0.path == path }, "\(scenario.quantities.map(\.path))")
  }

  @Test func quantitiesAreCollected() throws {
    var text = try Draft.with("list: 5ms", "list: 5ms (2ms..8ms) measured")
    text = text.replacingOccurrences(of: "count: 12k", with: "count: 12k doc \"twelve thousand\"")
    text = text.replacingOccurrences(of: "      bank: {", with: "      bank: { origin: sibling,")
    let scenario = try Draft.read(text)
    let list = try quantity("components.app.operations.list", in: scenario)
    #expect(list.origin == .measured && list.text == "5ms" && list.range == "2ms..8ms")
    #expect(list.place.line == 21 && list.place.column == 13)
    let count = try quantity("populations.reservation.count", in: scenario)
    #expect(count.origin == .doc && count.quote == "twelve thousand" && count.text == "12k")
    #expect(try quantity("workloads.day.rate", in: scenario).origin == .assumed)
    #expect(try quantity("workloads.peak.stages[1].target", in: scenario).text == "50/s")
    #expect(try quantity("components.app.operations.buy[0].work", in: scenario).text == "exponential(mean 12ms)")
    #expect(Set(scenario.quantities.map(\.place)).count == scenario.quantities.count, "each quantity once")
  }

  @Test func mapsStateTheOriginOfWhatIsBelow() throws {
    let scenario = try Draft.read(
      Draft.with("bank: { kind: external,", "bank: { origin: sibling, kind: external,"))
    #expect(try quantity("components.bank.quota", in: scenario).origin == .sibling)
    #expect(try quantity("components.bank.operations.charge", in: scenario).origin == .sibling)
    #expect(try quantity("components.app.replicas", in: scenario).origin == .assumed)
    let unstated = try Draft.read(Draft.with("origin: assumed\n", ""))
    #expect(try quantity("components.bank.quota", in: unstated).origin == .unstated)
    let quoted = try Draft.read(Draft.with("origin: assumed\n", "origin: doc \"the brief\"\n"))
    #expect(try quantity("components.bank.quota", in: quoted).quote == "the brief")
    #expect(
      try Draft.problems("bank: { kind: external,", "bank: { origin: gess, kind: external,") == [
        "30:19: error: `gess` is not an origin (one of `doc`, `derived`, `assumed`, `measured` or `sibling`)"
      ])
  }
}

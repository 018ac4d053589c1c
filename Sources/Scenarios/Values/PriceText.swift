import Engine
import Foundation

/// Texts of prices: `$50/month`, `$0.09/GB`, `$3/1M calls up to 333M then $2.70`.
enum PriceText {
  static func read(_ text: String, meter: String, book: String?) throws -> MeterPrice {
    var rest = Substring(text)
    let first = try amount(&rest, in: text)
    var per = MeterPrice.Per.calls(1)
    var tiers: [MeterPrice.Tier] = []
    if rest.hasPrefix("/") {
      rest = rest.dropFirst()
      let end = rest.range(of: " up to ")?.lowerBound ?? rest.endIndex
      per = try unit(String(rest[..<end]), in: text)
      rest = rest[end...]
    }
    var price = first
    while rest.hasPrefix(" up to ") {
      rest = rest.dropFirst(" up to ".count)
      guard let then = rest.range(of: " then ") else {
        throw ValueError("`\(text)` says where a price ends and not what follows", "as in `$3/1M calls up to 333M then $2.70`")
      }
      let limit = try QuantityText.count(String(rest[..<then.lowerBound]))
      let units =
        if case .calls(let count) = per { Double(limit) / count } else { Double(limit) }
      tiers.append(MeterPrice.Tier(upTo: units, microsPerUnit: price))
      rest = rest[then.upperBound...]
      price = try amount(&rest, in: text)
    }
    guard rest.isEmpty else { throw ValueError("`\(rest)` is not part of a price: `\(text)`") }
    tiers.append(MeterPrice.Tier(upTo: nil, microsPerUnit: price))
    return MeterPrice(meter: meter, per: per, tiers: tiers, text: text, book: book)
  }

  /// Micro-units of `$1.25`.
  private static func amount(_ rest: inout Substring, in text: String) throws -> Double {
    guard rest.hasPrefix("$"), let (number, tail) = DecimalText.prefix(of: rest.dropFirst()) else {
      throw ValueError("`\(text)` is not a price", "as in `$50/month` or `$0.09/GB`")
    }
    rest = tail
    return number.value * 1e6
  }

  private static let spans: [(String, Nanoseconds)] = [
    ("s", .second), ("min", .minute), ("h", .hour), ("day", .day), ("d", .day), ("month", 30 * .day),
    ("year", 365 * .day),
  ]

  private static func unit(_ unit: String, in text: String) throws -> MeterPrice.Per {
    if let span = spans.first(where: { $0.0 == unit }) { return .time(span.1) }
    if let size = QuantityText.sizeUnits.first(where: { $0.0 == unit }) { return .bytes(Double(size.1)) }
    let words = unit.split(separator: " ").map(String.init)
    if words.count == 2 {
      if let size = QuantityText.sizeUnits.first(where: { $0.0 == words[0] }),
        let span = spans.first(where: { $0.0 == words[1] })
      {
        return .byteTime(bytes: Double(size.1), time: span.1)
      }
      if ["calls", "messages", "requests"].contains(words[1]) {
        return .calls(Double(try QuantityText.count(words[0])))
      }
    }
    if unit == "call" || unit == "message" { return .calls(1) }
    if let count = try? QuantityText.count(unit) { return .calls(Double(count)) }
    throw ValueError("`\(unit)` is not something that can be priced: `\(text)`", "as in `/month`, `/h`, `/GB`, `/1M calls`, `/GB month`")
  }
}

import ArgumentParser

/// A time as in scenario files: `20ms`, `1.5s`, `10min`.
struct Span: ExpressibleByArgument, CustomStringConvertible {
  static let zero = Span(.zero)

  private static let units: [(name: String, duration: Duration)] = [
    ("us", .microseconds(1)), ("ms", .milliseconds(1)), ("min", .seconds(60)), ("s", .seconds(1)),
    ("h", .seconds(3600)),
  ]

  let duration: Duration

  init(_ duration: Duration) { self.duration = duration }

  init?(argument: String) {
    guard let unit = Self.units.first(where: { argument.hasSuffix($0.name) }),
      let number = Double(argument.dropLast(unit.name.count)), number >= 0, number <= 1e6
    else { return nil }
    duration = unit.duration * number
  }

  var description: String { "\(duration / .milliseconds(1))ms" }
}

/// A share as in scenario files: `1%`.
struct Share: ExpressibleByArgument, CustomStringConvertible {
  /// 0 to 1.
  let value: Double

  init(_ value: Double) { self.value = value }

  init?(argument: String) {
    guard argument.hasSuffix("%"), let number = Double(argument.dropLast()), (0...100).contains(number) else {
      return nil
    }
    value = number / 100
  }

  var description: String { "\(value * 100)%" }
}

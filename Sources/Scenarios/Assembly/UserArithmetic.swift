import Engine

/// The sum that turns users into a rate, as one would write it on a napkin:
/// `2M users × 10 % active × 12/day = 27.8/s`.
struct UserArithmetic {
  let count: Int64
  /// Share of the users that are active.
  let active: Double
  /// Requests a second of an active one.
  let each: Double
  let run: RunSettings

  /// The line for a workload.
  func line(_ workload: String) -> String {
    var factors = ["\(UserArithmetic.whole(count)) users"]
    if active != 1 { factors.append("\(UserArithmetic.digits(active * 100)) % active") }
    factors.append(UserArithmetic.rate(each))
    if run.load != 1 { factors.append("\(UserArithmetic.digits(run.load)) load") }
    var total = Double(count) * active * each * run.load
    var line = "\(workload): " + factors.joined(separator: " × ")
    if run.scale > 1 {
      line += " ÷ \(run.scale) scale"
      total /= Double(run.scale)
    }
    return line + " = " + UserArithmetic.rate(total, isResult: true)
  }

  /// With a letter where three digits say it exactly.
  private static func whole(_ count: Int64) -> String {
    for (size, letter) in [(1_000_000_000, "B"), (1_000_000, "M"), (1_000, "k")] as [(Int64, String)] {
      let exact = count >= 100 * size ? size : count >= 10 * size ? size / 10 : size / 100
      if count >= size && count % exact == 0 { return digits(Double(count) / Double(size)) + letter }
    }
    return "\(count)"
  }

  /// By the second from one a second on, and else in the first unit that makes it whole; a result in the
  /// first unit that makes it a tenth.
  private static func rate(_ perSecond: Double, isResult: Bool = false) -> String {
    let units: [(String, Double)] = [("s", 1), ("min", 60), ("h", 3600), ("day", 86_400)]
    if isResult {
      let unit = units.first { perSecond * $0.1 >= 0.1 } ?? units[3]
      return digits(perSecond * unit.1) + "/" + unit.0
    }
    let whole = units.first { unit in
      let value = perSecond * unit.1
      return value >= 0.999 && (value - value.rounded()).magnitude < 1e-9 * value
    }
    let unit = perSecond >= 1 ? units[0] : whole ?? units.first { perSecond * $0.1 >= 1 } ?? units[3]
    return digits(perSecond * unit.1) + "/" + unit.0
  }

  /// Three significant digits, and all of those before the point.
  private static func digits(_ value: Double) -> String {
    guard value.isFinite, value > 0, value < 1e15 else { return value == 0 ? "0" : "\(value)" }
    var power = 0
    while power < 12 && value * scale(power) < 100 { power += 1 }
    let rounded = (value * scale(power)).rounded()
    // A digit at a time, so that nothing but whole numbers is written.
    var whole = Int64(saturating: rounded)
    var fraction = ""
    for _ in 0..<power {
      if !(fraction.isEmpty && whole % 10 == 0) { fraction = "\(whole % 10)" + fraction }
      whole /= 10
    }
    return fraction.isEmpty ? "\(whole)" : "\(whole).\(fraction)"
  }

  private static func scale(_ power: Int) -> Double {
    var scale = 1.0
    for _ in 0..<power { scale *= 10 }
    return scale
  }
}

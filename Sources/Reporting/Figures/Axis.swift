import Experiments

/// One axis: what it measures, its range, and where its marks stand. Positions are in the unit of the
/// data; the labels say them in the unit that reads best.
struct Axis {
  var title: String
  var range: ClosedRange<Double>
  var isLogarithmic = false
  var ticks: [(position: Double, label: String)] = []
  /// Short marks without label or grid line.
  var minorTicks: [Double] = []
  var quantity = Quantity.number

  /// What the positions are, for whoever writes one of them as text.
  enum Quantity: String {
    /// A time since the start of the run.
    case instant
    case time, share, number, money
    /// 1 ÷ (1 − q), in which each nine is as far as the one before.
    case percentile
  }
}

extension Axis {
  /// Time up to `high` nanoseconds since the start of a run: simulated, or that of a service.
  static func time(of mode: RunMode, to high: Double, startsAt: Int64) -> Axis {
    let span = max(high, 1)
    let (unit, step) = timeStep(for: span, marks: 9)
    let ticks = stride(from: 0, through: span * 1.0001, by: step).map { position in
      (position: position, label: Decimal.significant(position / unit.nanoseconds, digits: 5))
    }
    let origin = startsAt == 0 ? "" : ", 0 is \(WeekClock.text(startsAt))"
    return Axis(
      title: "\(mode.time) (\(unit.symbol)\(origin))", range: 0...span, ticks: ticks, quantity: .instant)
  }

  /// Spans of time: linear from zero, or logarithmic when the values span more than two decades.
  static func spans(_ title: String, of values: [Double]) -> Axis {
    let positive = values.filter { $0 > 0 && $0.isFinite }
    guard let low = positive.min(), let high = positive.max() else {
      return Axis(title: title, range: 0...1, quantity: .time)
    }
    if high > 60 * low { return logarithmicSpans(title, from: low, to: high) }
    let (unit, step) = timeStep(for: high * 1.06, marks: 6)
    let top = (high * 1.06 / step).rounded(.up) * step
    let ticks = stride(from: 0, through: top * 1.0001, by: step).map { position in
      (position: position, label: Decimal.significant(position / unit.nanoseconds, digits: 5))
    }
    return Axis(title: "\(title) (\(unit.symbol))", range: 0...top, ticks: ticks, quantity: .time)
  }

  static func logarithmicSpans(_ title: String, from low: Double, to high: Double) -> Axis {
    let bottom = low * 0.9
    let top = high * 1.15
    var ticks: [(position: Double, label: String)] = []
    var minor: [Double] = []
    let isWide = top / bottom > 300
    for decade in decades(from: bottom, to: top) {
      for digit in 1...9 {
        let position = decade * Double(digit)
        guard (bottom...top).contains(position) else { continue }
        if digit == 1 || (!isWide && (digit == 2 || digit == 5)) {
          ticks.append((position, QuantityText.time(position)))
        } else {
          minor.append(position)
        }
      }
    }
    return Axis(
      title: "\(title) (log scale)", range: bottom...top, isLogarithmic: true, ticks: ticks,
      minorTicks: minor, quantity: .time)
  }

  /// Amounts from zero; `label` writes the marks.
  static func amounts(
    _ title: String, upTo high: Double, marks: Double = 5, label: (Double) -> String
  ) -> Axis {
    let wanted = high > 0 && high.isFinite ? high * 1.06 : 1
    let step = roundStep(wanted / marks)
    let top = (wanted / step).rounded(.up) * step
    let ticks = stride(from: 0, through: top * 1.0001, by: step).map { ($0, label($0)) }
    return Axis(title: title, range: 0...top, ticks: ticks)
  }

  static func logarithmicAmounts(_ title: String, from low: Double, to high: Double) -> Axis {
    let bottom = low * 0.9
    let top = high * 1.3
    var ticks: [(position: Double, label: String)] = []
    var minor: [Double] = []
    for decade in decades(from: bottom, to: top) {
      if (bottom...top).contains(decade) { ticks.append((decade, QuantityText.number(decade))) }
      for digit in 2...9 where (bottom...top).contains(decade * Double(digit)) {
        minor.append(decade * Double(digit))
      }
    }
    return Axis(
      title: "\(title) (log scale)", range: bottom...top, isLogarithmic: true, ticks: ticks,
      minorTicks: minor)
  }

  /// Shares from 0 to 1.
  static func shares(_ title: String, upTo high: Double = 1) -> Axis {
    var axis = amounts("\(title) (%)", upTo: min(high, 1) / 1.06, marks: 5) {
      Decimal.significant($0 * 100, digits: 4)
    }
    axis.range = 0...max(axis.range.upperBound, 1e-9)
    axis.quantity = .share
    return axis
  }

  /// Round steps of time that leave at most `marks` marks.
  private static func timeStep(for span: Double, marks: Double) -> (TimeUnit, Double) {
    let least = span / marks
    if least < 0.5e9 {
      let unit = TimeUnit.fitting(span)
      return (unit, roundStep(least))
    }
    let steps: [(TimeUnit, [Double])] = [
      (.second, [1, 2, 5, 10, 15, 20, 30]), (.minute, [1, 2, 5, 10, 15, 20, 30]),
      (.hour, [1, 2, 3, 6, 12]), (.day, [1, 2, 5, 10, 20, 50, 100]),
    ]
    for (unit, multiples) in steps {
      for multiple in multiples where multiple * unit.nanoseconds >= least {
        // Up to ten minutes seconds read better than minutes: limits are written in them.
        let told = unit == .minute && span <= 600e9 ? TimeUnit.second : unit
        return (told, multiple * unit.nanoseconds)
      }
    }
    return (.day, roundStep(least / TimeUnit.day.nanoseconds) * TimeUnit.day.nanoseconds)
  }

  /// The next of 1, 2, 5, 10 … that is not below `least`.
  static func roundStep(_ least: Double) -> Double {
    guard least.isNormal, least > 0 else { return 1 }
    var decade = 1.0
    while decade > least { decade /= 10 }
    while decade * 10 <= least { decade *= 10 }
    return [1, 2, 5, 10].map { $0 * decade }.first { $0 >= least * 0.999999 } ?? 10 * decade
  }

  private static func decades(from low: Double, to high: Double) -> [Double] {
    guard low.isNormal, low > 0, high.isFinite else { return [] }
    var decade = 1.0
    while decade > low { decade /= 10 }
    while decade * 10 <= low { decade *= 10 }
    var decades: [Double] = []
    while decade <= high {
      decades.append(decade)
      decade *= 10
    }
    return decades
  }
}

/// A decimal number as written: `1.25` is 125 hundredths. Scaling to a whole number is exact or fails.
struct ExactDecimal: Equatable {
  /// All digits, as an integer.
  var digits: Int128
  /// How many of them stand behind the point.
  var places: Int

  static let one = ExactDecimal(digits: 1, places: 0)

  /// `150`, `1.125`, `0.0000167`, `-3`; no exponent, no hexadecimal, no leading or trailing point.
  init?(_ text: some StringProtocol) {
    var digits: Int128 = 0
    var places = 0
    var seenPoint = false
    var count = 0
    var isNegative = false
    for (index, character) in text.utf8.enumerated() {
      switch character {
      case UInt8(ascii: "-") where index == 0: isNegative = true
      case UInt8(ascii: "+") where index == 0: break
      case UInt8(ascii: ".") where !seenPoint && count > 0: seenPoint = true
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        count += 1
        guard count <= 30 else { return nil }
        digits = digits * 10 + Int128(character - UInt8(ascii: "0"))
        if seenPoint { places += 1 }
      default: return nil
      }
    }
    guard count > 0, !seenPoint || places > 0 else { return nil }
    self.digits = isNegative ? -digits : digits
    self.places = places
  }

  init(digits: Int128, places: Int) {
    self.digits = digits
    self.places = places
  }

  var isNegative: Bool { digits < 0 }
  var isZero: Bool { digits == 0 }

  /// The nearest double to the number as written.
  var double: Double {
    // One correctly rounded conversion of the decimal text, instead of a division that rounds again.
    Double("\(digits)e-\(places)") ?? 0
  }

  /// The nearest double to this many units; exact units come out exact.
  func double(times unit: Int64) -> Double {
    let (product, overflows) = digits.multipliedReportingOverflow(by: Int128(unit))
    guard !overflows else { return double * Double(unit) }
    return Double("\(product)e-\(places)") ?? 0
  }

  /// This many units, if that is a whole number that fits.
  func whole(times unit: Int64) -> Int64? {
    var (product, overflows) = digits.multipliedReportingOverflow(by: Int128(unit))
    guard !overflows else { return nil }
    for _ in 0..<places {
      guard product % 10 == 0 else { return nil }
      product /= 10
    }
    return Int64(exactly: product)
  }

  /// Whether this many units is too large for any place in a scenario, rather than not whole.
  func overflows(times unit: Int64) -> Bool {
    double(times: unit).magnitude >= 9.2e18
  }
}

extension StringProtocol {
  /// Splits `150M` into its number and what follows; nil when it begins with no number.
  func splitNumber() -> (number: ExactDecimal, rest: SubSequence)? {
    let signed = first == "-" || first == "+"
    let start = signed ? index(after: startIndex) : startIndex
    let end =
      self[start...].firstIndex { !($0.isASCII && ($0.isNumber || $0 == ".")) } ?? endIndex
    guard let number = ExactDecimal(self[..<end]) else { return nil }
    return (number, self[end...])
  }

  var trimmed: String {
    var view = self[startIndex..<endIndex]
    while let first = view.first, first == " " || first == "\n" { view.removeFirst() }
    while let last = view.last, last == " " || last == "\n" { view.removeLast() }
    return String(view)
  }
}

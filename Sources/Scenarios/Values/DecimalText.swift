/// A decimal number as written, exact: `1.125` is 1125 thousandths.
struct DecimalText {
  let digits: Int64
  /// Digits after the point.
  let places: Int

  /// Nil for anything but digits with at most one point inside, or too many of them.
  init?(_ text: Substring) {
    var digits: Int64 = 0
    var places = 0
    var seenPoint = false
    var seenDigit = false
    for character in text.utf8 {
      if character == UInt8(ascii: ".") {
        if seenPoint { return nil }
        seenPoint = true
        continue
      }
      guard character >= 48 && character <= 57 else { return nil }
      seenDigit = true
      let (product, overflow) = digits.multipliedReportingOverflow(by: 10)
      if overflow { return nil }
      let (sum, overflowed) = product.addingReportingOverflow(Int64(character - 48))
      if overflowed { return nil }
      digits = sum
      if seenPoint { places += 1 }
    }
    if !seenDigit || places > 15 { return nil }
    self.digits = digits
    self.places = places
  }

  /// The number times a factor, if that is whole and fits.
  func whole(times factor: Int64) -> Int64? {
    var divisor: Int64 = 1
    for _ in 0..<places { divisor *= 10 }
    let product = digits.multipliedFullWidth(by: factor)
    guard product.high < divisor else { return nil }
    let (quotient, remainder) = divisor.dividingFullWidth(product)
    return remainder == 0 ? quotient : nil
  }

  var value: Double {
    var divisor = 1.0
    for _ in 0..<places { divisor *= 10 }
    return Double(digits) / divisor
  }

  /// The number at the start of a text, and what follows it.
  static func prefix(of text: Substring) -> (number: DecimalText, rest: Substring)? {
    let end = text.firstIndex { !($0.isASCII && ($0.isNumber || $0 == ".")) } ?? text.endIndex
    // A point that ends the number belongs to what follows: `10ms..25ms`.
    guard let number = DecimalText(text[..<end]) else { return nil }
    return (number, text[end...])
  }
}

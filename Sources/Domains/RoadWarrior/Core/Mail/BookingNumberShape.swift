/// How a vendor writes its booking numbers: `#` stands for a letter or digit, `A` for a letter, `9` for a digit, and
/// anything else for itself.
package struct BookingNumberShape: Sendable {
  package let pattern: String

  package init(_ pattern: String) { self.pattern = pattern }

  /// How many numbers can be written; `UInt64.max` if there are more.
  package var capacity: UInt64 {
    pattern.utf8.reduce(1) { product, sign in
      let (next, overflow) = product.multipliedReportingOverflow(by: Self.radix(of: sign) ?? 1)
      return overflow ? .max : next
    }
  }

  /// - Complexity: O(length of the pattern).
  package func text(of number: UInt32) -> String {
    var rest = UInt64(number)
    var signs: [UInt8] = []
    for sign in pattern.utf8.reversed() {
      guard let radix = Self.radix(of: sign) else {
        signs.append(sign)
        continue
      }
      let digit = UInt8(rest % radix)
      rest /= radix
      signs.append(sign == 0x39 || digit >= 26 ? 0x30 + (sign == 0x39 ? digit : digit - 26) : 0x41 + digit)
    }
    return String(decoding: signs.reversed(), as: UTF8.self)
  }

  /// nil for a text of another shape.
  package func number(of text: Substring) -> UInt32? {
    guard text.utf8.count == pattern.utf8.count else { return nil }
    var value: UInt64 = 0
    for (sign, place) in zip(text.utf8, pattern.utf8) {
      guard let radix = Self.radix(of: place) else {
        if sign != place { return nil }
        continue
      }
      guard let digit = Self.digit(sign, radix: radix) else { return nil }
      let (product, overflow) = value.multipliedReportingOverflow(by: radix)
      if overflow { return nil }
      value = product + digit
    }
    return UInt32(exactly: value)
  }

  private static func radix(of sign: UInt8) -> UInt64? {
    switch sign {
    case 0x23: 36
    case 0x41: 26
    case 0x39: 10
    default: nil
    }
  }

  /// Letters come first, then digits.
  private static func digit(_ sign: UInt8, radix: UInt64) -> UInt64? {
    switch sign {
    case 0x41...0x5a: radix > 10 ? UInt64(sign - 0x41) : nil
    case 0x30...0x39: radix == 10 ? UInt64(sign - 0x30) : radix == 36 ? UInt64(sign - 0x30) + 26 : nil
    default: nil
    }
  }
}

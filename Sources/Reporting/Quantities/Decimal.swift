/// Decimal numerals by integer arithmetic: no locale, the same characters on every machine.
enum Decimal {
  /// `1234.5` with one digit: `1,234.5`. Rounds half away from zero; `∞` and `–` where there is no
  /// number.
  static func fixed(_ value: Double, digits: Int) -> String {
    guard value.isFinite else { return value.isNaN ? "–" : (value < 0 ? "−∞" : "∞") }
    let scale = power(digits)
    let scaled = (value.magnitude * Double(scale)).rounded()
    guard scaled < 0x1p63 else { return scientific(value) }
    let units = UInt64(scaled)
    let sign = value < 0 && units > 0 ? "−" : ""
    let whole = sign + grouped(units / scale)
    guard digits > 0 else { return whole }
    let fraction = String(units % scale)
    return whole + "." + String(repeating: "0", count: digits - fraction.count) + fraction
  }

  /// Three significant digits, or all digits before the point: `1.49`, `14.9`, `149`, `1,490`.
  /// Zeros at the end are left out when the value is exactly that.
  static func significant(_ value: Double, digits wanted: Int = 3) -> String {
    let size = value.magnitude
    guard size.isFinite, size > 0 else { return fixed(value, digits: 0) }
    guard size >= 1e-9 else { return scientific(value) }
    var digits = max(0, wanted - 1 - exponent(size))
    // 9.996 rounds up to 10.0, which has one digit too many.
    if exponent(rounded(size, digits)) > exponent(size) { digits = max(0, digits - 1) }
    while digits > 0, isExact(size, digits - 1) { digits -= 1 }
    return fixed(value, digits: digits)
  }

  /// Thousands set apart by commas.
  static func grouped(_ number: UInt64) -> String {
    let digits = Array(String(number))
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { result.append(",") }
      result.append(digit)
    }
    return result
  }

  /// `1.20e-12`, for what is too small or too large for anything else.
  private static func scientific(_ value: Double) -> String {
    var exponent = 0
    var size = value.magnitude
    while size >= 9.995 { (size, exponent) = (size / 10, exponent + 1) }
    while size < 0.9995, size > 0 { (size, exponent) = (size * 10, exponent - 1) }
    return (value < 0 ? "−" : "") + fixed(size, digits: 2) + "e\(exponent)"
  }

  private static func power(_ digits: Int) -> UInt64 {
    (0..<digits).reduce(1) { power, _ in power * 10 }
  }

  /// Of the leading digit: 0 for 1 to 9.99, -1 for 0.1 to 0.999.
  private static func exponent(_ size: Double) -> Int {
    var exponent = 0
    var bound = 10.0
    while size >= bound { (bound, exponent) = (bound * 10, exponent + 1) }
    var lower = 1.0
    while size < lower { (lower, exponent) = (lower / 10, exponent - 1) }
    return exponent
  }

  private static func rounded(_ size: Double, _ digits: Int) -> Double {
    let scale = Double(power(digits))
    return (size * scale).rounded() / scale
  }

  /// Digits behind the point that say all of a value; nil where so many are not enough, or too many to print.
  static func exactDigits(_ value: Double, most: Int) -> Int? {
    let size = value.magnitude
    guard size.isFinite, size * Double(power(most)) < 0x1p63 else { return nil }
    return (0...most).first { isExact(size, $0) }
  }

  private static func isExact(_ size: Double, _ digits: Int) -> Bool {
    (rounded(size, digits) - size).magnitude <= size * 1e-12
  }
}

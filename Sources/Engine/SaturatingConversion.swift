extension FixedWidthInteger {
  /// The nearest whole number that the type holds: its ends for what lies beyond them, and zero for what is no number.
  /// Rounds half away from zero. Where a plain conversion would stop the program.
  @inlinable
  public init(saturating value: Double) {
    let rounded = value.rounded()
    // The largest numbers of wide types have no double of their own, so the bound itself is out of range.
    if let exact = Self(exactly: rounded) {
      self = exact
    } else {
      self = rounded.isNaN ? 0 : rounded < 0 ? .min : .max
    }
  }
}

extension String {
  /// At most `length` characters, the middle left out: names tend to differ at their ends.
  func shortened(to length: Int) -> String {
    guard count > length, length > 2 else { return self }
    let tail = (length - 1) / 2
    return prefix(length - 1 - tail) + "…" + suffix(tail)
  }
}

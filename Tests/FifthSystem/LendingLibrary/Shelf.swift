/// A domain of its own, as small as one can be: copies of books that are lent and come back.
public struct Shelf: Sendable {
  public enum LoanOutcome: UInt8, Sendable, CaseIterable { case lent, none }
  public enum ReturnOutcome: UInt8, Sendable, CaseIterable { case back, unknown }

  /// Without it, whoever asks is lent a copy.
  public let counts: Bool
  private var copies: [Int32]
  /// Copies that are out and that the library never had.
  public private(set) var violations: UInt64 = 0
  public private(set) var firstAt: Int64?

  public init(titles: Int, copies: Int32, counts: Bool) {
    self.counts = counts
    self.copies = Array(repeating: copies, count: titles)
  }

  public mutating func lend(_ title: Int, at now: Int64) -> LoanOutcome {
    if counts && copies[title] == 0 { return .none }
    copies[title] -= 1
    if copies[title] < 0 {
      violations += 1
      firstAt = firstAt ?? now
    }
    return .lent
  }

  public mutating func takeBack(_ title: Int) -> ReturnOutcome {
    copies[title] += 1
    return .back
  }
}

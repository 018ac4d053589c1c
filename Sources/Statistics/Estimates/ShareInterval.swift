/// A share of independent trials, with the interval that covers the true one in 95 % of all experiments.
///
/// Wilson's score interval (E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
/// 1927): it stays inside 0...1 and holds its level for shares near the ends, where the normal interval does not.
public struct ShareInterval: Sendable, Equatable {
  /// Successes of trials, from 0 to 1.
  public var share: Double
  /// Lower end, not below 0.
  public var low: Double
  /// Upper end, not above 1.
  public var high: Double

  /// - Parameter trials: at least one.
  public init(_ successes: Int, of trials: Int) {
    precondition(trials > 0 && (0...trials).contains(successes), "a share is of trials")
    let z = 1.959963984540054
    let n = Double(trials)
    share = Double(successes) / n
    let middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    let half = z / (1 + z * z / n) * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
    low = successes == 0 ? 0 : max(0, middle - half)
    high = successes == trials ? 1 : min(1, middle + half)
  }
}

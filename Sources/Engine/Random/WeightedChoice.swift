/// Draws an index with given weights in constant time: Walker's alias method (A. J. Walker, "An
/// efficient method for generating discrete random variables with general distributions", 1977) with
/// Vose's linear set-up (1991).
///
/// Zipf's law is `WeightedChoice(zipf: s, count: n)`: index `k − 1` has weight `1 / k^s`.
public struct WeightedChoice: Sendable {
  /// Bits below the threshold keep the column, others take its alias.
  private struct Column {
    var threshold: UInt64
    var alias: UInt32
  }

  private let columns: [Column]
  /// Normalised weights, for estimates.
  public let shares: [Double]

  /// - Precondition: at least one weight; none negative; not all zero.
  /// - Complexity: O(n) once, O(1) a draw.
  public init(weights: [Double]) {
    let total = weights.reduce(0, +)
    precondition(!weights.isEmpty && total > 0, "weights must not all be zero")
    let count = weights.count
    shares = weights.map { $0 / total }
    var scaled = shares.map { $0 * Double(count) }
    var small: [Int] = []
    var large: [Int] = []
    for index in 0..<count {
      if scaled[index] < 1 { small.append(index) } else { large.append(index) }
    }
    var thresholds = [UInt64](repeating: .max, count: count)
    var aliases = (0..<count).map { UInt32($0) }
    while let low = small.popLast(), let high = large.last {
      thresholds[low] = UInt64(min(scaled[low] * 0x1p64, 0x1.fffffffffffffp63))
      aliases[low] = UInt32(high)
      scaled[high] -= 1 - scaled[low]
      if scaled[high] < 1 {
        large.removeLast()
        small.append(high)
      }
    }
    columns = zip(thresholds, aliases).map { Column(threshold: $0, alias: $1) }
  }

  /// Index k − 1 with weight 1/k^exponent.
  ///
  /// - Complexity: O(n) once, O(1) a draw.
  public init(zipf exponent: Double, count: Int) {
    self.init(
      weights: (1...max(1, count)).map { ElementaryFunctions.power(Double($0), -exponent) })
  }

  /// How many weights there are: draws are below it.
  public var count: Int { columns.count }

  /// The upper half of a product picks the column, the lower half decides between it and its alias.
  public func draw(_ bits: UInt64) -> Int {
    let product = UInt64(columns.count).multipliedFullWidth(by: bits)
    let column = columns[Int(product.high)]
    return product.low < column.threshold ? Int(product.high) : Int(column.alias)
  }
}

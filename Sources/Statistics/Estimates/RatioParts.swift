/// What an estimate is made of: a ratio of two sums, by replication and by stretch of measured time.
///
/// | estimate | numerator | denominator |
/// |---|---|---|
/// | a share | samples with the property | samples |
/// | a mean | sum of the values | samples |
/// | a rate | events | measured time |
///
/// ```swift
/// var parts = RatioParts()
/// parts.append(stretches.map { RatioParts.Part(Double($0.failed), Double($0.offered)) })   // one replication
/// ShareEstimate(parts)
/// ```
///
/// The stretches of a replication are equally long and in order of time, about 64 of them: from these the dependence
/// of neighbours is seen. More are joined, fewer than eight say nothing about it. A replication of which only the totals
/// are known is one stretch. An empty stretch is a stretch: it stays in its place.
public struct RatioParts: Sendable, Equatable {
  /// Numerator and denominator of one stretch, or of several together.
  public struct Part: Sendable, Equatable {
    /// Samples with a property, a sum of values, or events.
    public var numerator: Double
    /// Samples, or measured time.
    public var denominator: Double

    public init(_ numerator: Double, _ denominator: Double) {
      self.numerator = numerator
      self.denominator = denominator
    }

    static func += (part: inout Part, other: Part) {
      part.numerator += other.numerator
      part.denominator += other.denominator
    }
  }

  /// The most stretches that are distinguished.
  public static let stretches = 64

  /// For each replication its stretches in order of time.
  public private(set) var replications: [[Part]] = []

  public init() {}

  public init(_ replications: [[Part]]) { self.replications = replications }

  /// One run, from two lists of equal length.
  public init(numerators: [Double], denominators: [Double]) {
    precondition(numerators.count == denominators.count, "a numerator and a denominator for each stretch")
    replications = [zip(numerators, denominators).map { Part($0, $1) }]
  }

  /// Adds a replication, by its stretches.
  public mutating func append(_ stretches: [Part]) { replications.append(stretches) }

  /// All parts together. O(parts).
  public var total: Part {
    var total = Part(0, 0)
    for replication in replications {
      for part in replication { total += part }
    }
    return total
  }

  /// The ratio of the sums; nil where the denominator is none. O(parts).
  public var ratio: Double? {
    let total = total
    return total.denominator > 0 ? total.numerator / total.denominator : nil
  }

  /// Stretches joined to so many groups that differ in length by one stretch at most.
  static func joined(_ stretches: [Part], to groups: Int) -> [Part] {
    guard groups < stretches.count else { return stretches }
    var joined: [Part] = []
    joined.reserveCapacity(groups)
    var start = 0
    for group in 1...groups {
      let end = stretches.count * group / groups
      var sum = Part(0, 0)
      for part in stretches[start..<end] { sum += part }
      joined.append(sum)
      start = end
    }
    return joined
  }
}

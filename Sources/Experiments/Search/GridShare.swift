/// What one of several machines runs of a grid of designs: whole points as long as there are as many points as parts,
/// since all replications of a point share its warm-up; single replications where there are more parts.
///
/// A replication's part depends neither on how many replications there are nor on which points are run, so that a part
/// that is run again with more of them continues with what it has.
package struct GridShare: Sendable {
  private let part: Shard
  private let points: Int
  /// Of the replications of a point that go to different parts.
  private let stride: Int

  /// - Parameter points: of the whole grid, 1 or more.
  package init(_ part: Shard, of points: Int) {
    self.part = part
    self.points = points
    stride = part.count / Self.greatestCommonDivisor(points, part.count)
  }

  /// Its replications of a point, numbered from 0; nil where it has none, however many there are. O(parts).
  package func replications(of point: Int) -> Shard? {
    if part.count <= points { return point % part.count == part.number - 1 ? Shard(number: 1, count: 1) : nil }
    // Counted through all points before the next replication of the first, and dealt to the parts in that order.
    return (0..<stride).first { ($0 * points + point) % part.count == part.number - 1 }
      .flatMap { Shard(number: $0 + 1, count: stride) }
  }

  private static func greatestCommonDivisor(_ first: Int, _ second: Int) -> Int {
    second == 0 ? first : greatestCommonDivisor(second, first % second)
  }
}

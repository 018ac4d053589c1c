/// A place on the ground, in whole centimetres east and north of a chosen origin.
///
/// The card (section 9) names haversine distances. Over the metres and kilometres in which an officer is near, a plane
/// gives the same order; whole numbers give the same answer on every machine. Whoever hosts the core projects.
package struct GroundPoint: BitwiseCopyable, Hashable, Sendable {
  package let x: Int32
  package let y: Int32

  /// Farthest coordinate: 10 000 km, so that no squared distance overflows.
  package static let limit: Int32 = 1_000_000_000

  package init(x: Int32, y: Int32) {
    precondition(abs(Int(x)) <= Int(Self.limit) && abs(Int(y)) <= Int(Self.limit), "a place beyond 10 000 km")
    self.x = x
    self.y = y
  }

  /// Square centimetres.
  @inline(__always)
  package func squaredDistance(to other: GroundPoint) -> Int64 {
    let dx = Int64(x) - Int64(other.x)
    let dy = Int64(y) - Int64(other.y)
    return dx * dx + dy * dy
  }
}

/// A rectangle cut into squares from its lower left corner: the zips of a country, or the cells of a grid.
///
/// Squares at the border reach outwards without end, so every place has one.
package struct Tiling: Equatable, Sendable {
  package let corner: GroundPoint
  /// Centimetres along one square.
  package let side: Int32
  package let columns: Int
  package let rows: Int

  package init(corner: GroundPoint, width: Int32, height: Int32, side: Int32) {
    precondition(width > 0 && height > 0 && side > 0, "a tiling without squares")
    precondition(
      Int(corner.x) + Int(width) <= Int(GroundPoint.limit) && Int(corner.y) + Int(height) <= Int(GroundPoint.limit),
      "a tiling beyond 10 000 km")
    self.corner = corner
    self.side = side
    columns = (Int(width) + Int(side) - 1) / Int(side)
    rows = (Int(height) + Int(side) - 1) / Int(side)
  }

  package var count: Int { columns * rows }

  @inline(__always)
  func column(of point: GroundPoint) -> Int {
    min(columns - 1, max(0, Int(point.x) - Int(corner.x)) / Int(side))
  }

  @inline(__always)
  func row(of point: GroundPoint) -> Int {
    min(rows - 1, max(0, Int(point.y) - Int(corner.y)) / Int(side))
  }

  @inline(__always)
  package func tile(of point: GroundPoint) -> Int { row(of: point) * columns + column(of: point) }

  /// Centimetres from a place to the nearest one outside the block of squares within `ring` of its own, or fewer; nil
  /// where the block is all there is.
  func reach(from point: GroundPoint, ring: Int) -> Int64? {
    let column = column(of: point)
    let row = row(of: point)
    var nearest = Int64.max
    if column > ring { nearest = min(nearest, Int64(Int(point.x) - edge(column - ring, from: corner.x))) }
    if column + ring + 1 < columns {
      nearest = min(nearest, Int64(edge(column + ring + 1, from: corner.x) - Int(point.x)))
    }
    if row > ring { nearest = min(nearest, Int64(Int(point.y) - edge(row - ring, from: corner.y))) }
    if row + ring + 1 < rows {
      nearest = min(nearest, Int64(edge(row + ring + 1, from: corner.y) - Int(point.y)))
    }
    return nearest == .max ? nil : nearest
  }

  private func edge(_ index: Int, from start: Int32) -> Int { Int(start) + index * Int(side) }
}

/// What a search found, and what it cost.
package struct Nearest: Equatable, Sendable {
  /// The nearest officer; of several equally near, the lowest number. Nil where nobody is.
  package internal(set) var officer: UInt32?
  /// Square centimetres.
  package internal(set) var squaredDistance: Int64 = .max
  /// Distances computed.
  package internal(set) var comparisons: UInt64 = 0
  /// Cells looked into.
  package internal(set) var cells: UInt64 = 0

  init() {}

  @inline(__always)
  mutating func consider(_ candidate: UInt32, _ distance: Int64) {
    if distance < squaredDistance || (distance == squaredDistance && candidate < officer ?? .max) {
      squaredDistance = distance
      officer = candidate
    }
  }
}

/// Where officers are.
struct OfficerPlaces: Sendable {
  private var points: [GroundPoint]

  init(officers: Int) { points = Array(repeating: GroundPoint(x: 0, y: 0), count: officers) }

  var count: Int { points.count }

  subscript(officer: UInt32) -> GroundPoint {
    @inline(__always) get { points[Int(officer)] }
    set { points[Int(officer)] = newValue }
  }

  @inline(__always)
  func squaredDistance(of officer: UInt32, to point: GroundPoint) -> Int64 {
    points[Int(officer)].squaredDistance(to: point)
  }
}

/// Officers by cell, searched in rings: index C of the card (section 9).
///
/// Exact: it finds the officer whom a look at everybody finds. Insert, remove and move take constant time.
struct CellGrid: Sendable {
  let tiling: Tiling
  private(set) var count = 0
  /// First officer of each cell, and the chain on from each officer; −1 ends it.
  private var heads: [Int32]
  private var next: [Int32]
  private var previous: [Int32]
  /// Cell of each officer; −1 for one who is not in the grid.
  private var cells: [Int32]

  init(tiling: Tiling, officers: Int) {
    precondition(tiling.count < Int(Int32.max), "more cells than a grid can number")
    self.tiling = tiling
    heads = Array(repeating: -1, count: tiling.count)
    next = Array(repeating: -1, count: officers)
    previous = next
    cells = next
  }

  func contains(_ officer: UInt32) -> Bool { cells[Int(officer)] >= 0 }

  mutating func insert(_ officer: UInt32, at point: GroundPoint) {
    precondition(!contains(officer), "an officer is in the grid once")
    let cell = tiling.tile(of: point)
    let head = heads[cell]
    next[Int(officer)] = head
    previous[Int(officer)] = -1
    if head >= 0 { previous[Int(head)] = Int32(officer) }
    heads[cell] = Int32(officer)
    cells[Int(officer)] = Int32(cell)
    count += 1
  }

  mutating func remove(_ officer: UInt32) {
    precondition(contains(officer), "only who is in the grid can leave it")
    let before = previous[Int(officer)]
    let after = next[Int(officer)]
    if before >= 0 { next[Int(before)] = after } else { heads[Int(cells[Int(officer)])] = after }
    if after >= 0 { previous[Int(after)] = before }
    cells[Int(officer)] = -1
    count -= 1
  }

  mutating func move(_ officer: UInt32, to point: GroundPoint) {
    if cells[Int(officer)] == Int32(tiling.tile(of: point)) { return }
    remove(officer)
    insert(officer, at: point)
  }

  /// The nearest officer within a squared distance.
  ///
  /// Rings of cells grow until whoever is outside must be farther than the best one, or than the limit.
  func nearest(to point: GroundPoint, within limit: Int64, in places: OfficerPlaces) -> Nearest {
    var best = Nearest()
    if count == 0 { return best }
    let column = tiling.column(of: point)
    let row = tiling.row(of: point)
    var ring = 0
    while true {
      for y in max(0, row - ring)...min(tiling.rows - 1, row + ring) {
        let isWhole = y == row - ring || y == row + ring
        if isWhole {
          for x in max(0, column - ring)...min(tiling.columns - 1, column + ring) {
            visit(y * tiling.columns + x, point, places, &best)
          }
        } else {
          if column >= ring { visit(y * tiling.columns + column - ring, point, places, &best) }
          if column + ring < tiling.columns { visit(y * tiling.columns + column + ring, point, places, &best) }
        }
      }
      guard let reach = tiling.reach(from: point, ring: ring) else { break }
      if min(best.squaredDistance, limit) < reach * reach { break }
      ring += 1
    }
    if best.squaredDistance > limit {
      best.officer = nil
      best.squaredDistance = .max
    }
    return best
  }

  @inline(__always)
  private func visit(_ cell: Int, _ point: GroundPoint, _ places: OfficerPlaces, _ best: inout Nearest) {
    best.cells += 1
    var at = heads[cell]
    while at >= 0 {
      let officer = UInt32(at)
      best.comparisons += 1
      best.consider(officer, places.squaredDistance(of: officer, to: point))
      at = next[Int(at)]
    }
  }
}

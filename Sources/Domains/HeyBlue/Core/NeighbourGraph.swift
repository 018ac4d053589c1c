/// Officers linked to their nearest: index B of the card (section 9), as the document draws it (ADR06, figure 14).
///
/// Links go both ways, so an officer may have more of them than it was given. A walk goes to the closest neighbour and
/// stops where every neighbour is farther; that need not be the nearest officer, and a graph may fall into islands.
/// Storage is one pool of half-links in chains.
struct NeighbourGraph: Sendable {
  /// Target and successor side by side: a walk reads both.
  private struct HalfLink: BitwiseCopyable, Sendable {
    var target: UInt32
    /// The next one of the same officer, or of those that are free; −1 for none.
    var next: Int32
  }

  /// First half-link of each officer; −1 for none.
  private var heads: [Int32]
  private var halves: [HalfLink] = []
  private var free: Int32 = -1

  init(officers: Int) { heads = Array(repeating: -1, count: officers) }

  /// Neighbours in no order that means anything.
  func forEachNeighbour(of officer: UInt32, _ body: (UInt32) -> Void) {
    var at = heads[Int(officer)]
    while at >= 0 {
      body(halves[Int(at)].target)
      at = halves[Int(at)].next
    }
  }

  func neighbours(of officer: UInt32) -> [UInt32] {
    var all: [UInt32] = []
    forEachNeighbour(of: officer) { all.append($0) }
    return all
  }

  func areLinked(_ one: UInt32, _ other: UInt32) -> Bool {
    var found = false
    forEachNeighbour(of: one) { found = found || $0 == other }
    return found
  }

  mutating func link(_ one: UInt32, _ other: UInt32) {
    addHalf(from: one, to: other)
    addHalf(from: other, to: one)
  }

  /// Takes an officer and its links away.
  mutating func remove(_ officer: UInt32) {
    var at = heads[Int(officer)]
    while at >= 0 {
      let after = halves[Int(at)].next
      removeHalf(from: halves[Int(at)].target, to: officer)
      halves[Int(at)].next = free
      free = at
      at = after
    }
    heads[Int(officer)] = -1
  }

  /// From an officer to the closest neighbour, again and again, until every neighbour is farther.
  ///
  /// Counted like the measured table of the card: one comparison for the start, and one for each neighbour of each
  /// officer that the walk comes to.
  func walk(from start: UInt32, to point: GroundPoint, in places: OfficerPlaces) -> Nearest {
    var found = Nearest()
    found.comparisons = 1
    var at = start
    var distance = places.squaredDistance(of: start, to: point)
    while true {
      var closest = UInt32.max
      var least = Int64.max
      var link = heads[Int(at)]
      while link >= 0 {
        let half = halves[Int(link)]
        let neighbour = half.target
        let theirs = places.squaredDistance(of: neighbour, to: point)
        found.comparisons += 1
        if theirs < least || (theirs == least && neighbour < closest) {
          least = theirs
          closest = neighbour
        }
        link = half.next
      }
      if least >= distance { break }
      at = closest
      distance = least
    }
    found.officer = at
    found.squaredDistance = distance
    return found
  }

  private mutating func addHalf(from one: UInt32, to other: UInt32) {
    let half: Int32
    if free >= 0 {
      half = free
      free = halves[Int(half)].next
      halves[Int(half)] = HalfLink(target: other, next: heads[Int(one)])
    } else {
      half = Int32(halves.count)
      halves.append(HalfLink(target: other, next: heads[Int(one)]))
    }
    heads[Int(one)] = half
  }

  private mutating func removeHalf(from one: UInt32, to other: UInt32) {
    var before: Int32 = -1
    var at = heads[Int(one)]
    while at >= 0 && halves[Int(at)].target != other {
      before = at
      at = halves[Int(at)].next
    }
    precondition(at >= 0, "links go both ways")
    if before >= 0 { halves[Int(before)].next = halves[Int(at)].next } else { heads[Int(one)] = halves[Int(at)].next }
    halves[Int(at)].next = free
    free = at
  }
}

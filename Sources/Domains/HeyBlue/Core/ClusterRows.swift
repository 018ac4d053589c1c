/// Who is in which cluster: the rows of index A of the card (section 9), and the nodes that a walk may start from.
struct ClusterRows: Sendable {
  private(set) var rows: [[UInt32]]
  /// Cluster of each officer, −1 for none, and the officer's row in it.
  private var clusters: [Int32]
  private var slots: [UInt32]

  init(clusters count: Int, officers: Int) {
    rows = Array(repeating: [], count: count)
    clusters = Array(repeating: -1, count: officers)
    slots = Array(repeating: 0, count: officers)
  }

  func cluster(of officer: UInt32) -> Int? {
    let cluster = clusters[Int(officer)]
    return cluster < 0 ? nil : Int(cluster)
  }

  mutating func insert(_ officer: UInt32, into cluster: Int) {
    precondition(clusters[Int(officer)] < 0, "an officer is in one cluster")
    clusters[Int(officer)] = Int32(cluster)
    slots[Int(officer)] = UInt32(rows[cluster].count)
    rows[cluster].append(officer)
  }

  /// The last row takes the place of the removed one.
  mutating func remove(_ officer: UInt32) {
    let cluster = Int(clusters[Int(officer)])
    precondition(cluster >= 0, "only who is in a cluster can leave it")
    let slot = Int(slots[Int(officer)])
    let last = rows[cluster].removeLast()
    if last != officer {
      rows[cluster][slot] = last
      slots[Int(last)] = UInt32(slot)
    }
    clusters[Int(officer)] = -1
  }

  /// Looks at every row of a cluster.
  func scan(_ cluster: Int, to point: GroundPoint, in places: OfficerPlaces, _ best: inout Nearest) {
    for officer in rows[cluster] { best.consider(officer, places.squaredDistance(of: officer, to: point)) }
    best.comparisons += UInt64(rows[cluster].count)
  }
}

/// How officers are looked up by place (card, option O2).
package enum IndexKind: Sendable, Equatable {
  /// Every row of the cluster.
  case scan
  /// A greedy walk over a graph; each new officer is linked to its `links` nearest, found by looking at every row or
  /// by the walk. With `relinks`, those who lose a link look for another among the others who lost one.
  case graph(links: Int, insertsByWalk: Bool, relinks: Bool)
  /// Cells, searched in rings over the borders of clusters.
  case grid(Tiling)
}

/// How the location store is split (card, option O10).
package enum Clustering: Sendable, Equatable {
  case whole
  /// One cluster for each zip; a lookup may look into the eight zips around its own as well.
  case zips(Tiling, looksAround: Bool)
}

/// The location store of the Connections service: where the officers are who can be discovered.
///
/// Columns of officers, numbered from 0; every operation says how many distances it compared.
package struct OfficerIndex: Sendable {
  package let kind: IndexKind
  package let clustering: Clustering
  private(set) var places: OfficerPlaces
  private var isPresent: [Bool]
  package private(set) var count = 0
  private var clusters: ClusterRows
  private var graph: NeighbourGraph
  private var grid: CellGrid?

  package init(kind: IndexKind, clustering: Clustering = .whole, officers: Int) {
    self.kind = kind
    self.clustering = clustering
    places = OfficerPlaces(officers: officers)
    isPresent = Array(repeating: false, count: officers)
    var clusterCount = 1
    if case .zips(let zips, _) = clustering { clusterCount = zips.count }
    switch kind {
    case .scan:
      clusters = ClusterRows(clusters: clusterCount, officers: officers)
      graph = NeighbourGraph(officers: 0)
    case .graph(let links, _, _):
      precondition(links > 0, "a graph without links")
      clusters = ClusterRows(clusters: clusterCount, officers: officers)
      graph = NeighbourGraph(officers: officers)
    case .grid(let tiling):
      clusters = ClusterRows(clusters: 0, officers: 0)
      graph = NeighbourGraph(officers: 0)
      grid = CellGrid(tiling: tiling, officers: officers)
    }
  }

  package var capacity: Int { isPresent.count }

  package func contains(_ officer: UInt32) -> Bool { isPresent[Int(officer)] }

  /// Where an officer was last seen; nil for one who is not in the store.
  package func place(of officer: UInt32) -> GroundPoint? { contains(officer) ? places[officer] : nil }

  /// - Parameter draw: 64 random bits that choose where a walk begins.
  /// - Returns: distances compared.
  @discardableResult
  package mutating func insert(_ officer: UInt32, at point: GroundPoint, draw: UInt64) -> UInt64 {
    precondition(!contains(officer), "an officer is in the store once")
    places[officer] = point
    isPresent[Int(officer)] = true
    count += 1
    switch kind {
    case .grid:
      grid?.insert(officer, at: point)
      return 0
    case .scan:
      clusters.insert(officer, into: cluster(of: point))
      return 0
    case .graph(let links, let byWalk, _):
      let cluster = cluster(of: point)
      let compared = link(officer, in: cluster, links: links, byWalk: byWalk, draw: draw)
      clusters.insert(officer, into: cluster)
      return compared
    }
  }

  /// - Returns: distances compared.
  @discardableResult
  package mutating func remove(_ officer: UInt32) -> UInt64 {
    precondition(contains(officer), "only who is in the store can leave it")
    isPresent[Int(officer)] = false
    count -= 1
    switch kind {
    case .grid:
      grid?.remove(officer)
      return 0
    case .scan:
      clusters.remove(officer)
      return 0
    case .graph(_, _, let relinks):
      clusters.remove(officer)
      let orphans = relinks ? graph.neighbours(of: officer).sorted() : []
      graph.remove(officer)
      return relink(orphans)
    }
  }

  /// - Returns: distances compared.
  @discardableResult
  package mutating func move(_ officer: UInt32, to point: GroundPoint, draw: UInt64) -> UInt64 {
    precondition(contains(officer), "only who is in the store can move in it")
    switch kind {
    case .grid:
      grid?.move(officer, to: point)
      places[officer] = point
      return 0
    case .scan where clusters.cluster(of: officer) == cluster(of: point):
      places[officer] = point
      return 0
    case .scan, .graph:
      let compared = remove(officer)
      return compared + insert(officer, at: point, draw: draw)
    }
  }

  /// The nearest officer within a squared distance, as far as this kind of index can tell.
  package func nearest(to point: GroundPoint, within limit: Int64 = .max, draw: UInt64) -> Nearest {
    if let grid { return grid.nearest(to: point, within: limit, in: places) }
    var best = Nearest()
    forEachCluster(around: point) { cluster in
      if case .scan = kind {
        clusters.scan(cluster, to: point, in: places, &best)
      } else if let start = start(in: cluster, draw: draw) {
        let found = graph.walk(from: start, to: point, in: places)
        best.comparisons += found.comparisons
        if let officer = found.officer { best.consider(officer, found.squaredDistance) }
      }
    }
    if best.squaredDistance > limit {
      best.officer = nil
      best.squaredDistance = .max
    }
    return best
  }

  /// Islands of the graph, over all clusters; 0 without a graph.
  package var islands: Int {
    guard case .graph = kind else { return 0 }
    var seen = Array(repeating: false, count: capacity)
    var islands = 0
    for start in 0..<UInt32(capacity) where contains(start) && !seen[Int(start)] {
      islands += 1
      seen[Int(start)] = true
      var open = [start]
      while let officer = open.popLast() {
        graph.forEachNeighbour(of: officer) { neighbour in
          if !seen[Int(neighbour)] {
            seen[Int(neighbour)] = true
            open.append(neighbour)
          }
        }
      }
    }
    return islands
  }

  func neighbours(of officer: UInt32) -> [UInt32] { graph.neighbours(of: officer) }

  // MARK: Clusters

  private func cluster(of point: GroundPoint) -> Int {
    if case .zips(let zips, _) = clustering { zips.tile(of: point) } else { 0 }
  }

  private func forEachCluster(around point: GroundPoint, _ body: (Int) -> Void) {
    guard case .zips(let zips, let looksAround) = clustering else { return body(0) }
    guard looksAround else { return body(zips.tile(of: point)) }
    let column = zips.column(of: point)
    let row = zips.row(of: point)
    for y in max(0, row - 1)...min(zips.rows - 1, row + 1) {
      for x in max(0, column - 1)...min(zips.columns - 1, column + 1) { body(y * zips.columns + x) }
    }
  }

  // MARK: Graph

  private func start(in cluster: Int, draw: UInt64) -> UInt32? {
    let rows = clusters.rows[cluster]
    return rows.isEmpty ? nil : rows[Int(draw % UInt64(rows.count))]
  }

  private mutating func link(_ officer: UInt32, in cluster: Int, links: Int, byWalk: Bool, draw: UInt64) -> UInt64 {
    let point = places[officer]
    var compared: UInt64 = 0
    var closest = ClosestFew(links)
    if byWalk {
      guard let start = start(in: cluster, draw: draw) else { return 0 }
      let found = graph.walk(from: start, to: point, in: places)
      compared = found.comparisons
      if let end = found.officer {
        // The end of the walk and its neighbours, whose distances the walk has just compared.
        closest.offer(end, places.squaredDistance(of: end, to: point))
        graph.forEachNeighbour(of: end) { closest.offer($0, places.squaredDistance(of: $0, to: point)) }
      }
    } else {
      for other in clusters.rows[cluster] { closest.offer(other, places.squaredDistance(of: other, to: point)) }
      compared = UInt64(clusters.rows[cluster].count)
    }
    for other in closest.officers { graph.link(officer, other) }
    return compared
  }

  /// Links each of those who lost a neighbour to the closest of the others to whom it has no link yet.
  private mutating func relink(_ orphans: [UInt32]) -> UInt64 {
    var compared: UInt64 = 0
    for orphan in orphans {
      var closest = ClosestFew(1)
      for other in orphans where other != orphan && !graph.areLinked(orphan, other) {
        closest.offer(other, places.squaredDistance(of: other, to: places[orphan]))
        compared += 1
      }
      for other in closest.officers { graph.link(orphan, other) }
    }
    return compared
  }
}

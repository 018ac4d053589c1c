import TestSupport
import Testing

@testable import HeyBlueCore

@Suite struct OfficerIndexTests {
  private static let zips = Tiling(corner: GroundPoint(x: 0, y: 0), width: 400, height: 300, side: 100)
  private static let graphs: [IndexKind] = [
    .graph(links: 3, insertsByWalk: false, relinks: false), .graph(links: 3, insertsByWalk: false, relinks: true),
    .graph(links: 3, insertsByWalk: true, relinks: false), .graph(links: 3, insertsByWalk: true, relinks: true),
  ]

  private func isAround(_ one: GroundPoint, _ other: GroundPoint, within ring: Int) -> Bool {
    let zips = Self.zips
    return abs(zips.column(of: one) - zips.column(of: other)) <= ring
      && abs(zips.row(of: one) - zips.row(of: other)) <= ring
  }

  @Test(arguments: [11, 12, 13] as [UInt64])
  func `a scan looks at every officer of its zips, and at no other`(seed: UInt64) {
    for (clustering, ring) in [
      (Clustering.whole, 9), (.zips(Self.zips, looksAround: false), 0), (.zips(Self.zips, looksAround: true), 1),
    ] {
      var draws = SmallGenerator(seed: seed)
      var index = OfficerIndex(kind: .scan, clustering: clustering, officers: 40)
      var places: [UInt32: GroundPoint] = [:]
      var wrong: [String] = []
      for step in 0..<1500 {
        let officer = UInt32(draws.below(40))
        let point = draws.place(400)
        if places[officer] == nil {
          index.insert(officer, at: point, draw: 0)
          places[officer] = point
        } else if draws.below(3) == 0 {
          index.remove(officer)
          places[officer] = nil
        } else {
          index.move(officer, to: point, draw: 0)
          places[officer] = point
        }
        let asked = draws.place(400)
        let seen = places.filter { isAround($0.value, asked, within: ring) }
        let found = index.nearest(to: asked, draw: draws.next())
        let right = bruteForce(seen, to: asked)
        if found.officer != right.officer || found.squaredDistance != right.squaredDistance
          || found.comparisons != UInt64(seen.count)
        {
          wrong.append("step \(step): \(found), not \(right) of \(seen.count)")
        }
      }
      #expect(wrong.isEmpty, "seed \(seed), ring \(ring): \(wrong.count) of them, first \(wrong.first ?? "")")
    }
  }

  @Test func `beyond the border of a zip stands the true nearest officer`() {
    for kind in [IndexKind.scan] + Self.graphs {
      for (looksAround, expected) in [(false, 0), (true, 1)] as [(Bool, UInt32)] {
        var index = OfficerIndex(kind: kind, clustering: .zips(Self.zips, looksAround: looksAround), officers: 2)
        index.insert(0, at: GroundPoint(x: 60, y: 50), draw: 0)
        index.insert(1, at: GroundPoint(x: 100, y: 50), draw: 0)
        #expect(index.nearest(to: GroundPoint(x: 99, y: 50), draw: 0).officer == expected, "\(kind)")
      }
    }
    let cells = Tiling(corner: GroundPoint(x: 0, y: 0), width: 400, height: 300, side: 100)
    var grid = OfficerIndex(kind: .grid(cells), officers: 2)
    grid.insert(0, at: GroundPoint(x: 60, y: 50), draw: 0)
    grid.insert(1, at: GroundPoint(x: 100, y: 50), draw: 0)
    #expect(grid.nearest(to: GroundPoint(x: 99, y: 50), draw: 0).officer == 1)
  }

  @Test(arguments: [21, 22, 23] as [UInt64])
  func `a graph keeps links both ways, and a walk ends where no neighbour is nearer`(seed: UInt64) {
    for kind in Self.graphs {
      for clustering in [Clustering.whole, .zips(Self.zips, looksAround: false)] {
        var draws = SmallGenerator(seed: seed)
        var index = OfficerIndex(kind: kind, clustering: clustering, officers: 30)
        var places: [UInt32: GroundPoint] = [:]
        var wrong: [String] = []
        for step in 0..<400 {
          let officer = UInt32(draws.below(30))
          let point = draws.place(400)
          if places[officer] == nil {
            index.insert(officer, at: point, draw: draws.next())
            places[officer] = point
          } else if draws.below(3) == 0 {
            index.remove(officer)
            places[officer] = nil
          } else {
            index.move(officer, to: point, draw: draws.next())
            places[officer] = point
          }
          for one in 0..<30 as Range<UInt32> {
            let neighbours = index.neighbours(of: one)
            if Set(neighbours).count != neighbours.count { wrong.append("step \(step): a link twice") }
            for other in neighbours {
              let isWithin = clustering == .whole || isAround(places[one] ?? point, places[other] ?? point, within: 0)
              if places[one] == nil || places[other] == nil || other == one || !isWithin
                || !index.neighbours(of: other).contains(one)
              {
                wrong.append("step \(step): \(one) to \(other)")
              }
            }
          }
          let asked = draws.place(400)
          let found = index.nearest(to: asked, draw: draws.next())
          if let end = found.officer {
            if places[end]?.squaredDistance(to: asked) != found.squaredDistance {
              wrong.append("step \(step): distance")
            }
            for neighbour in index.neighbours(of: end) {
              if let theirs = places[neighbour], theirs.squaredDistance(to: asked) < found.squaredDistance {
                wrong.append("step \(step): the walk stopped early")
              }
            }
          } else if clustering == .whole && !places.isEmpty {
            wrong.append("step \(step): nobody found")
          }
        }
        #expect(wrong.isEmpty, "seed \(seed), \(kind): \(wrong.count) of them, first \(wrong.first ?? "")")
      }
    }
  }

  @Test func `a new officer is linked to its nearest`() {
    var draws = SmallGenerator(seed: 5)
    var index = OfficerIndex(kind: .graph(links: 4, insertsByWalk: false, relinks: false), officers: 50)
    var places: [UInt32: GroundPoint] = [:]
    for officer in 0..<50 as Range<UInt32> {
      let point = draws.place(10_000)
      let nearest = places.sorted {
        ($0.value.squaredDistance(to: point), $0.key) < ($1.value.squaredDistance(to: point), $1.key)
      }.prefix(4).map(\.key)
      #expect(index.insert(officer, at: point, draw: draws.next()) == UInt64(officer))
      #expect(Set(index.neighbours(of: officer)) == Set(nearest))
      places[officer] = point
    }
    // Whoever comes is linked to somebody, so there are no islands before somebody leaves.
    #expect(index.islands == 1)
  }

  @Test func `whoever leaves may split a graph, and relinking may mend it`() {
    for (relinks, islands) in [(false, 2), (true, 1)] {
      var index = OfficerIndex(kind: .graph(links: 1, insertsByWalk: false, relinks: relinks), officers: 3)
      index.insert(0, at: GroundPoint(x: 0, y: 0), draw: 0)
      index.insert(1, at: GroundPoint(x: 10, y: 0), draw: 0)
      index.insert(2, at: GroundPoint(x: 20, y: 0), draw: 0)
      #expect(index.islands == 1)
      #expect(index.remove(1) == (relinks ? 1 : 0))
      #expect(index.islands == islands)
      // From the wrong island, the walk does not come to the nearest officer.
      #expect(index.nearest(to: GroundPoint(x: 20, y: 0), draw: 0).officer == (relinks ? 2 : 0))
    }
  }

  @Test func `a walk goes to the closest neighbour and counts what it compares`() {
    var index = OfficerIndex(kind: .graph(links: 1, insertsByWalk: false, relinks: false), officers: 4)
    for officer in 0..<4 as Range<UInt32> {
      index.insert(officer, at: GroundPoint(x: Int32(officer) * 10, y: 0), draw: 0)
    }
    // A chain 0–1–2–3: from 0 over 1 and 2 to 3, whose neighbour is farther.
    let found = index.nearest(to: GroundPoint(x: 31, y: 0), draw: 0)
    #expect(found.officer == 3 && found.squaredDistance == 1 && found.comparisons == 1 + 1 + 2 + 2 + 1)
    let near = index.nearest(to: GroundPoint(x: 31, y: 0), draw: 3)
    #expect(near.officer == 3 && near.comparisons == 2)
    #expect(index.nearest(to: GroundPoint(x: 31, y: 0), within: 0, draw: 3).officer == nil)
  }

  @Test func `an empty store finds nobody`() {
    for kind in [IndexKind.scan, .grid(Self.zips)] + Self.graphs {
      let index = OfficerIndex(kind: kind, officers: 3)
      #expect(index.nearest(to: GroundPoint(x: 0, y: 0), draw: 9) == Nearest())
      #expect(index.place(of: 1) == nil && index.count == 0)
    }
  }
}

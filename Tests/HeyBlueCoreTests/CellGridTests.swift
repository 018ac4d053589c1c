import TestSupport
import Testing

@testable import HeyBlueCore

@Suite struct CellGridTests {
  private static let tiling = Tiling(corner: GroundPoint(x: 0, y: 0), width: 1000, height: 700, side: 90)

  /// Places of all kinds: anywhere, on borders of cells and one off, outside, and heaps at one place.
  private func place(_ draws: inout SmallGenerator) -> GroundPoint {
    func border(_ count: Int) -> Int32 { Int32(draws.below(count) * 90 + draws.below(3) - 1) }
    switch draws.below(5) {
    case 0: return GroundPoint(x: border(13), y: border(9))
    case 1: return GroundPoint(x: Int32(draws.below(3000)) - 1000, y: Int32(draws.below(2700)) - 1000)
    case 2: return GroundPoint(x: border(13), y: Int32(draws.below(700)))
    case 3: return GroundPoint(x: Int32(draws.below(3)) * 300, y: 450)
    default: return GroundPoint(x: Int32(draws.below(1000)), y: Int32(draws.below(700)))
    }
  }

  @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
  func `the grid finds whom a look at everybody finds`(seed: UInt64) {
    var draws = SmallGenerator(seed: seed)
    let officers = 60
    var index = OfficerIndex(kind: .grid(Self.tiling), officers: officers)
    var places: [UInt32: GroundPoint] = [:]
    var wrong: [String] = []
    for step in 0..<4000 {
      let officer = UInt32(draws.below(officers))
      let point = place(&draws)
      // The number of officers goes up and down, to none now and then.
      let leaves = step / 500 % 2 == 1 ? draws.below(4) > 0 : draws.below(4) == 0
      if places[officer] == nil {
        if !leaves {
          index.insert(officer, at: point, draw: 0)
          places[officer] = point
        }
      } else if leaves {
        index.remove(officer)
        places[officer] = nil
      } else {
        index.move(officer, to: point, draw: 0)
        places[officer] = point
      }
      let asked = place(&draws)
      let limit: Int64 = draws.below(3) == 0 ? Int64(draws.below(40_000)) : .max
      let found = index.nearest(to: asked, within: limit, draw: 0)
      let right = bruteForce(places, to: asked, within: limit)
      if found.officer != right.officer || found.squaredDistance != right.squaredDistance {
        wrong.append("step \(step), \(asked), limit \(limit): \(found), not \(right)")
      }
      if index.count != places.count || index.place(of: officer) != places[officer] {
        wrong.append("step \(step): count")
      }
    }
    #expect(wrong.isEmpty, "seed \(seed): \(wrong.count) of them, first \(wrong.first ?? "")")
  }

  @Test func `each pair of places on and beside borders is distinguished`() {
    // One officer on each side of each corner of cells, asked from all around.
    var wrong = 0
    let offsets: [Int32] = [-1, 0, 1]
    for ax in offsets {
      for ay in offsets {
        for bx in offsets {
          for by in offsets {
            let places: [UInt32: GroundPoint] = [
              0: GroundPoint(x: 180 + ax, y: 270 + ay), 1: GroundPoint(x: 270 + bx, y: 180 + by),
            ]
            var index = OfficerIndex(kind: .grid(Self.tiling), officers: 2)
            for officer in 0..<2 as Range<UInt32> {
              index.insert(officer, at: places[officer] ?? .init(x: 0, y: 0), draw: 0)
            }
            for x in Int32(222)...228 {
              for y in Int32(222)...228 {
                let point = GroundPoint(x: x, y: y)
                let found = index.nearest(to: point, draw: 0)
                if found.officer != bruteForce(places, to: point).officer { wrong += 1 }
              }
            }
          }
        }
      }
    }
    #expect(wrong == 0)
  }

  @Test func `of several equally near, the lowest number is found`() {
    var index = OfficerIndex(kind: .grid(Self.tiling), officers: 5)
    // Both sides of a cell's border, at the same distance.
    index.insert(4, at: GroundPoint(x: 85, y: 45), draw: 0)
    index.insert(3, at: GroundPoint(x: 95, y: 45), draw: 0)
    #expect(index.nearest(to: GroundPoint(x: 90, y: 45), draw: 0).officer == 3)
    index.insert(1, at: GroundPoint(x: 85, y: 45), draw: 0)
    #expect(index.nearest(to: GroundPoint(x: 90, y: 45), draw: 0).officer == 1)
    index.move(1, to: GroundPoint(x: 84, y: 45), draw: 0)
    #expect(index.nearest(to: GroundPoint(x: 90, y: 45), draw: 0).officer == 3)
  }

  @Test func `seven hundred thousand officers, and few of them compared`() {
    let seed: UInt64 = 77
    var draws = SmallGenerator(seed: seed)
    // A country of 2 000 km, cells of 2 km.
    let tiling = Tiling(corner: GroundPoint(x: 0, y: 0), width: 200_000_000, height: 200_000_000, side: 200_000)
    var index = OfficerIndex(kind: .grid(tiling), officers: 700_000)
    var table = OfficerIndex(kind: .scan, officers: 700_000)
    for officer in 0..<700_000 as Range<UInt32> {
      let point = draws.place(200_000_000)
      index.insert(officer, at: point, draw: 0)
      table.insert(officer, at: point, draw: 0)
    }
    #expect(index.count == 700_000)
    for _ in 0..<3 {
      let point = draws.place(200_000_000)
      let right = table.nearest(to: point, draw: 0)
      let found = index.nearest(to: point, draw: 0)
      #expect(found.officer == right.officer && found.squaredDistance == right.squaredDistance, "seed \(seed)")
      #expect(right.comparisons == 700_000 && found.comparisons < 60, "seed \(seed): \(found)")
    }
  }
}

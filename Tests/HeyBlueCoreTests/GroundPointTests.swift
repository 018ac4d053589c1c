import Testing

@testable import HeyBlueCore

@Suite struct GroundPointTests {
  @Test func `distances are squares of centimetres, as far as places go`() {
    let origin = GroundPoint(x: 0, y: 0)
    #expect(origin.squaredDistance(to: GroundPoint(x: 3, y: -4)) == 25)
    let far = GroundPoint(x: GroundPoint.limit, y: GroundPoint.limit)
    let near = GroundPoint(x: -GroundPoint.limit, y: -GroundPoint.limit)
    #expect(far.squaredDistance(to: near) == 8_000_000_000_000_000_000)
    #expect(near.squaredDistance(to: far) == 8_000_000_000_000_000_000)
  }

  @Test func `every place has a tile, and borders belong to the next one`() {
    let tiling = Tiling(corner: GroundPoint(x: -20, y: 10), width: 25, height: 11, side: 10)
    #expect(tiling.columns == 3 && tiling.rows == 2 && tiling.count == 6)
    for (x, y, tile) in [
      (-20, 10, 0), (-11, 19, 0), (-10, 19, 1), (-10, 20, 4), (0, 10, 2), (4, 20, 5), (9, 29, 5), (-21, 9, 0),
      (-1000, 1000, 3), (1000, -1000, 2), (1000, 1000, 5),
    ] { #expect(tiling.tile(of: GroundPoint(x: Int32(x), y: Int32(y))) == tile, "\(x), \(y)") }
  }

  @Test func `the reach of a block is never more than the distance to what lies outside`() {
    let tiling = Tiling(corner: GroundPoint(x: -7, y: -3), width: 20, height: 15, side: 5)
    var wrong: [String] = []
    var tight = 0
    for x in -12...18 {
      for y in -8...17 {
        let point = GroundPoint(x: Int32(x), y: Int32(y))
        for ring in 0...4 {
          var nearest = Int64.max
          for ox in -14...20 {
            for oy in -10...19 {
              let other = GroundPoint(x: Int32(ox), y: Int32(oy))
              let isInside =
                abs(tiling.column(of: other) - tiling.column(of: point)) <= ring
                && abs(tiling.row(of: other) - tiling.row(of: point)) <= ring
              if !isInside { nearest = min(nearest, point.squaredDistance(to: other)) }
            }
          }
          let reach = tiling.reach(from: point, ring: ring)
          if (reach == nil) != (nearest == .max) {
            wrong.append("\(x), \(y), ring \(ring): an end where there is none")
          }
          if let reach {
            if reach < 0 || reach * reach > nearest { wrong.append("\(x), \(y), ring \(ring): \(reach) of \(nearest)") }
            if reach * reach == nearest { tight += 1 }
          }
        }
      }
    }
    #expect(wrong.isEmpty, "\(wrong.count) of them, first \(wrong.first ?? "")")
    #expect(tight > 100)
  }
}

import TestSupport

@testable import HeyBlueCore

/// What only these tests draw.
extension SmallGenerator {
  /// A place in a square from the origin.
  mutating func place(_ side: Int) -> GroundPoint {
    GroundPoint(x: Int32(below(side)), y: Int32(below(side)))
  }

  /// A place about a centre: the sum of twelve uniform draws, which is near enough to a bell.
  mutating func place(about centre: GroundPoint, spread: Int) -> GroundPoint {
    GroundPoint(x: offset(centre.x, spread), y: offset(centre.y, spread))
  }

  private mutating func offset(_ centre: Int32, _ spread: Int) -> Int32 {
    var sum = -6 * 1000
    for _ in 0..<12 { sum += below(1000) }
    return centre + Int32(sum * spread / 1000)
  }
}

/// The nearest of some officers by looking at all of them.
func bruteForce(
  _ places: [UInt32: GroundPoint], to point: GroundPoint, within limit: Int64 = .max
) -> (officer: UInt32?, squaredDistance: Int64) {
  var best: (officer: UInt32?, squaredDistance: Int64) = (nil, .max)
  for (officer, place) in places {
    let distance = place.squaredDistance(to: point)
    if distance <= limit
      && (distance < best.squaredDistance || (distance == best.squaredDistance && officer < best.officer ?? .max))
    {
      best = (officer, distance)
    }
  }
  return best
}

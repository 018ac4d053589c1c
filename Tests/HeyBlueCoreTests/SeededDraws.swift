@testable import HeyBlueCore

/// Random numbers that are a function of the seed (SplitMix64).
struct SeededDraws: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }

  mutating func below(_ count: Int) -> Int { Int(next() % UInt64(count)) }

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

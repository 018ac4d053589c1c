import Components
import Engine
import HeyBlueCore

/// Where people walk: the whole land, or hot spots of it.
struct WalkingGround: Sendable {
  /// Centimetres along the land, which begins at the origin.
  var width: Int32
  var height: Int32
  /// Squares in which everybody stays whose number leads there; none for people who walk the whole land.
  var hotspots: [GroundPoint] = []
  /// Centimetres along a hot spot.
  var side: Int32 = 0

  /// - Parameter places: gives each hot spot its place.
  init(width: Int32, height: Int32, hotspots count: Int = 0, side: Int32 = 0, places: RandomStream) {
    self.width = width
    self.height = height
    self.side = min(side, width, height)
    for number in 0..<UInt64(count) {
      hotspots.append(
        GroundPoint(
          x: Self.below(width - self.side + 1, places.bits(entity: number, draw: 0)),
          y: Self.below(height - self.side + 1, places.bits(entity: number, draw: 1))))
    }
  }

  /// The lower left corner, width and height of the land of a person.
  func land(_ home: UInt64) -> (corner: GroundPoint, width: Int32, height: Int32) {
    if hotspots.isEmpty { return (GroundPoint(x: 0, y: 0), width, height) }
    return (hotspots[Int(home.multipliedFullWidth(by: UInt64(hotspots.count)).high)], side, side)
  }

  static func below(_ limit: Int32, _ bits: UInt64) -> Int32 {
    Int32(bits.multipliedFullWidth(by: UInt64(max(1, limit))).high)
  }
}

/// A random walk for everybody of a population: straight legs of one length in time, each in a direction of its own,
/// reflected at the border of the land. People who are spread evenly stay so.
///
/// A leg is a function of (seed, person, number of the leg), and nobody moves before being asked for: then the legs since
/// the last time are walked. Whole centimetres and square roots alone, so every machine finds the same place.
final class WalkingPeople {
  /// Where the leg began, and its number plus one; 0 for somebody who was never asked for.
  private struct Walker: BitwiseCopyable {
    var x: Int32
    var y: Int32
    var leg: Int32
  }

  private let ground: WalkingGround
  private let stream: RandomStream
  /// Nanoseconds of a leg, and centimetres in it; a person who does not walk has legs of no length.
  private let legTime: Nanoseconds
  private let legLength: Int64
  private let walkers: LargeBlock<Walker>
  /// Who stands still, where, and until when at the latest.
  private var standing: [Int: (place: GroundPoint, until: Nanoseconds)] = [:]

  /// Draws of a person that are no legs.
  private enum Draw {
    static let home = UInt64.max
    static let turn = UInt64.max - 1
    static let x = UInt64.max - 2
    static let y = UInt64.max - 3
  }

  /// - Parameter speed: centimetres a second.
  init(count: Int, ground: WalkingGround, speed: Int64, legTime: Nanoseconds, stream: RandomStream) {
    self.ground = ground
    self.stream = stream
    self.legTime = min(max(.second, legTime), .day)
    legLength = speed * self.legTime / .second
    walkers = LargeBlock(count: max(1, count), usesAll: true)
  }

  /// Where a person is at an instant; instants must not fall.
  func place(of person: Int, at now: Nanoseconds) -> GroundPoint {
    if !standing.isEmpty, let stand = standing[person] {
      if now < stand.until { return stand.place }
      walkOn(person, at: stand.until)
    }
    let land = ground.land(stream.bits(entity: UInt64(person), draw: Draw.home))
    let walker = walk(person, to: now, on: land)
    let (x, y) = step(person, leg: walker.leg - 1)
    let (number, share) = leg(of: person, at: now)
    assert(number == walker.leg - 1, "the walker is on the leg of the instant")
    return GroundPoint(
      x: Self.reflected(walker.x &+ part(x, share), land.corner.x, land.width),
      y: Self.reflected(walker.y &+ part(y, share), land.corner.y, land.height))
  }

  /// What of a leg is walked in some of its time; counted in milliseconds, so that no product is too large.
  private func part(_ step: Int32, _ time: Nanoseconds) -> Int32 {
    Int32(Int64(step) * (time / .millisecond) / (legTime / .millisecond))
  }

  /// Sets a person down at a place, to walk on from there.
  func put(_ person: Int, at point: GroundPoint, at now: Nanoseconds) {
    let (number, share) = leg(of: person, at: now)
    let (x, y) = step(person, leg: number)
    walkers.base[person] = Walker(x: point.x &- part(x, share), y: point.y &- part(y, share), leg: number + 1)
  }

  /// Keeps a person at a place.
  func stand(_ person: Int, at place: GroundPoint, until time: Nanoseconds) { standing[person] = (place, time) }

  /// Somebody who stood walks on from there.
  func walkOn(_ person: Int, at now: Nanoseconds) {
    guard let stand = standing.removeValue(forKey: person) else { return }
    put(person, at: stand.place, at: min(now, stand.until))
  }

  private func walk(
    _ person: Int, to now: Nanoseconds, on land: (corner: GroundPoint, width: Int32, height: Int32)
  ) -> Walker {
    var walker = walkers.base[person]
    let last = leg(of: person, at: now).number
    if walker.leg == 0 {
      walker.x = land.corner.x + WalkingGround.below(land.width, stream.bits(entity: UInt64(person), draw: Draw.x))
      walker.y = land.corner.y + WalkingGround.below(land.height, stream.bits(entity: UInt64(person), draw: Draw.y))
      walker.leg = 1
    }
    while walker.leg <= last {
      let (x, y) = step(person, leg: walker.leg - 1)
      walker.x = Self.reflected(walker.x &+ x, land.corner.x, land.width)
      walker.y = Self.reflected(walker.y &+ y, land.corner.y, land.height)
      walker.leg += 1
    }
    walkers.base[person] = walker
    return walker
  }

  /// The number of the leg that a person is on, and how long; not everybody turns at one instant.
  private func leg(of person: Int, at now: Nanoseconds) -> (number: Int32, since: Nanoseconds) {
    let turn = stream.bits(entity: UInt64(person), draw: Draw.turn).multipliedFullWidth(by: UInt64(legTime)).high
    let time = now + Nanoseconds(turn)
    return (Int32(truncatingIfNeeded: time / legTime), time % legTime)
  }

  /// Where a whole leg leads, from its beginning. The direction is a point of the disc, scaled: all are equally likely.
  private func step(_ person: Int, leg: Int32) -> (x: Int32, y: Int32) {
    if legLength == 0 { return (0, 0) }
    var bits = stream.bits(entity: UInt64(person), draw: UInt64(UInt32(bitPattern: leg)))
    while true {
      let x = Int64(Int16(truncatingIfNeeded: bits))
      let y = Int64(Int16(truncatingIfNeeded: bits >> 16))
      let square = x * x + y * y
      // Too near the middle for a direction, or outside the disc.
      if square < 1 << 20 || square > 1 << 30 {
        bits = RandomStream.mix(bits, 1)
        continue
      }
      // The square root of an integer below 2^53 is rounded the same everywhere.
      let length = Int64(Double(square << 16).squareRoot())
      return (Int32(x * legLength * 256 / length), Int32(y * legLength * 256 / length))
    }
  }

  /// A coordinate beyond the border, as if the border threw it back.
  static func reflected(_ value: Int32, _ low: Int32, _ width: Int32) -> Int32 {
    let last = Int64(max(1, width) - 1)
    if last == 0 { return low }
    var offset = (Int64(value) - Int64(low)) % (2 * last)
    if offset < 0 { offset += 2 * last }
    return low + Int32(offset > last ? 2 * last - offset : offset)
  }
}

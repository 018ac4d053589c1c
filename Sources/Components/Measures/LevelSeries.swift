import Engine
import Statistics

/// What a level had as area, times nanoseconds, in each interval of the timeline: differences of one sum, which starts
/// anew with the measured part.
struct LevelSeries {
  private(set) var areas: [UInt128] = []
  private var last: UInt128 = 0
  private var carried: UInt128 = 0

  /// The level's sum starts anew in the middle of an interval; `area` is what it had until then.
  mutating func restart(at area: UInt128) {
    carried += area - last
    last = 0
  }

  /// An interval ends, at which the sum is `area`.
  mutating func end(at area: UInt128) {
    areas.append(carried + area - last)
    last = area
    carried = 0
  }
}

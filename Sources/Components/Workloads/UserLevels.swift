import Engine

/// How many users of a closed workload take part over time: linear between its knots, none outside them.
/// User `n` is there while the level is above `n`, so that the same users stay longest.
struct UserLevels {
  private let knots: [RateKnot]
  /// Users who are there from the first knot to the last.
  private let lasting: Int
  private let first: Nanoseconds
  private let last: Nanoseconds

  init(_ knots: [RateKnot]) {
    self.knots = knots
    first = knots.first?.at ?? .min
    last = knots.last?.at ?? .max
    var least = Double.infinity
    for (from, to) in zip(knots, knots.dropFirst()) { least = min(least, from.after, to.before) }
    lasting = Int(max(0, min(least, 0x1p40).rounded(.down)))
  }

  /// The first instant from `time` on at which the user is there; nil where there is none.
  ///
  /// - Complexity: O(knots), and O(1) for users who are always there.
  func next(_ user: Int, from time: Nanoseconds) -> Nanoseconds? {
    if user < lasting { return time >= last ? nil : max(time, first) }
    if knots.isEmpty { return time }
    let needed = Double(user + 1)
    for (from, to) in zip(knots, knots.dropFirst()) where to.at > time {
      let start = max(from.at, time)
      let slope = (to.before - from.after) / Double(to.at - from.at)
      let level = from.after + slope * Double(start - from.at)
      if level >= needed { return start }
      guard to.before >= needed else { continue }
      let span = Nanoseconds(saturating: ((needed - from.after) / slope).rounded(.up))
      let reached = from.at + min(to.at - from.at, span)
      if reached < to.at { return max(start, reached) }
    }
    return nil
  }
}

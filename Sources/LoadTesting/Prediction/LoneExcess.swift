import Statistics

/// How much longer requests take than in the model, beside how much longer those take that were sent while no other was in
/// hand. Slower work makes both longer, fewer servers only what has to wait.
struct LoneExcess {
  /// Mean times in nanoseconds.
  typealias Times = (live: Double, model: Double)

  /// All requests of one call.
  let all: Times
  /// Those that were alone.
  let lone: Times
  /// How far the means of lone requests of one prediction lie from those of another.
  private let deviation: Double

  /// Answers to lone requests from which on their mean says something.
  static let fewest: UInt64 = 20
  /// Of what all take more: where lone requests take less than this share of it more, it is waiting.
  private static let share = 1.0 / 3

  /// Of the call whose requests together take the most more, or less; nil where no call has lone requests enough.
  init?(_ live: LoadFigures, _ runs: [LoadFigures]) {
    let calls = live.service.indices.compactMap { Self.of($0, live, runs) }
    guard let most = calls.max(by: { abs($0.total) < abs($1.total) }) else { return nil }
    self = most.excess
  }

  private init(all: Times, lone: Times, deviation: Double) {
    (self.all, self.lone, self.deviation) = (all, lone, deviation)
  }

  private typealias OfCall = (excess: LoneExcess, total: Double)

  private static func of(_ call: Int, _ live: LoadFigures, _ runs: [LoadFigures]) -> OfCall? {
    guard let all = live.service[call], live.alone[call].count >= fewest, let lone = live.alone[call].mean else {
      return nil
    }
    let others = runs.compactMap { $0.alone[call].count >= fewest ? $0.alone[call].mean : nil }
    let means = runs.compactMap { $0.service[call]?.mean }
    guard others.count >= Prediction.fewest / 2, !means.isEmpty else { return nil }
    let expected = others.reduce(0, +) / Double(others.count)
    let variance = others.reduce(0) { $0 + ($1 - expected) * ($1 - expected) } / Double(others.count - 1)
    let mean = means.reduce(0, +) / Double(means.count)
    return (
      LoneExcess(all: (all.mean, mean), lone: (lone, expected), deviation: variance.squareRoot()),
      Double(all.count) * (all.mean - mean)
    )
  }

  /// Whether a single request takes another time; nil where a standard deviation of its mean would say otherwise.
  var isOfSingleRequests: Bool? {
    // Of what all take more, and in the same direction.
    let more = all.live - all.model
    let own = (lone.live - lone.model) * (more < 0 ? -1 : 1)
    let threshold = abs(more) * Self.share
    if own - deviation > threshold { return true }
    return own + deviation < threshold ? false : nil
  }
}

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
  /// Standard deviation of the mean of so many lone requests, from predictions.
  private let deviation: Double

  /// Answers to lone requests from which on their mean says something.
  static let fewest: UInt64 = 20
  /// Nanoseconds that a machine and its network add to a request, and a model does not.
  private static let ofMachine = 500_000.0

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
    let told = runs.map { $0.alone[call] }.filter { $0.count >= fewest }
    let others = told.compactMap(\.mean)
    let means = runs.compactMap { $0.service[call]?.mean }
    guard others.count >= Prediction.fewest / 2, !means.isEmpty else { return nil }
    let expected = others.reduce(0, +) / Double(others.count)
    let variance = others.reduce(0) { $0 + ($1 - expected) * ($1 - expected) } / Double(others.count - 1)
    // A service in which more wait has fewer that are alone.
    let usual = told.reduce(0) { $0 + Double($1.count) } / Double(told.count)
    let deviation = (variance * usual / Double(live.alone[call].count)).squareRoot()
    let mean = means.reduce(0, +) / Double(means.count)
    return (
      LoneExcess(all: (all.mean, mean), lone: (lone, expected), deviation: deviation),
      Double(all.count) * (all.mean - mean)
    )
  }

  /// Whether a single request takes another time, in the direction in which all do: by more than two standard deviations of
  /// its mean. Nil where it is by more than one and a half.
  var isOfSingleRequests: Bool? {
    let isLonger = all.live > all.model
    let more = isLonger ? lone.live - lone.model - Self.ofMachine : lone.model - lone.live
    if more > 2 * deviation { return true }
    return more > 1.5 * deviation ? nil : false
  }
}

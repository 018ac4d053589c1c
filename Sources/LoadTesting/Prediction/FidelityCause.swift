import Engine
import Statistics

/// What can be known from outside of why a service is not what its model says.
package struct FidelityCause: Sendable, Equatable {
  package enum Word: String, Sendable {
    /// A single request takes another time than predicted.
    case work
    /// Single requests take the time that they should, and many do not: there are fewer servers, or more.
    case servers
    /// Answers are others.
    case outcomes
    case unknown = "cannot tell"
  }
  package var word: Word
  /// A sentence with the figures that it goes by.
  package var text: String

  /// Answers to lone requests from which on their mean says something.
  static let fewestAlone: UInt64 = 20

  init(_ live: LoadFigures, _ runs: [LoadFigures], differing: [FigureName]) {
    if let first = differing.first(where: Self.tells) {
      let here = live.value(of: first) ?? 0
      let there = runs.compactMap { $0.value(of: first) }
      let mean = there.isEmpty ? 0 : there.reduce(0, +) / Double(there.count)
      word = .outcomes
      text =
        "\(first.subject): \(Self.percent(here)) of the answers, and \(Self.percent(mean)) in the model: a decision, or errors"
      return
    }
    guard differing.contains(where: { $0.kind == .time }), let lone = Self.lone(live, runs) else {
      word = .unknown
      text = "too few requests were sent while no other was in hand, so slower work cannot be told from fewer servers"
      return
    }
    if lone.differs {
      word = .work
      text =
        "requests that were sent while no other was in hand took \(Self.milliseconds(lone.live)) on average, and \(Self.milliseconds(lone.model)) in the model: \(lone.live > lone.model ? "slower" : "faster") work"
      return
    }
    let inHand = Self.inHand(live)
    let expected = runs.map(Self.inHand).reduce(0, +) / Double(max(1, runs.count))
    word = .servers
    text =
      "requests that were sent while no other was in hand took \(Self.milliseconds(lone.live)) as in the model, and \(Self.tenths(inHand)) were in hand where the model has \(Self.tenths(expected)): \(inHand > expected ? "fewer" : "more") servers, or slots"
  }

  /// Timeouts and refusals, and answers that they leave out, follow from how long things take.
  private static func tells(_ name: FigureName) -> Bool {
    name.subject.hasPrefix("outcomes(") && !["ok", "timeout", "refused"].contains(name.outcome ?? "")
  }

  /// The call whose lone requests tell most, and whether they took another time than in any prediction.
  private static func lone(
    _ live: LoadFigures, _ runs: [LoadFigures]
  ) -> (live: Double, model: Double, differs: Bool)? {
    var told: (live: Double, model: Double, differs: Bool)?
    for call in live.alone.indices where live.alone[call].count >= fewestAlone {
      guard let mean = live.alone[call].mean else { continue }
      let others = runs.compactMap { $0.alone[call].count >= fewestAlone ? $0.alone[call].mean : nil }.sorted()
      guard others.count >= Prediction.fewest / 2, let low = others.first, let high = others.last else { continue }
      // A twentieth, or half a millisecond, is what a machine adds.
      let differs = mean > max(high * 1.05, high + 500_000) || mean < low * 0.95
      let found = (mean, others.reduce(0, +) / Double(others.count), differs)
      if told == nil || (differs && told?.differs == false) { told = found }
    }
    return told
  }

  /// Mean number in hand: by Little's law, from all response times.
  private static func inHand(_ figures: LoadFigures) -> Double {
    let span = Double(max(1, figures.window)) * Double(figures.windows.map(\.count).max() ?? 1)
    return figures.inHand / max(1, span)
  }

  private static func percent(_ share: Double) -> String { "\(tenths(share * 100)) %" }
  private static func milliseconds(_ time: Double) -> String { "\(tenths(time / 1e6)) ms" }
  private static func tenths(_ value: Double) -> String {
    let rounded = Int(saturating: (value * 10).rounded())
    return "\(rounded / 10).\(abs(rounded % 10))"
  }
}

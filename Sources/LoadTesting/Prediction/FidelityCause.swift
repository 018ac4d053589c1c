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
    guard differing.contains(where: { $0.kind == .time }), let excess = LoneExcess(live, runs) else {
      word = .unknown
      text = "too few requests were sent while no other was in hand, so slower work cannot be told from fewer servers"
      return
    }
    let change =
      "requests took \(Self.milliseconds(excess.all.live)) on average, and \(Self.milliseconds(excess.all.model)) in the model; those that were sent while no other was in hand \(Self.milliseconds(excess.lone.live)), and \(Self.milliseconds(excess.lone.model))"
    let isMore = excess.all.live > excess.all.model
    switch excess.isOfSingleRequests {
    case true?:
      word = .work
      text = "\(change): \(isMore ? "slower" : "faster") work"
    case false?:
      let inHand = Self.inHand(live)
      let expected = runs.map(Self.inHand).reduce(0, +) / Double(max(1, runs.count))
      word = .servers
      text =
        "\(change): \(isMore ? "fewer" : "more") servers, or slots, since \(Self.tenths(inHand)) were in hand where the model has \(Self.tenths(expected))"
    case nil:
      word = .unknown
      text = "\(change): too few to tell slower work from fewer servers"
    }
  }

  /// Timeouts and refusals, and answers that they leave out, follow from how long things take.
  private static func tells(_ name: FigureName) -> Bool {
    name.subject.hasPrefix("outcomes(") && !["ok", "timeout", "refused"].contains(name.outcome ?? "")
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

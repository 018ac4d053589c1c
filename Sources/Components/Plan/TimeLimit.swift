import Engine

/// How long somebody waits at most: always the same time, or one that is drawn each time.
///
/// What it is drawn from is a distribution in a scenario, a draw in a plan.
public enum TimeLimit<Drawn: Sendable>: Sendable {
  /// Nanoseconds.
  case always(Nanoseconds)
  /// Drawn for each call, or each try.
  case drawn(Drawn)

  /// Nil where it is drawn.
  public var time: Nanoseconds? { if case .always(let time) = self { time } else { nil } }
}

extension TimeLimit: Equatable where Drawn: Equatable {}

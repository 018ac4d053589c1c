import Engine

/// How long somebody waits at most: always the same time, or one that is drawn each time.
///
/// Laws are distributions in a scenario, draws in a plan.
public enum TimeLimit<Drawn: Sendable>: Sendable {
  case always(Nanoseconds)
  case drawn(Drawn)

  /// Nil where it is drawn.
  public var time: Nanoseconds? { if case .always(let time) = self { time } else { nil } }
}

extension TimeLimit: Equatable where Drawn: Equatable {}

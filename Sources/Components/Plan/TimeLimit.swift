import Engine

/// How long somebody waits at most: always the same time, or one that is drawn each time.
///
/// Laws are distributions in a scenario, draws in a plan.
public enum TimeLimit<Law: Sendable>: Sendable {
  case always(Nanoseconds)
  case drawn(Law)

  /// Nil where it is drawn.
  public var time: Nanoseconds? { if case .always(let time) = self { time } else { nil } }
}

extension TimeLimit: Equatable where Law: Equatable {}

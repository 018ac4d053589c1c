/// Outcomes are numbered across a scenario; these have the same number in all of them.
public enum StandardOutcome {
  /// It has ended well.
  public static let ok: UInt16 = 0
  /// Its caller's timeout or a deadline has passed.
  public static let timeout: UInt16 = 1
  /// It was not taken: a line or a log is full, a bucket empty, a breaker open, or it has waited too long.
  public static let refused: UInt16 = 2
  /// It was struck by a fault or a cut, is down, or ended with a `fail` step.
  public static let error: UInt16 = 3
  /// It is beyond the quota of an outside interface; where nobody handles that, it goes on as `refused`.
  public static let quota: UInt16 = 4
  /// Their words, by number: the first of `NetworkPlan.outcomes`.
  public static let names = ["ok", "timeout", "refused", "error", "quota"]

  /// Failures travel up when nothing handles them.
  public static func isFailure(_ outcome: UInt16) -> Bool { outcome >= 1 && outcome <= 4 }
}

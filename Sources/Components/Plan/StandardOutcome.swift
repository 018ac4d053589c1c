/// Outcomes are numbered across a scenario; these have the same number in all of them.
public enum StandardOutcome {
  public static let ok: UInt16 = 0
  public static let timeout: UInt16 = 1
  public static let refused: UInt16 = 2
  public static let error: UInt16 = 3
  public static let quota: UInt16 = 4
  public static let names = ["ok", "timeout", "refused", "error", "quota"]

  /// Failures travel up when nothing handles them.
  public static func isFailure(_ outcome: UInt16) -> Bool { outcome >= 1 && outcome <= 4 }
}

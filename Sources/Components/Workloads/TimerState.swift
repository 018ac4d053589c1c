/// A timer while it runs.
struct TimerState {
  var starts: UInt64 = 0
  /// Runs that have not ended, and the frame of the last.
  var running = 0
  var last = Frame.none
  var skipped: UInt64 = 0
}

import NIOCore

/// The one timer of a load or a service: it fires at the earliest instant wanted since it last fired, or before.
final class WakeTimer: NIOScheduledCallbackHandler {
  /// Nanoseconds of CLOCK_MONOTONIC, which is what NIO's deadlines count as well.
  static var now: Int64 { Int64(NIODeadline.now().uptimeNanoseconds) }

  /// A loop runs timers that are due until none is, before it looks at its connections again. This much later, none is
  /// due, so that a load behind its schedule still takes its answers.
  private static let gap: Int64 = 2_000

  private let loop: any EventLoop
  private let fire: () -> Void
  private var scheduled: (instant: Int64, callback: NIOScheduledCallback)?

  init(on loop: any EventLoop, fire: @escaping () -> Void) {
    self.loop = loop
    self.fire = fire
  }

  /// Fires at this instant at the latest. A timer that is set for an earlier one is left: an early call costs less than
  /// setting it anew after every event. `Int64.max` is never.
  func set(_ instant: Int64) {
    guard instant < scheduled?.instant ?? .max else { return }
    cancel()
    let due = max(instant, Self.now + Self.gap)
    // Only a loop that is shutting down refuses, and then nothing is due any more.
    let callback = try? loop.assumeIsolated().scheduleCallback(
      at: .uptimeNanoseconds(UInt64(due)), handler: self)
    scheduled = callback.map { (due, $0) }
  }

  /// Does not fire any more until it is set again.
  func cancel() {
    scheduled?.callback.cancel()
    scheduled = nil
  }

  func handleScheduledCallback(eventLoop: some EventLoop) {
    scheduled = nil
    fire()
  }
}

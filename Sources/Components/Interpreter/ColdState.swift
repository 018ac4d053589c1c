import Engine

/// What few activities need, beside their frame: there only once something of it is set.
struct ColdState: BitwiseCopyable {
  /// Nobody needs the result after this.
  var expires = Nanoseconds.max
  /// Of the call in progress, all tries.
  var tryUntil = Nanoseconds.max
  /// Key under which what it leads is known to those that wait for it; in the line of a pool, the wait that it belongs to.
  var remembered: UInt64 = 0
  /// What tells this call from others of the same request, whichever try it is, where its callee remembers.
  var origin: UInt64 = 0
  /// When a record came to its log first.
  var appendedAt: Nanoseconds = 0
  /// Left out of latency: all of it, and when the thought in progress ends.
  var thinking: Nanoseconds = 0
  var thinksUntil: Nanoseconds = 0
  /// Frame of the pool's slot that was taken last; its `next` is the one before.
  var held = Frame.none
  /// Message of a queue that it works on.
  var message = Frame.none
  /// Iterations left to start, for a `repeat`.
  var remaining: UInt32 = 0
  /// The log, for a record that is not taken yet.
  var log: UInt32 = 0
  /// Comparisons of its last decision that are not worked off yet; bytes of a record that is not taken yet.
  var effort: UInt32 = 0
  /// Where its history is kept; only watched requests have one.
  var ledger = Frame.none
  /// Tries and hedges of the call in progress, after the first.
  var attempt: UInt8 = 0
  var hedges: UInt8 = 0
  /// A further call is due.
  var hedgeIsDue = false
  /// Whether it stands among what its parent has started, between which neighbours, and the first of what it has started
  /// itself: only where that may have to be cancelled.
  var isStarted = false
  var previousStarted = Frame.none
  var nextStarted = Frame.none
  var firstStarted = Frame.none
}

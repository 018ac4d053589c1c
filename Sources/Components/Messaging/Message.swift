import Engine

/// A message of a queue from its publication to its end.
struct Message: Queueable {
  /// What works on it starts from this.
  var record: Frame
  var next = Frame.none
  var previous = Frame.none
  /// −1 when it is done or given up.
  var log: Int32
  var publishedAt: Nanoseconds
  var receives: Int32 = 0
  /// Number of the last delivery; the next message at this place goes on counting.
  var receipt: UInt32
  /// What works on it.
  var worker = Frame.none
  var isWaiting = true

  /// Of the end of its invisibility: what works on it has timeouts of its own.
  var visibility: EventIdentity { record.identity.below(1).with(rank: NetworkEvent.Rank.timeout) }
}

/// What can happen in a network. The number is a frame's, a source's or a control's index.
enum NetworkEvent: BitwiseCopyable, Sendable {
  /// A wait is over.
  case resume(UInt32)
  /// A core is done with a frame.
  case workDone(UInt32)
  /// A call has travelled to its callee.
  case arrived(UInt32)
  /// A reply has travelled back.
  case replied(UInt32)
  /// A call's timeout; stale unless it is the deadline of the frame's current wait.
  case timedOut(UInt32)
  /// A record that was held up reaches its log; or the relay looks, whose oldest message this is.
  case appended(UInt32)
  /// The next request of a workload.
  case source(UInt32)
  /// A call is tried again.
  case retry(UInt32)
  /// A further call is made before the first is answered.
  case hedge(UInt32)
  /// A message that was taken and not done comes again; stale unless it is due now.
  case visible(UInt32)
  /// The first task of shared cores ends, by replica; stale unless it is due now.
  case shared(UInt32)
  /// A fault begins or ends, measures start, a timeline interval ends.
  case control(UInt32)
  /// A user of a closed workload has thought long enough.
  case asks(UInt32)
  /// A user's patience with a request ends; stale unless it is the user's current deadline.
  case losesPatience(UInt32)

  /// Tie-break among events of one identity and instant.
  enum Rank {
    static let control: UInt8 = 0
    static let progress: UInt8 = 1
    static let timeout: UInt8 = 2
    static let source: UInt8 = 3
  }
}

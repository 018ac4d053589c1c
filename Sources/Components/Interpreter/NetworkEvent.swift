import Engine

/// What can happen in a network, to whom, and the number of the wait that it belongs to: one word, so that a pending
/// event takes 24 bytes.
///
/// What an event is for may be gone when it is due: an answered call's timeout, the work of a replica that has stopped.
/// Then the generation of what it names has moved on, and the event is dropped.
struct NetworkEvent: BitwiseCopyable, Sendable {
  enum Kind: UInt8 {
    /// A wait is over.
    case resume
    /// A core is done with a frame.
    case workDone
    /// A call has travelled to its callee.
    case arrived
    /// A reply has travelled back.
    case replied
    /// A call's timeout.
    case timedOut
    /// A call is tried again.
    case retry
    /// A further call is made before the first is answered.
    case hedge
    /// A record that was held up reaches its log.
    case appended
    /// The relay of a log looks.
    case relay
    /// The next request of a workload.
    case source
    /// A message that was taken and not done comes again; the generation is its delivery.
    case visible
    /// The first task of shared cores ends, by replica.
    case shared
    /// A fault begins or ends, measures start, a timeline interval ends.
    case control
    /// A user of a closed workload has thought long enough; the generation is the workload.
    case asks
    /// The pace of such a user has passed; the generation is the workload. Stale unless the user waits for it.
    case paces
    /// A user's patience with a request ends; the generation is the workload. Stale unless it is the user's current
    /// deadline.
    case losesPatience
  }

  private let word: UInt64

  /// - Parameter index: below 2²⁶: of a frame, a source, a replica, a message, a control, a log or a user.
  @inline(__always)
  init(_ kind: Kind, _ index: UInt32, _ generation: UInt32 = 0) {
    assert(index < 1 << 26, "an event has no room for the index")
    word = UInt64(kind.rawValue) << 58 | UInt64(index) << 32 | UInt64(generation)
  }

  @inline(__always)
  var kind: Kind { unsafeBitCast(UInt8(truncatingIfNeeded: word >> 58), to: Kind.self) }
  @inline(__always)
  var index: UInt32 { UInt32(truncatingIfNeeded: word >> 32) & 0x3ff_ffff }
  @inline(__always)
  var generation: UInt32 { UInt32(truncatingIfNeeded: word) }

  /// Tie-break among events of one identity and instant.
  enum Rank {
    static let control: UInt8 = 0
    static let progress: UInt8 = 1
    static let timeout: UInt8 = 2
    static let source: UInt8 = 3
  }
}

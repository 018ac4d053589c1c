/// What a frame waits for: so many ends of callees or branches, and how many failures it can bear. The same for a call with
/// and without hedges, the branches of a `parallel`, the iterations of a `repeat` and the copies of a write.
struct Join: BitwiseCopyable {
  enum Verdict: Equatable {
    /// A failure that changes nothing: enough others are left.
    case spared
    case waits
    /// The wait is over, with a failure or without (0).
    case ends(failure: UInt16)
  }

  /// Ends that it still waits for; 0 when it does not wait.
  private(set) var awaited: UInt32 = 0
  /// Failures that it can bear: callees or branches beyond those that it waits for. The checker holds steps to fewer.
  private var spare: UInt16 = 0
  private var failure: UInt8 = 0

  init() {}

  init(awaiting awaited: UInt32, of all: Int) {
    self.awaited = awaited
    spare = UInt16(clamping: all - Int(awaited))
  }

  /// One more than was thought may answer.
  mutating func addOne() { spare = spare == .max ? spare : spare + 1 }

  func spares(_ outcome: UInt16) -> Bool { spare > 0 && StandardOutcome.isFailure(outcome) }

  /// One of those that it waits for has ended.
  /// - Parameter keepsFirst: which of several failures it ends with, the first or the last.
  @inline(__always)
  mutating func take(_ outcome: UInt16, keepsFirst: Bool) -> Verdict {
    assert(awaited > 0, "nobody waits")
    if StandardOutcome.isFailure(outcome) {
      if spare > 0 {
        spare -= 1
        return .spared
      }
      if failure == 0 || !keepsFirst { failure = UInt8(truncatingIfNeeded: outcome) }
    }
    awaited -= 1
    return awaited > 0 ? .waits : .ends(failure: UInt16(failure))
  }
}

import Engine

/// One step of a compiled flow or operation. Programs of all flows and operations lie one after the
/// other in one array; a program counter is an index into it.
public struct Instruction: BitwiseCopyable, Sendable {
  public enum Code: UInt8, BitwiseCopyable, Sendable {
    /// Uses a core for a drawn time.
    case work
    /// Passes drawn time.
    case wait
    /// Passes drawn time that latency leaves out.
    case think
    /// Calls operation `target`; the outcome is left in the frame.
    case call
    /// Command `target` of the plan; the outcome is left in the frame, and what it emits goes to log `next`.
    case decide
    /// Uses a core for the comparisons of the decision before, in nanoseconds: each takes what the component says.
    case exert
    /// Draws an outcome from choice `target`.
    case choose
    /// Appends a record to log `target`.
    case publish
    /// Writes a message for log `target` into its outbox, unless the outcome is among the targets of branch table
    /// `table`.
    case entrust
    /// Starts `count` branches listed in `table` and goes on at `next` when `target` of them are done.
    case fork
    /// Runs the program at `target` `count` times, `table` at once, and goes on at `next`.
    case iterate
    /// Stands behind the loop at `target`, which ends early after the outcomes of branch table `table`. An iteration
    /// that failed and handled it ends with `next`, or with `law` where that failure ends the loop: both are `ok`
    /// to what follows.
    case endLoop
    /// Sends operation `target` to the `count − 1` other copies of a shard and waits for a majority.
    case replicate
    /// Goes where the branch table `table` sends the outcome in the frame.
    case branch
    case jump
    /// Sets clock `target`; at a commit, only after the outcomes of branch table `table` if there is one.
    case mark
    /// Records the time since clock `target` as measure `table`.
    case measure
    /// Ends the operation or flow with outcome `target`.
    case reply
    /// Ends it as a failure with outcome `target`.
    case fail
    /// Ends it with the outcome in the frame.
    case finish
    /// Checks quota, faults and outcomes of an outside interface before its latency passes.
    case outside
    /// Calls operation `target` of a pool and goes on holding its slot.
    case hold
    /// Gives the slot that was taken last back.
    case letGo
    /// The other end of a hold: replies, and keeps the slot.
    case grant
    /// Looks the key up; leaves `hit` (`table`) or `miss` (`next`), `ok` without a key, or waits for the miss of another
    /// request.
    case lookUp
    /// Keeps what came back for the key, and lets those go on who waited for it.
    case keep
    /// Drops the key.
    case drop
    /// Takes a token; leaves `ok` or `refused`.
    case admit
    /// Locks the row of the key until the operation ends.
    case lock
    /// Answers the caller now; the steps that follow run on their own.
    case answer
    /// Fault `target` ends the operation here, on a share of its passages.
    case hazard
  }

  public var code: Code
  public var isFresh = false
  /// Population that `key:` names; −1 for none.
  public var population: Int16 = -1
  public var target: Int32 = 0
  public var law: Int32 = -1
  public var stream: Int32 = -1
  public var table: Int32 = -1
  public var count: Int32 = 0
  public var next: Int32 = -1
  /// Delay line of the timeout; −1 for none.
  public var timeoutLine: Int32 = -1
  /// Policy of a call; −1 for none but a timeout.
  public var guarded: Int32 = -1
  /// Of the calls from here on; −1 keeps the caller's.
  public var priority: Int8 = -1
  /// Tells this call, fork or message from others of one request; 0 for a call that is passed on.
  public var context: UInt64 = 0

  public init(_ code: Code) { self.code = code }

  /// What a loop ends with, after its last iteration.
  func outcome(ofLast outcome: UInt16) -> UInt16 {
    Int32(outcome) == next || Int32(outcome) == law ? StandardOutcome.ok : outcome
  }
}

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

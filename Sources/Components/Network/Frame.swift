import Engine

/// One activity in progress: a request of a client, an operation that it called, a branch of a
/// `parallel`, or a message on its way. Plain data in a slab.
struct Frame: BitwiseCopyable {
  static let none = UInt32.max
  /// Clocks that a request may carry (`mark:`); the checker holds scenarios to it.
  static let markCount = 8
  /// A clock that was not started; instants before time zero are real ones.
  static let unset = Nanoseconds.min
  /// Clocks that domain cores set: own time of a change, and when the refresh that found it asked.
  static let changeMark = 0
  static let askedMark = 1

  enum State: UInt8, BitwiseCopyable {
    /// Executing, or about to.
    case running
    /// In the queue of a station for a slot.
    case queued
    /// In a station's queue for a core.
    case awaitingCore
    /// Waiting for a callee, or for branches to join.
    case awaitingReply
    /// A record that waits in a log for its lane.
    case logged
    /// A call or a reply on its way.
    case travelling
    /// A message in an outbox.
    case stored
    /// A pool's slot in the hands of its caller.
    case held
    /// In line for the row of its key, or for another request's miss.
    case following
    /// Its replica has stopped, and it is about to end.
    case lost
    /// Not in use.
    case free
  }

  /// Its place among events of one instant.
  var identity: EventIdentity
  /// The request it all began with, for draws: the salt of the workload plus the number of the arrival.
  var entity: UInt64 = 0
  /// What tells this visit of a step from other visits by the same request.
  var context: UInt64 = 0
  /// Key under which what it leads is known to those that wait for it; in the line of a pool, the wait that it belongs to.
  var remembered: UInt64 = 0
  /// What tells this call from others of the same request, whichever try it is.
  var origin: UInt64 = 0
  /// Intended start for a flow, arrival at the component for an operation.
  var arrivedAt: Nanoseconds = 0
  var startedAt: Nanoseconds = 0
  /// When the current wait began: for a core, in a log.
  var waitingSince: Nanoseconds = 0
  /// When a record came to its log first.
  var appendedAt: Nanoseconds = 0
  /// Of the call that it waits for; a timeout that fires at any other instant is stale.
  var deadline: Nanoseconds = -1
  /// When the event that it waits for is due: the end of work, a wait, a backoff or a hedge; an event at any other
  /// instant is stale, and so is one of another identity, which a former frame at this place has left.
  var wakeAt: Nanoseconds = -1
  /// Nobody needs the result after this.
  var expires = Nanoseconds.max
  /// Of the call in progress, all tries.
  var tryUntil = Nanoseconds.max
  /// Left out of latency.
  var thinking: Nanoseconds = 0
  /// Of this visit for a core, on the way through its branches that took longest.
  var coreWaiting: Nanoseconds = 0
  /// Nanoseconds by cause, this activity and all it waited for.
  var queueing: Nanoseconds = 0
  var working: Nanoseconds = 0
  var travelling: Nanoseconds = 0
  /// Key of `subjectPopulation` that the request is about.
  var subject: UInt64 = 0
  /// What the domain core passes from one command to the next.
  var payload: UInt64 = 0
  var marks = (
    Frame.unset, Frame.unset, Frame.unset, Frame.unset, Frame.unset, Frame.unset, Frame.unset, Frame.unset
  )
  /// Routing key of the call that this frame answers, or of the record that it is.
  var key: UInt64 = 0
  /// Number of the wait that the caller is in; a caller whose number has moved on has gone.
  var parentEpoch: UInt64 = 0
  /// Number of the wait that this frame is in; 0 while it waits for nobody.
  var epoch: UInt64 = 0
  var parent = Frame.none
  /// Frame of the pool's slot that was taken last; its `next` is the one before.
  var held = Frame.none
  /// Message of a queue that it works on, and of which delivery.
  var message = Frame.none
  var receipt: UInt32 = 0
  /// Links of whatever queue it stands in; that to the one before means nothing for the first.
  var next = Frame.none
  var previous = Frame.none
  var counter: UInt32 = 0
  /// Iterations left to start, for a `repeat`; the log, for a record that is not taken yet.
  var remaining: UInt32 = 0
  /// Comparisons of its last decision that are not worked off yet.
  var effort: UInt32 = 0
  /// Join count still open.
  var joining: UInt32 = 0
  var outcome: UInt16 = 0
  var component: UInt16 = 0
  var replica: UInt32 = 0
  /// Operation index; `UInt16.max` for a flow.
  var operation: UInt16 = .max
  var flow: UInt16 = .max
  /// Workload, by index; those of timers and polling workers come after.
  var source: UInt16 = .max
  /// Instruction of the command that is decided when this operation commits; −1 for none.
  var commit: Int32 = -1
  /// Lane of the log that this record holds, or waits for; −1 for none.
  var lane: Int32 = -1
  /// Failures of branches are kept until they join.
  var failure: UInt16 = 0
  var subjectPopulation: Int16 = -1
  /// Population of `key`, where that is known.
  var keyPopulation: Int16 = -1
  /// Failures that a join can take: branches or copies beyond those that it waits for.
  var spare: UInt8 = 0
  var phase: UInt8 = 0
  /// Tries and hedges of the call in progress, after the first.
  var attempt: UInt8 = 0
  var hedges: UInt8 = 0
  /// From 0, which is served first.
  var priority: UInt8 = 4
  /// Its miss is the one that others wait for.
  var leads = false
  /// Its breaker refused the try.
  var isRefused = false
  var locksRow = false
  /// A core of its station works for it.
  var holdsCore = false
  /// It waits until it tries a call again.
  var isPausing = false
  /// A record that nobody can process.
  var isPoison = false
  /// A record on which its consumer has not begun.
  var lags = false
  var state = State.running
  var holdsSlot = false
  /// A branch of a fork: it shares its parent's slot and ends with a join.
  var isBranch = false
  /// A second delivery of a record.
  var isCopy = false
  /// Counts towards results: it began inside the measured part of the run.
  var isMeasured = false
  var isTraced = false

  /// Marks of changes that a newer one superseded before it was seen: a link into `markChains`.
  var superseded = Frame.none
  /// Where its history is kept; only watched requests have one.
  var ledger = Frame.none

  init(identity: EventIdentity) { self.identity = identity }

  /// Whether an event is this frame's, and not a former one's at its place in the slab.
  @inline(__always)
  func isNamed(by event: EventIdentity) -> Bool { identity.with(rank: 0) == event.with(rank: 0) }

  subscript(mark index: Int) -> Nanoseconds {
    get {
      switch index {
      case 0: marks.0
      case 1: marks.1
      case 2: marks.2
      case 3: marks.3
      case 4: marks.4
      case 5: marks.5
      case 6: marks.6
      default: marks.7
      }
    }
    set {
      switch index {
      case 0: marks.0 = newValue
      case 1: marks.1 = newValue
      case 2: marks.2 = newValue
      case 3: marks.3 = newValue
      case 4: marks.4 = newValue
      case 5: marks.5 = newValue
      case 6: marks.6 = newValue
      default: marks.7 = newValue
      }
    }
  }

  /// Takes over what a request carries: subject, payload, marks, measured or not.
  mutating func inherit(from other: Frame) {
    entity = other.entity
    source = other.source
    subject = other.subject
    subjectPopulation = other.subjectPopulation
    payload = other.payload
    marks = other.marks
    superseded = other.superseded
    phase = other.phase
    isMeasured = other.isMeasured
    isTraced = other.isTraced
    flow = other.flow
    expires = other.expires
    priority = other.priority
  }
}

/// Frames in line, linked through `next`.
struct FrameQueue: BitwiseCopyable {
  var head = Frame.none
  var tail = Frame.none
  var count: Int32 = 0

  var isEmpty: Bool { head == Frame.none }

  @inline(__always)
  mutating func append(_ index: UInt32, in frames: borrowing Slab<Frame>) {
    frames[index].next = Frame.none
    frames[index].previous = tail
    if tail == Frame.none { head = index } else { frames[tail].next = index }
    tail = index
    count += 1
  }

  @inline(__always)
  mutating func prepend(_ index: UInt32, in frames: borrowing Slab<Frame>) {
    frames[index].next = head
    if head != Frame.none { frames[head].previous = index }
    head = index
    if tail == Frame.none { tail = index }
    count += 1
  }

  @inline(__always)
  mutating func removeFirst(in frames: borrowing Slab<Frame>) -> UInt32 {
    let index = head
    head = frames[index].next
    if head == Frame.none { tail = Frame.none }
    count -= 1
    return index
  }

  /// Takes out a frame that stands in it. O(1).
  mutating func remove(_ index: UInt32, in frames: borrowing Slab<Frame>) {
    if index == head {
      _ = removeFirst(in: frames)
      return
    }
    let (previous, next) = (frames[index].previous, frames[index].next)
    frames[previous].next = next
    if next == Frame.none { tail = previous } else { frames[next].previous = previous }
    count -= 1
  }
}

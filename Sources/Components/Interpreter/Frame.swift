import Engine

/// One activity in progress: a request of a client, an operation that it called, a branch of a `parallel`, or a record on
/// its way. Plain data in two cache lines: the first is what every event reads, the second what beginnings and ends of
/// work do. What it shares with the request is in `Request`, what few need in `ColdState`.
struct Frame: BitwiseCopyable {
  static let none = UInt32.max

  enum State: UInt8, BitwiseCopyable {
    /// Not in use: what a place holds that never was.
    case free
    /// Executing, or about to, or passing time.
    case running
    /// Waits until it tries a call again.
    case pausing
    /// In the line of a station for a slot.
    case queued
    /// In a station's line for a core.
    case awaitingCore
    /// Waiting for a callee, or for branches to join.
    case awaitingReply
    /// A record that waits in a log for its lane.
    case logged
    /// In line to publish to a log that is full.
    case blocked
    /// A call on its way, or a record that is brought to its log.
    case travelling
    /// A reply on its way.
    case returning
    /// A message in an outbox.
    case stored
    /// A pool's slot in the hands of its caller.
    case held
    /// In line for the row of its key, or for another request's miss.
    case following
    /// Its replica has stopped, and it is about to end.
    case lost
  }

  struct Flags: OptionSet, BitwiseCopyable {
    var rawValue: UInt16
    /// Its miss is the one that others wait for.
    static let leads = Flags(rawValue: 1)
    /// Its breaker refused the try.
    static let isRefused = Flags(rawValue: 1 << 1)
    static let locksRow = Flags(rawValue: 1 << 2)
    /// A core of its station works for it.
    static let holdsCore = Flags(rawValue: 1 << 3)
    static let holdsSlot = Flags(rawValue: 1 << 4)
    /// A record that nobody can process.
    static let isPoison = Flags(rawValue: 1 << 5)
    /// A record on which its consumer has not begun.
    static let lags = Flags(rawValue: 1 << 6)
    /// A branch of a fork: it shares its parent's slot and ends with a join.
    static let isBranch = Flags(rawValue: 1 << 7)
    /// A second delivery of a record.
    static let isCopy = Flags(rawValue: 1 << 8)
    /// Counts towards results: it began inside the measured part of the run.
    static let isMeasured = Flags(rawValue: 1 << 9)
    /// What it starts may have to be cancelled, so it knows it, and all that this starts.
    static let tracksCallees = Flags(rawValue: 1 << 10)

    /// What those have that a frame starts.
    static let inherited: Flags = [.isMeasured, .tracksCallees]
  }

  // MARK: The first line

  /// Its place among events of one instant.
  var identity = EventIdentity(bits: 0)
  /// What tells this visit of a step from other visits by the same request.
  var context: UInt64 = 0
  var request = Frame.none
  /// Number of what it waits for at present, and of what follows from it. Events and callees carry the number that they
  /// belong to; one that carries another has come too late. The next frame at this place goes on counting.
  var generation: UInt32 = 0
  var counter: UInt32 = 0
  var parent = Frame.none
  var parentGeneration: UInt32 = 0
  /// Links of whatever line it stands in; that to the one before means nothing for the first.
  var next = Frame.none
  var replica: UInt32 = 0
  var coldState = Frame.none
  var join = Join()
  var state = State.running
  var component: UInt16 = 0
  /// Operation index; `UInt16.max` for a flow.
  var operation: UInt16 = .max
  var outcome: UInt16 = 0
  var flags = Flags()

  // MARK: The second line

  /// Intended start for a flow, arrival at the component for an operation.
  var arrivedAt: Nanoseconds = 0
  var startedAt: Nanoseconds = 0
  /// When the current wait began: for a core, in a log.
  var waitingSince: Nanoseconds = 0
  /// Of this visit for a core, on the way through its branches that took longest.
  var coreWaiting: Nanoseconds = 0
  /// Routing key of the call that this frame answers, or of the record that it is.
  var key: UInt64 = 0
  /// Of the call that it waits for; −1 for none.
  var deadline: Nanoseconds = -1
  var previous = Frame.none
  /// Lane of the log that this record holds, or waits for; −1 for none. A frame that a timer started has −2 less the
  /// timer's number.
  var lane: Int32 = -1
  /// Instruction of the command that is decided when this operation commits; −1 for none.
  var commit: Int32 = -1
  /// Population of `key`, where that is known.
  var keyPopulation: Int16 = -1
  /// From 0, which is served first.
  var priority: UInt8 = 4
  /// For alignment.
  private var unused: UInt8 = 0
}

extension Frame {
  var isFlow: Bool { operation == .max }
  /// Index of its component; −1 for a flow, whose own steps run at none.
  var place: Int { isFlow ? -1 : Int(component) }

  var leads: Bool {
    get { flags.contains(.leads) }
    set { set(.leads, newValue) }
  }
  var isRefused: Bool {
    get { flags.contains(.isRefused) }
    set { set(.isRefused, newValue) }
  }
  var locksRow: Bool {
    get { flags.contains(.locksRow) }
    set { set(.locksRow, newValue) }
  }
  var holdsCore: Bool {
    get { flags.contains(.holdsCore) }
    set { set(.holdsCore, newValue) }
  }
  var holdsSlot: Bool {
    get { flags.contains(.holdsSlot) }
    set { set(.holdsSlot, newValue) }
  }
  var isPoison: Bool {
    get { flags.contains(.isPoison) }
    set { set(.isPoison, newValue) }
  }
  var lags: Bool {
    get { flags.contains(.lags) }
    set { set(.lags, newValue) }
  }
  var isBranch: Bool {
    get { flags.contains(.isBranch) }
    set { set(.isBranch, newValue) }
  }
  var isCopy: Bool {
    get { flags.contains(.isCopy) }
    set { set(.isCopy, newValue) }
  }
  var isMeasured: Bool {
    get { flags.contains(.isMeasured) }
    set { set(.isMeasured, newValue) }
  }
  var tracksCallees: Bool {
    get { flags.contains(.tracksCallees) }
    set { set(.tracksCallees, newValue) }
  }

  @inline(__always)
  private mutating func set(_ flag: Flags, _ isOn: Bool) {
    if isOn { flags.insert(flag) } else { flags.remove(flag) }
  }
}

/// A record of a slab that stands in a line.
protocol Queueable: BitwiseCopyable {
  var next: UInt32 { get set }
  var previous: UInt32 { get set }
}

extension Frame: Queueable {}

import Engine

/// What the activities of one request have in common. They share it until one of them changes something: then that one
/// gets its own, so that a mark or a payload that a callee sets does not reach its siblings.
struct Request: BitwiseCopyable {
  /// Clocks that a request may carry (`mark:`); the checker holds scenarios to it.
  static let markCount = 8
  /// A clock that was not started; instants before time zero are real ones.
  static let unset = Nanoseconds.min
  /// Clocks that domain cores set: own time of a change, and when the refresh that found it asked.
  static let changeMark = 0
  static let askedMark = 1

  /// The request it all began with, for draws: the salt of the workload plus the number of the arrival.
  var entity: UInt64 = 0
  /// Key of `subjectPopulation` that the request is about.
  var subject: UInt64 = 0
  /// What the domain core passes from one command to the next.
  var payload: UInt64 = 0
  var changedAt = Request.unset
  var askedAt = Request.unset
  /// Frames, and messages of queues, that share it.
  var references: UInt32 = 1
  /// The other clocks, where one was started.
  var marks = Frame.none
  /// Own times of changes that a newer one replaced before it was seen, where there are some.
  var superseded = Frame.none
  var flow: UInt16 = .max
  /// Workload, by index; those of timers and polling workers come after.
  var source: UInt16 = .max
  var subjectPopulation: Int16 = -1
  var phase: UInt8 = 0
}

/// The clocks of a request beyond those that domain cores set.
struct Marks: BitwiseCopyable {
  private var times = (
    Request.unset, Request.unset, Request.unset, Request.unset, Request.unset, Request.unset
  )

  subscript(index: Int) -> Nanoseconds {
    get {
      switch index {
      case 2: times.0
      case 3: times.1
      case 4: times.2
      case 5: times.3
      case 6: times.4
      default: times.5
      }
    }
    set {
      switch index {
      case 2: times.0 = newValue
      case 3: times.1 = newValue
      case 4: times.2 = newValue
      case 5: times.3 = newValue
      case 6: times.4 = newValue
      default: times.5 = newValue
      }
    }
  }
}

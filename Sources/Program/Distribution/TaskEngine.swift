/// One part of a study, to be run somewhere.
struct ShardTask: Equatable {
  /// From 1.
  var shard: Int
  /// From 1; more when it was lost before.
  var attempt: Int
}

/// How a task stands.
enum TaskState: Equatable {
  /// In the queue, with the reason where the queue says one.
  case waiting(String)
  case running
  /// With an exit code.
  case ended(Int32)
  /// It will not end by itself any more, or nobody knows of it; how that shows.
  case lost(String)
}

/// Where tasks are run. Every call returns within a minute; waiting is the caller's.
protocol TaskEngine: AnyObject {
  /// Whether a task that was lost has surely ended, so that its next attempt may write to the same database.
  var endsWhatItLost: Bool { get }
  /// Time between two looks.
  var interval: Duration { get }

  /// Takes over what an earlier call of the same command has begun and what is still under way.
  ///
  /// - Returns: the shards, ascending.
  func resume() throws -> [Int]
  /// Begins tasks, or puts them in a queue.
  func submit(_ tasks: [ShardTask]) throws
  /// Of every task that was submitted; one that has ended or is lost is told of once.
  func look() throws -> [(shard: Int, state: TaskState)]
  /// Ends whatever is under way, and says what could not be ended.
  func cancel() -> [String]
}

/// Why a study on many machines has no result.
struct DistributionFailure: Error, CustomStringConvertible {
  var outcome: Outcome
  var reasons: [String]
  var description: String { reasons.map { "error: \($0)" }.joined(separator: "\n") }

  init(_ outcome: Outcome, _ reasons: String...) {
    self.init(outcome, reasons)
  }

  init(_ outcome: Outcome, _ reasons: [String]) {
    self.outcome = outcome
    self.reasons = reasons
  }
}

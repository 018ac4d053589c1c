/// One step of a compiled flow or operation. Programs of all flows and operations lie one after the other in one array; a
/// program counter is an index into it.
public enum Instruction: BitwiseCopyable, Sendable {
  /// Uses a core for a drawn time.
  case work(Draw)
  /// Passes drawn time.
  case wait(Draw)
  /// Passes drawn time that latency leaves out.
  case think(Draw)
  /// Calls an operation, by its index into `NetworkPlan.callSites`; the outcome is left in the frame.
  case call(site: Int32)
  /// Calls an operation of a pool and goes on holding its slot.
  case hold(site: Int32)
  /// Gives the slot that was taken last back.
  case release
  /// The other end of a hold: replies, and keeps the slot.
  case grant
  /// A command of a domain core; the outcome is left in the frame.
  case decide(Decide)
  /// Uses a core for the comparisons of the decision before: each takes what the component says.
  case chargeWork(stream: Int32)
  /// Draws an outcome.
  case choose(choice: Int32, stream: Int32)
  /// Waits for room in the log of the `publish` that follows.
  case awaitRoom
  /// Appends a record to a log.
  case publish(Publication)
  /// Writes a message into the outbox of its log, unless the outcome is in the list `unless`.
  case stage(Publication, unless: Int32)
  /// Starts branches.
  case fork(Fork)
  /// Ends what the wait before has started and nobody waits for any more, where it ended well or anyway.
  case cancel(evenAfterFailure: Bool)
  /// Starts the iterations of a loop.
  case iterate(Loop)
  /// Does nothing where it is passed: the end of an iteration looks at it.
  case endLoop(LoopEnd)
  /// Sends an operation to the other copies of a shard and waits for a majority.
  case replicate(operation: Int32, copies: Int32, context: UInt64)
  /// Goes where a branch table sends the outcome in the frame.
  case branch(table: Int32)
  /// Goes on at a program counter.
  case jump(to: Int32)
  /// Sets a clock; at a commit, only after the outcomes of the list `after` if there is one.
  case mark(clock: Int32, after: Int32 = -1)
  /// Records the time since a clock was set.
  case measure(clock: Int32, measure: Int32)
  /// Ends the operation or flow.
  case reply(outcome: UInt16)
  /// Ends it as a failure.
  case fail(outcome: UInt16)
  /// Ends it with the outcome in the frame.
  case finish
  /// Checks quota, faults and outcomes of an outside interface before its latency passes.
  case outside
  /// Looks the key up; leaves `hit` or `miss`, `ok` without a key, or waits for the miss of another request.
  case lookUp(hit: UInt16, miss: UInt16)
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
  /// Waits for a pass of a polling worker over all of its keys.
  case pass(polling: Int32)
  /// A fault ends the operation here, on a share of its passages.
  case hazard(fault: Int32)
  /// Goes out of the simulation, by its index into `NetworkPlan.remotes`; the answer leaves its outcome in the frame.
  case remote(Int32)
}

extension Instruction {
  /// A time that is drawn: its distribution, and the stream that it is drawn from.
  public struct Draw: BitwiseCopyable, Sendable {
    /// Index into `NetworkPlan.distributions`, of nanoseconds.
    public var distribution: Int32
    /// Index into `NetworkPlan.streams`.
    public var stream: Int32
    public init(distribution: Int32, stream: Int32) {
      self.distribution = distribution
      self.stream = stream
    }

    /// Core time of the comparisons of the decision before, which nothing is drawn for.
    static func comparisons(stream: Int32) -> Draw { Draw(distribution: -1, stream: stream) }
  }

  /// Where a key comes from: the request's key of a population, or a fresh one.
  public struct Key: BitwiseCopyable, Sendable {
    /// Index into `NetworkPlan.populations`; −1 for the key that the request is about.
    public var population: Int16
    /// Another key at each visit, in place of the one that belongs to the request.
    public var isFresh: Bool
    public init(population: Int16 = -1, isFresh: Bool = false) {
      self.population = population
      self.isFresh = isFresh
    }
  }

  /// A command of a domain core, and what it is about.
  public struct Decide: BitwiseCopyable, Sendable {
    /// Index into `NetworkPlan.commands`.
    public var command: Int32
    /// The subject of the decision; of another population than the request's, it is the request's subject from here
    /// on.
    public var key: Key
    /// Index into `NetworkPlan.logs` of where what it emits goes; −1 for nowhere.
    public var log: Int32 = -1
    /// Tells what it emits from other records.
    public var context: UInt64 = 0
    public init(command: Int32, key: Key = Key()) {
      self.command = command
      self.key = key
    }
  }

  /// A record for a log.
  public struct Publication: BitwiseCopyable, Sendable {
    /// Index into `NetworkPlan.logs`.
    public var log: Int32
    /// Index into `NetworkPlan.distributions` of its bytes; −1 where they are its component's.
    public var size: Int32
    /// Decides on its partition, or with `byKey` its lane, and is what its consumers are about.
    public var key: Key
    /// Tells it from other records of one request.
    public var context: UInt64
    public init(log: Int32, key: Key = Key(), size: Int32 = -1, context: UInt64) {
      self.log = log
      self.key = key
      self.size = size
      self.context = context
    }
  }

  /// Starts branches and goes on when enough of them are done.
  public struct Fork: BitwiseCopyable, Sendable {
    /// Index into `NetworkPlan.forks`: where the branches begin.
    public var branches: Int32
    /// Branches that must end for it to go on; as many failures are borne as there are branches beyond these.
    public var awaited: Int32
    /// Program counter behind the branches.
    public var next: Int32 = -1
    /// A `cancel` follows.
    public var cancels = false
    /// Tells the draws of its branches from those of other forks of one request.
    public var context: UInt64
    public init(branches: Int32, awaited: Int32, context: UInt64 = 0) {
      self.branches = branches
      self.awaited = awaited
      self.context = context
    }
  }

  /// Runs a body so many times, some at once, and goes on.
  public struct Loop: BitwiseCopyable, Sendable {
    /// Program counter of the body.
    public var body: Int32 = 0
    /// How often the body runs, at most where a `LoopEnd` follows.
    public var count: Int32
    /// Iterations that run at once, at least one; one where a `LoopEnd` follows.
    public var atOnce: Int32
    /// Program counter behind the body.
    public var next: Int32 = -1
    /// Tells the draws of its iterations from those of other loops of one request.
    public var context: UInt64
    public init(count: Int32, atOnce: Int32 = 1, context: UInt64 = 0) {
      self.count = count
      self.atOnce = atOnce
      self.context = context
    }
  }

  /// Stands behind a loop that ends as its last iteration does, and early after some outcomes.
  public struct LoopEnd: BitwiseCopyable, Sendable {
    /// Program counter of the `iterate`.
    public var loop: Int32
    /// Index into `NetworkPlan.branchTables`: a list of the outcomes after which it ends early; −1 for none.
    public var until: Int32
    /// Outcome of an iteration that failed and handled it, which is `ok` to what follows; −1 where no iteration does.
    public var handled: Int32
    /// As `handled`, after a failure that ends the loop.
    public var handledAtTheEnd: Int32
    public init(of loop: Int32, until: Int32, handled: Int32, handledAtTheEnd: Int32) {
      self.loop = loop
      self.until = until
      self.handled = handled
      self.handledAtTheEnd = handledAtTheEnd
    }

    /// What the loop ends with, after its last iteration.
    func outcome(ofLast outcome: UInt16) -> UInt16 {
      Int32(outcome) == handled || Int32(outcome) == handledAtTheEnd ? StandardOutcome.ok : outcome
    }
  }
}

/// What a call says beyond that it is one.
public struct CallSite: BitwiseCopyable, Sendable {
  /// Index into `NetworkPlan.operations`.
  public var operation: Int32
  /// Index into `NetworkPlan.distributions` of its bytes; −1 where they are the callee's.
  public var size: Int32 = -1
  /// By which the callee is routed, cached, locked and limited; without a population it is the request's subject, and
  /// in a call that is passed on the caller's own.
  public var key = Instruction.Key()
  /// Index into `NetworkPlan.timeouts` of a timeout that is always the same; −1 for none.
  public var timeoutLine: Int32 = -1
  /// Index into `NetworkPlan.drawnTimeouts`; −1 for a timeout that is not drawn.
  public var drawnTimeout: Int32 = -1
  /// Index into `NetworkPlan.guards`; −1 for nothing but a timeout.
  public var guarded: Int32 = -1
  /// Program counter of what is decided and written when the callee commits; −1 for nothing.
  public var commit: Int32 = -1
  /// Of the calls from here on; −1 keeps the caller's.
  public var priority: Int8 = -1
  /// Tells this call from others of one request; 0 for a call that is passed on.
  public var context: UInt64

  public init(operation: Int32, context: UInt64) {
    self.operation = operation
    self.context = context
  }
}

import Engine

/// The users of a closed workload: each thinks, asks, waits for the answer, and thinks again.
public struct ClosedPlan: Sendable, Equatable {
  public var users: Int
  /// From an answer to the next request; also before the first one.
  public var think: Distribution
  /// How long a user waits for an answer before giving the request up; nil waits for ever.
  public var patience: Distribution?
  /// When users begin to think.
  public var begins: Nanoseconds
  public init(users: Int, think: Distribution, patience: Distribution?, begins: Nanoseconds) {
    self.users = users
    self.think = think
    self.patience = patience
    self.begins = begins
  }

  /// More do not fit into an event.
  public static let userLimit = 1 << 24
}

/// Users while they run. Request `cycle` of user `user` has number `cycle · 2^shift + user`: nobody's
/// number depends on what others do, nor on how many they are below the next power of two.
///
/// A user takes 24 bytes and, unless patience varies, two pending events. A class, so that looking at a
/// user never copies all of them.
final class ClosedPopulation {
  struct User: BitwiseCopyable {
    /// Requests asked before the current one.
    var cycle: UInt32 = 0
    /// Of the current request; `Frame.none` while thinking.
    var frame = Frame.none
    /// When patience with the current request ends; `.max` for never, −1 while thinking.
    var deadline: Nanoseconds = -1
    /// When the pending end of patience fires; −1 for none. It may belong to an earlier request: moving on
    /// then costs an event, but an answered request leaves none behind.
    var alarm: Nanoseconds = -1
  }

  let begins: Nanoseconds
  private var users: [User]
  private let shift: UInt64
  private let think: Sampler
  private let patience: Sampler?
  private let thinkStream: RandomStream
  private let patienceStream: RandomStream

  /// A user asks at most once in this time. An answer that takes no time is mostly a refusal, and users
  /// without time to think would ask again for ever at one instant.
  static let shortestCycle: Nanoseconds = .microsecond

  init(_ plan: ClosedPlan, think: RandomStream, patience: RandomStream, pool: SamplerPool) {
    precondition(plan.users <= ClosedPlan.userLimit, "more users than a workload holds")
    begins = plan.begins
    users = Array(repeating: User(), count: max(0, plan.users))
    shift = UInt64(64 - UInt64(max(1, users.count - 1)).leadingZeroBitCount)
    thinkStream = think
    patienceStream = patience
    self.think = pool.sampler(for: plan.think)
    self.patience = plan.patience.map { pool.sampler(for: $0) }
  }

  var count: Int { users.count }

  subscript(user: Int) -> User {
    get { users[user] }
    _modify { yield &users[user] }
  }

  /// Number of the user's current request, or of the next one while the user thinks.
  func number(of user: Int) -> UInt64 { UInt64(users[user].cycle) << shift | UInt64(user) }

  /// Thought before the user's next request.
  func thinkTime(of user: Int) -> Nanoseconds {
    think.draw(thinkStream.bits(entity: UInt64(user), draw: UInt64(users[user].cycle)))
  }

  /// Patience with the user's current request.
  func patience(of user: Int) -> Nanoseconds? {
    patience?.draw(patienceStream.bits(entity: UInt64(user), draw: UInt64(users[user].cycle)))
  }

  /// The user who waits for the answer to a request; nil when its user has given it up.
  func userAwaiting(_ number: UInt64) -> Int? {
    let user = Int(number & (1 << shift - 1))
    return self.number(of: user) == number && users[user].deadline >= 0 ? user : nil
  }
}

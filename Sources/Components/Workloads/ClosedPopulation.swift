import Engine

/// The users of a closed workload: each thinks, asks, waits for the answer, and thinks again.
public struct ClosedPlan: Sendable, Equatable {
  /// Users, at most `userLimit`.
  public var users: Int
  /// From an answer to the next request; also before the first one.
  public var think: Distribution
  /// How long a user waits for an answer before giving the request up; nil waits for ever.
  public var patience: Distribution?
  /// When users begin to think.
  public var begins: Nanoseconds
  /// From one request to the next of the same user, or longer where the answer takes longer; the first comes after
  /// a uniform share of it, so that the load starts as it goes on. Nil for users who only think.
  public var pace: Distribution?
  /// Users who take part over time: those whose number is below it. Empty where all do from the beginning.
  public var levels: [RateKnot] = []
  /// Population whose entity of the same number a user is; −1 for none.
  public var population = -1
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
/// A user takes 24 bytes and, unless patience varies, two pending events. Users with an even pace wait in a ring for the
/// next request: they come to it in the order in which they asked.
struct ClosedPopulation: ~Copyable {
  struct User: BitwiseCopyable {
    /// Requests asked before the current one.
    var cycle: UInt32 = 0
    /// Of the current request; while thinking `Frame.none`, or `onPace`.
    var frame = Frame.none
    /// When patience with the current request ends; `.max` for never, −1 while thinking.
    var deadline: Nanoseconds = -1
    /// When the pending end of patience fires; −1 for none. It may belong to an earlier request: moving on
    /// then costs an event, but an answered request leaves none behind.
    var alarm: Nanoseconds = -1
  }

  /// Stands for the frame of a user whose next request is the one that waits on the line of the pace.
  static let onPace = Frame.none - 1

  let begins: Nanoseconds
  /// Delay line of a pace that is always the same; −1 for none.
  let paceLine: Int
  private let evenPace: Nanoseconds
  let population: Int
  private let users: LargeBlock<User>
  private let shift: UInt64
  private let think: Sampler
  private let patience: Sampler?
  private let thinkStream: RandomStream
  private let patienceStream: RandomStream
  private let pace: Sampler?
  private let paceStream: RandomStream
  private let levels: UserLevels

  /// A user asks at most once in this time. An answer that takes no time is mostly a refusal, and users
  /// without time to think would ask again for ever at one instant.
  static let shortestCycle: Nanoseconds = .microsecond

  init(
    _ plan: ClosedPlan, paceLine: Int, think: RandomStream, patience: RandomStream, pace: RandomStream,
    pool: SamplerPool
  ) {
    self.paceLine = paceLine
    evenPace = ClosedPopulation.evenPace(of: plan) ?? 0
    precondition(plan.users <= ClosedPlan.userLimit, "more users than a workload holds")
    begins = plan.begins
    population = plan.population
    levels = UserLevels(plan.levels)
    paceStream = pace
    self.pace = plan.pace.map { pool.sampler(for: $0) }
    users = LargeBlock(count: max(0, plan.users), usesAll: true)
    users.base.initialize(repeating: User(), count: users.count)
    shift = UInt64(64 - UInt64(max(1, users.count - 1)).leadingZeroBitCount)
    thinkStream = think
    patienceStream = patience
    self.think = pool.sampler(for: plan.think)
    self.patience = plan.patience.map { pool.sampler(for: $0) }
  }

  var count: Int { users.count }

  subscript(user: Int) -> User {
    get { users.base[user] }
    nonmutating _modify { yield &users.base[user] }
  }

  /// Number of the user's current request, or of the next one while the user thinks.
  func number(of user: Int) -> UInt64 { UInt64(users.base[user].cycle) << shift | UInt64(user) }

  /// Number of the request after that.
  func numberAfter(_ user: Int) -> UInt64 { number(of: user) &+ 1 << shift }

  /// A pace that is always the same; nil for others.
  static func evenPace(of plan: ClosedPlan) -> Nanoseconds? {
    guard case .constant(let pace)? = plan.pace else { return nil }
    return max(shortestCycle, Nanoseconds(saturating: pace))
  }

  /// Whether a user's next request is the one that waits on the line of the pace since the last.
  func isOnPace(_ next: Nanoseconds, asked: Nanoseconds, now: Nanoseconds) -> Bool {
    paceLine >= 0 && next > now && next == asked + evenPace
  }

  /// Whether what waits on that line for a user may still be the next request: it is not once the user thinks for longer.
  func mayKeepPace(_ user: Int) -> Bool {
    users.base[user].deadline >= 0 || users.base[user].frame == ClosedPopulation.onPace
  }

  /// Thought before the user's next request.
  private func thinkTime(of user: Int) -> Nanoseconds {
    think.draw(thinkStream.bits(entity: UInt64(user), draw: UInt64(users.base[user].cycle)))
  }

  /// From the user's last request to the next one, at least.
  private func paceTime(of user: Int) -> Nanoseconds {
    guard let pace else { return ClosedPopulation.shortestCycle }
    let draw = pace.draw(paceStream.bits(entity: UInt64(user), draw: 2 * UInt64(users.base[user].cycle)))
    return max(ClosedPopulation.shortestCycle, draw)
  }

  /// From the instant at which a user comes to the user's first request.
  private func entry(of user: Int) -> Nanoseconds {
    guard let pace else { return thinkTime(of: user) }
    let cycle = UInt64(users.base[user].cycle)
    let whole = pace.draw(paceStream.bits(entity: UInt64(user), draw: 2 * cycle))
    let share = paceStream.bits(entity: UInt64(user), draw: 2 * cycle + 1)
    return Nanoseconds(UInt64(max(0, whole)).multipliedFullWidth(by: share).high)
  }

  /// When a user who is there from the beginning, or comes later, asks first; nil for one who never comes.
  func firstRequest(of user: Int) -> Nanoseconds? {
    levels.next(user, from: begins).flatMap { settled(user, at: $0 + entry(of: user)) }
  }

  /// When the user asks again.
  /// - Parameters:
  ///   - asked: when the request before was sent.
  ///   - now: when it was answered, or given up.
  func nextRequest(of user: Int, asked: Nanoseconds, now: Nanoseconds) -> Nanoseconds? {
    settled(user, at: max(now + thinkTime(of: user), asked + paceTime(of: user)))
  }

  /// The instant itself if the user is there then, else the first request after coming back.
  private func settled(_ user: Int, at time: Nanoseconds) -> Nanoseconds? {
    var time = time
    while let next = levels.next(user, from: time) {
      if next == time { return time }
      time = next + entry(of: user)
    }
    return nil
  }

  /// Patience with the user's current request.
  func patience(of user: Int) -> Nanoseconds? {
    patience?.draw(patienceStream.bits(entity: UInt64(user), draw: UInt64(users.base[user].cycle)))
  }

  /// The user whose request has this number.
  func user(of number: UInt64) -> Int { Int(number & (1 << shift - 1)) }

  /// The user who waits for the answer to a request; nil when its user has given it up.
  func userAwaiting(_ number: UInt64) -> Int? {
    let user = user(of: number)
    return self.number(of: user) == number && users.base[user].deadline >= 0 ? user : nil
  }
}

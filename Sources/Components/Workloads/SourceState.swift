import Engine

/// A workload while it runs. An open one tells when requests arrive, whatever becomes of the ones
/// before; a closed one has users, who tell it themselves.
///
/// Draws belong to the number of an arrival, or to a user, so that neither other workloads nor what
/// becomes of requests can change them.
struct SourceState: ~Copyable {
  private enum Spacing: UInt8 { case drawn, even, crowd, trace, closed }

  /// Tells its requests from those of other workloads: by its name, so that no other workload changes their draws.
  let salt: UInt64
  private let system: UInt8
  private let spacing: Spacing
  private let gaps: RandomStream
  private let mix: RandomStream
  private let gap: Sampler
  private let choice: WeightedChoice?
  private let flows: [Int]
  private var clock: RateClock
  /// Requests that an arrival stands for: how far the gaps are stretched.
  private let weight: Double
  private let sizes: BatchSizes?
  private var crowd: CrowdClock
  private let trace: [TracedArrival]
  /// Requests expected before the last arrival: its place in the unit-rate process.
  private var expected = 0.0
  private var arrivals: UInt64 = 0
  /// Requests announced so far, those of the last arrival included.
  private(set) var number: UInt64 = 0
  /// Requests of the arrival that `next` announced last.
  private(set) var together: UInt64 = 1
  /// Its users, where it is a closed one.
  let closed: UnsafePointer<ClosedPopulation>?
  let phases: [(name: String, begins: Nanoseconds, ends: Nanoseconds)]
  private(set) var phase = 0

  /// - Parameter paceLine: delay line of its users' pace, where that is always the same; −1 for none.
  init(
    _ plan: SourcePlan, system: UInt8 = 0, seed: UInt64, replication: Int, pool: SamplerPool, paceLine: Int = -1
  ) {
    func stream(_ kind: String) -> RandomStream {
      RandomStream(seed: seed, replication: replication, name: "\(kind)/\(plan.stream)")
    }
    salt = NetworkPlan.salt(of: plan.stream, among: 0x10ad)
    self.system = system
    phases = plan.phases
    gaps = stream("arrivals")
    mix = stream("flows")
    flows = plan.flows.map(\.flow)
    choice = flows.count > 1 ? WeightedChoice(weights: plan.flows.map(\.share)) : nil
    clock = RateClock(
      RateFunction(plan.knots),
      bursts: plan.bursts.map { BurstClock($0, seed: seed, replication: replication, pool: pool) })
    sizes = BatchSizes(plan.batch, stream: stream("batches"))
    weight = plan.batch.mean
    var distribution = Distribution.exponential(mean: 1e9)
    var crowd = CrowdClock(count: 0, begins: 0, within: 0)
    var trace: [TracedArrival] = []
    var closed: UnsafeMutablePointer<ClosedPopulation>?
    switch plan.arrivals {
    case .poisson: spacing = .drawn
    case .even:
      spacing = .even
      // In the middle of its share of the rate: so many come as the rate adds up to, rounded.
      expected = -plan.batch.mean / 2
    case .renewal(let shape):
      precondition(shape.mean > 0 && shape.mean < .infinity, "the gaps of \(plan.name) have no mean")
      spacing = .drawn
      distribution = shape.scaled(by: 1e9 / shape.mean)
    case .crowd(let count, let begins, let within):
      spacing = .crowd
      crowd = CrowdClock(count: count, begins: begins, within: within)
    case .trace(let arrivals):
      spacing = .trace
      trace = arrivals
    case .closed(let users):
      spacing = .closed
      closed = .allocate(capacity: 1)
      closed?.initialize(
        to: ClosedPopulation(
          users, paceLine: paceLine, think: stream("think"), patience: stream("patience"), pace: stream("pace"),
          pool: pool))
    }
    self.closed = UnsafePointer(closed)
    gap = pool.sampler(for: distribution)
    self.crowd = crowd
    self.trace = trace
  }

  deinit {
    guard let closed else { return }
    UnsafeMutablePointer(mutating: closed).deinitialize(count: 1).deallocate()
  }

  @inline(__always)
  func identity(of number: UInt64, rank: UInt8) -> EventIdentity {
    EventIdentity(salt: salt, number: number, rank: rank, system: system)
  }

  /// The next arrival; nil when the workload is over.
  mutating func next() -> Nanoseconds? {
    switch spacing {
    case .drawn: expected += Double(gap.draw(gaps.bits(entity: arrivals, draw: 0))) / 1e9 * weight
    case .even: expected += weight
    case .crowd, .trace, .closed: return nextOfKnownCount()
    }
    if let sizes { together = sizes.draw(arrivals) }
    arrivals += 1
    number += together
    return clock.instant(of: expected)
  }

  private mutating func nextOfKnownCount() -> Nanoseconds? {
    if spacing == .crowd {
      together = crowd.together
      let time = crowd.next(Double(gap.draw(gaps.bits(entity: arrivals, draw: 0))) / 1e9)
      arrivals += 1
      number += together
      return time
    }
    let first = Int(number)
    guard first < trace.count else { return nil }
    var last = first
    while last < trace.count && trace[last].at <= trace[first].at { last += 1 }
    together = UInt64(last - first)
    number += together
    return trace[first].at
  }

  /// Moves on to the phase of an instant; instants must not fall.
  @inline(__always)
  mutating func enterPhase(at now: Nanoseconds) {
    while phase + 1 < phases.count && phases[phase].ends <= now { phase += 1 }
  }

  /// Flow of a request that `next` announced.
  func flow(of number: UInt64) -> Int {
    if spacing == .trace && trace[Int(number)].flow >= 0 { return Int(trace[Int(number)].flow) }
    return flow(entity: number, draw: 0)
  }

  /// Flow of a request, drawn from the workload's shares.
  func flow(entity: UInt64, draw: UInt64) -> Int {
    guard let choice else { return flows.first ?? 0 }
    return flows[choice.draw(mix.bits(entity: entity, draw: draw))]
  }
}

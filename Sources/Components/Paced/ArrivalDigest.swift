import Engine
import Statistics

/// Of the requests that begin, in their order: by workload, number and instant. Two runs with the same one had the same
/// requests at the same instants.
package struct ArrivalDigest: Sendable, Equatable {
  private var digest = Digest()
  package private(set) var count: UInt64 = 0
  package init() {}

  /// - Parameter salt: of the workload.
  package mutating func add(salt: UInt64, number: UInt64, at time: Nanoseconds) {
    digest.add(salt)
    digest.add(number)
    digest.add(time)
    count += 1
  }

  /// 32 hexadecimal digits.
  package var hex: String { digest.hex }
}

/// When the requests of the open workloads of a plan come, in order: what `Network` begins them at, without a network.
package struct ArrivalSchedule: Sendable {
  package struct Arrival: Sendable, Equatable {
    package var at: Nanoseconds
    /// Index into `NetworkPlan.sources`, and into `NetworkPlan.flows`.
    package var source: Int
    package var flow: Int
    package var number: UInt64
    package var salt: UInt64
  }

  package private(set) var arrivals: [Arrival] = []
  /// Whether the bound was reached, and there are more.
  package private(set) var isCut = false

  /// - Parameter most: of how many there may be.
  package init(_ plan: NetworkPlan, seed: UInt64, replication: Int, most: Int = 50_000_000) {
    let pool = SamplerPool()
    let systems = SystemNumbers(of: plan)
    var ranked: [(arrival: Arrival, identity: UInt64)] = []
    for (index, source) in plan.sources.enumerated() {
      if case .closed = source.arrivals { continue }
      var state = SourceState(
        source, system: systems.number(of: source.name), seed: seed, replication: replication, pool: pool)
      while let time = state.next(), time < plan.horizon.end {
        let first = state.number - state.together
        for number in first..<state.number {
          ranked.append(
            (
              Arrival(
                at: time, source: index, flow: state.flow(of: number), number: number, salt: state.salt),
              state.identity(of: first, rank: NetworkEvent.Rank.source).bits
            ))
        }
        if ranked.count > most {
          isCut = true
          break
        }
      }
    }
    // As the network has them: by instant, then by identity, those that come together in their order.
    let order = ranked.indices.sorted {
      (ranked[$0].arrival.at, ranked[$0].identity, $0) < (ranked[$1].arrival.at, ranked[$1].identity, $1)
    }
    arrivals = order.map { ranked[$0].arrival }
  }

  package var digest: ArrivalDigest {
    arrivals.reduce(into: ArrivalDigest()) { $0.add(salt: $1.salt, number: $1.number, at: $1.at) }
  }

  /// The most arrivals in any span of this length that begins at a multiple of it.
  package func peak(per span: Nanoseconds) -> Int {
    var (best, current, count) = (0, Nanoseconds(-1), 0)
    for arrival in arrivals {
      let place = arrival.at / span
      if place != current { (current, count) = (place, 0) }
      count += 1
      best = max(best, count)
    }
    return best
  }
}

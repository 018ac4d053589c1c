import Engine
import Statistics

/// M/M/1 with 100 arrivals a second for ten minutes, stationary from the start: each request waits for what the one
/// before left undone (Lindley 1952). Times in the system are exponential, their percentiles known.
struct LindleyQueue {
  let utilization: Double
  private let pool = SamplerPool()
  private let gaps: Sampler
  private let services: Sampler
  private let present: Sampler

  private static let meanGap = 10_000_000.0
  private static let length: Int64 = 600_000_000_000

  init(utilization: Double) {
    self.utilization = utilization
    gaps = pool.sampler(for: .exponential(mean: Self.meanGap))
    services = pool.sampler(for: .exponential(mean: Self.meanGap * utilization))
    present = pool.sampler(for: .exponential(mean: Self.meanGap * utilization / (1 - utilization)))
  }

  /// Mean time in the system, in nanoseconds.
  var mean: Double { Self.meanGap * utilization / (1 - utilization) }

  /// A percentile of the time in the system, in nanoseconds.
  func percentile(_ quantile: Double) -> Double { -ElementaryFunctions.log(1 - quantile) * mean }

  /// Times in the system of one replication, by 64 equal stretches.
  func run(seed: UInt64, replication: Int) -> [SparseHistogram] {
    let stream = RandomStream(seed: seed, replication: replication, name: "lindley")
    var stretches: [SparseHistogram] = []
    stretches.reserveCapacity(RatioParts.stretches)
    var live = Histogram()
    var end = Self.length / Int64(RatioParts.stretches)
    var arrival = gaps.draw(stream.bits(entity: 0, draw: 0))
    // What is undone at the start: nothing, with the chance that the server is free.
    let isBusy = Double(stream.bits(entity: 0, draw: 1) >> 11) * 0x1p-53 < utilization
    var undone = max(0, (isBusy ? present.draw(stream.bits(entity: 0, draw: 2)) : 0) - arrival)
    var number: UInt64 = 1
    while stretches.count < RatioParts.stretches {
      if arrival >= end {
        stretches.append(SparseHistogram(live))
        live.removeAll()
        end = Self.length / Int64(RatioParts.stretches) * Int64(stretches.count + 1)
        continue
      }
      let time = undone + services.draw(stream.bits(entity: number, draw: 0))
      live.record(time)
      let gap = gaps.draw(stream.bits(entity: number, draw: 1))
      arrival += gap
      undone = max(0, time - gap)
      number += 1
    }
    return stretches
  }
}

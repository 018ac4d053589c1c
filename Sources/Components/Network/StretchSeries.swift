import Statistics

/// What of the network is put away by stretches, and what was by now: one snapshot of what is cumulative, and the
/// differences between the ones before.
struct StretchSeries {
  enum Owner { case component(Int), flow(Int), phase(source: Int, phase: Int, flow: Int), command(Int), group(Int) }

  /// Counts and histograms that only grow.
  struct Snapshot {
    var counts: [UInt64]
    var histograms: [Histogram]
  }

  let owner: Owner
  private var stretches: [Stretch] = []
  private var last = Snapshot(counts: [], histograms: [])

  init(of owner: Owner) { self.owner = owner }

  /// Ends a stretch.
  mutating func end(_ snapshot: Snapshot) {
    stretches.append(difference(to: snapshot))
    last = snapshot
  }

  /// The stretches with what came since the last one ended: in one of its own before they are complete, else with the
  /// last.
  func closed(_ snapshot: Snapshot) -> [Stretch] {
    let rest = difference(to: snapshot)
    guard stretches.count >= Stretch.count, var final = stretches.last else { return stretches + [rest] }
    for index in rest.counts.indices { final.counts[index] += rest.counts[index] }
    for index in rest.histograms.indices { final.histograms[index].merge(rest.histograms[index]) }
    return stretches.dropLast() + [final]
  }

  private func difference(to snapshot: Snapshot) -> Stretch {
    var stretch = Stretch()
    stretch.counts = snapshot.counts.enumerated().map { $1 - ($0 < last.counts.count ? last.counts[$0] : 0) }
    stretch.histograms = snapshot.histograms.enumerated().map {
      SparseInterval($0 < last.histograms.count ? $1.since(last.histograms[$0]) : $1)
    }
    return stretch
  }
}

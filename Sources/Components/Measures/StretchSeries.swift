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

  /// What a plan keeps stretches of.
  static func all(of plan: NetworkPlan) -> [StretchSeries] {
    var owners: [Owner] = []
    for (index, component) in plan.components.enumerated() where component.keepsStretches {
      owners.append(.component(index))
    }
    for (index, flow) in plan.flows.enumerated() where flow.keepsStretches { owners.append(.flow(index)) }
    for (index, source) in plan.sources.enumerated() where source.keepsStretches {
      for phase in 0..<max(1, source.phases.count) {
        for (flow, _) in source.flows { owners.append(.phase(source: index, phase: phase, flow: flow)) }
      }
    }
    for (index, command) in plan.commands.enumerated() where command.keepsStretches { owners.append(.command(index)) }
    for (index, group) in plan.consumerGroups.enumerated() where plan.logs[group.log].keepsStretches {
      owners.append(.group(index))
    }
    return owners.map { StretchSeries(of: $0) }
  }
}

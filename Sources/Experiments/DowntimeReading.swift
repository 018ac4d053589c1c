import Components
import Engine

/// Time in which a component could not serve, read from the decisions and faults of one replication.
struct Downtime: Sendable, Equatable {
  var total: Nanoseconds = 0
  var longest: Nanoseconds = 0
}

/// A component is down while every replica that should be there has stopped, while a database has lost its primary
/// and no copy has taken its place, and during an outage of all of it. What is slow, cut off or refuses is not down.
struct DowntimeReading {
  let plan: NetworkPlan
  let measured: Measurements

  /// By component, inside the measured part; nil where it cannot be known: rows were left out, or the outage comes
  /// at random and leaves no row.
  func all() -> [Downtime?] {
    plan.components.indices.map { index in
      let outages = plan.faults.filter { fault in
        guard case .outage = fault.effect, fault.aim == nil else { return false }
        return fault.component == index && fault.replicas == nil && fault.key == nil
      }
      guard measured.droppedDecisions == 0, outages.allSatisfy({ $0.recurs == nil }) else { return nil }
      return sum(stretches(of: index) + outages.map { ($0.begins, $0.ends) })
    }
  }

  private func stretches(of index: Int) -> [(begins: Nanoseconds, ends: Nanoseconds)] {
    let component = plan.components[index]
    var active = component.scaling?.least ?? component.replicas
    var down: Set<Int> = []
    var lostPrimary: Int?
    var since: Nanoseconds?
    var found: [(begins: Nanoseconds, ends: Nanoseconds)] = []
    for decision in measured.decisions where decision.component == index {
      switch decision.kind {
      case .crashed: down.insert(Int(decision.signal))
      case .restarted:
        down.remove(Int(decision.signal))
        // Without copies, the primary itself is what comes back.
        if lostPrimary == Int(decision.signal), component.database?.failover ?? -1 < 0 { lostPrimary = nil }
      case .booted: active = Int(decision.after)
      // Those that were to come and had not booted yet do not go.
      case .scaleDown: active = min(active, Int(decision.after))
      case .failoverBegan: lostPrimary = Int(decision.before)
      case .failoverEnded: lostPrimary = nil
      default: continue
      }
      let isDown = lostPrimary != nil || (0..<active).allSatisfy(down.contains)
      if isDown, since == nil { since = decision.at }
      if !isDown, let begins = since {
        found.append((begins, decision.at))
        since = nil
      }
    }
    if let since { found.append((since, .max)) }
    return found
  }

  /// Of the union of the stretches.
  private func sum(_ stretches: [(begins: Nanoseconds, ends: Nanoseconds)]) -> Downtime {
    var result = Downtime()
    var reached = plan.horizon.warmUp
    var current: Nanoseconds = 0
    let end = min(plan.horizon.end, measured.simulated)
    for stretch in stretches.sorted(by: { $0.begins < $1.begins }) {
      let ends = min(end, stretch.ends)
      if stretch.begins > reached { current = 0 }
      let added = ends - max(reached, stretch.begins)
      guard added > 0 else { continue }
      result.total += added
      current += added
      result.longest = max(result.longest, current)
      reached = ends
    }
    return result
  }
}

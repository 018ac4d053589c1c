import Components
import Engine

/// Time in which a component could not serve, read from the decisions and faults of one replication.
struct Downtime: Sendable, Equatable {
  var total: Nanoseconds = 0
  var longest: Nanoseconds = 0
}

extension Downtime {
  init(_ outages: [Range<Nanoseconds>]) {
    total = outages.reduce(0) { $0 + Nanoseconds($1.count) }
    longest = Nanoseconds(outages.map(\.count).max() ?? 0)
  }
}

/// A component is down while every replica that should be there has stopped, while a database has lost its primary
/// and no copy has taken its place, and during an outage of all of it. What is slow, cut off or refuses is not down.
struct DowntimeReading {
  let plan: NetworkPlan
  let measured: Measurements

  /// By component, when it was down inside the measured part: apart from one another, in order. Nil where that cannot be
  /// known, because rows of decisions or of faults were left out.
  func all() -> [[Range<Nanoseconds>]?] {
    plan.components.indices.map { index in
      guard measured.droppedDecisions == 0 else { return nil }
      var found = stretches(of: index)
      for (number, fault) in plan.faults.enumerated() where isOutage(fault, of: index) {
        guard fault.recurs != nil else {
          found.append((fault.begins, fault.ends))
          continue
        }
        let spans = measured.faultSpans.indices.contains(number) ? measured.faultSpans[number] : []
        if spans.count >= FaultSpan.limit { return nil }
        found += spans.map { ($0.begins, $0.ends) }
      }
      return joined(found)
    }
  }

  private func isOutage(_ fault: FaultPlan, of component: Int) -> Bool {
    guard case .outage = fault.effect, fault.aim == nil else { return false }
    return fault.component == component && fault.replicas == nil && fault.key == nil
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

  /// The union of the stretches, as far as it lies inside the measured part.
  private func joined(_ stretches: [(begins: Nanoseconds, ends: Nanoseconds)]) -> [Range<Nanoseconds>] {
    let end = min(plan.horizon.end, measured.simulated)
    return [Range<Nanoseconds>](
      joining: stretches.compactMap { stretch in
        let (begins, ends) = (max(plan.horizon.warmUp, stretch.begins), min(end, stretch.ends))
        return begins < ends ? begins..<ends : nil
      })
  }
}

extension [Range<Nanoseconds>] {
  /// What at least one of them covers: apart from one another, in order.
  init(joining ranges: [Range<Nanoseconds>]) {
    self = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last, range.lowerBound <= last.upperBound {
        self[count - 1] = last.lowerBound..<Swift.max(last.upperBound, range.upperBound)
      } else {
        append(range)
      }
    }
  }
}

import Components
import Engine

extension Assembler {
  /// What a fault does in the network. Partitions of a polling worker whose instances crash follow a calendar of their
  /// own (`PollingFleet`), and there is nothing in the network that would stop.
  private func effect(of fault: Fault) -> FaultPlan.Effect {
    if case .component(let name) = fault.target, fault.effect == .crash, component(name)?.structure == .poller {
      return .missed
    }
    return fault.effect.map { $0.flatMap { componentIndex[$0] } ?? -1 }
  }

  mutating func addFault(_ fault: Fault) {
    var component = -1
    var zone: Int?
    switch fault.target {
    case .component(let name):
      guard let index = componentIndex[name] else { return }
      component = index
    case .zone(let name): zone = zoneNumber(name)
    }
    var made = FaultPlan(
      name: fault.name, component: component, key: fault.key, begins: 0, ends: 0,
      effect: effect(of: fault))
    made.zone = zone
    made.replicas = fault.replicas.map { max(1, Int(scale.cells($0).count)) }
    switch fault.timing {
    case .once(let at, let duration):
      made.begins = at
      made.ends = at + duration
    case .every(let gap, let length):
      made.recurs = FaultPlan.Recurrence(
        gap: distribution(gap), length: distribution(length), stream: stream("fault/\(unprefixed(fault.name))"))
    case .before(_, let share, let duration):
      made.aim = FaultPlan.Aim(share: share, lasting: duration)
    }
    if case .diskLoss(let restore) = fault.effect {
      made.ends = made.begins + restore
      made.effect = .outage
      made.losesData = true
      if component >= 0 {
        plan.components[component].losesDisk = true
        plan.components[component].binding =
          domains.firstIndex { $0.prefix == prefix(of: plan.components[component].name) } ?? -1
      }
    }
    plan.faults.append(made)
  }

  /// Backups slow a database down for their time, from the start of the run on.
  mutating func addBackups() {
    for component in scenario.components where component.structure == .database {
      guard let backup = component.map("backup"), let index = componentIndex[component.name] else { continue }
      let every = max(.second, backup.time("every"))
      let takes = min(every, backup.time("takes"))
      var first = every
      if case .clock(let at)? = backup["at"] {
        // The next such time of day after the start of the run.
        first = (at % .day - scenario.run.startsAt % .day + .day) % .day
      }
      plan.components[index].backup = BackupPlan(first: first, every: every, takes: takes)
      for begins in stride(from: first, to: scenario.run.duration, by: Int(every)) {
        var fault = FaultPlan(
          name: "\(component.name)/backup", component: index, key: nil, begins: begins, ends: begins + takes,
          effect: .slow(backup.factor("slows")))
        fault.isRoutine = true
        plan.faults.append(fault)
      }
    }
  }

  /// A timer that starts an operation.
  mutating func addTimer(_ component: Component) {
    guard let runs = component.word("runs") ?? component.runs, let dot = runs.lastIndex(of: "."),
      let index = componentIndex[component.name]
    else { return }
    let target = prefix(of: component.name) + String(runs[..<dot])
    let name = String(runs[runs.index(after: dot)...])
    guard let callee = entry(self.component(target) == nil ? String(runs[..<dot]) : target, name, held: []) else {
      return
    }
    let overlap: TimerPlan.Overlap =
      switch component.values.word("overlap") {
      case "forbid": .forbid
      case "replace": .replace
      default: .allow
      }
    linkSet.insert(LinkPlan(from: index, to: componentIndex[callee.name] ?? 0, style: .call))
    plan.timers.append(
      TimerPlan(
        component: index, operation: operation(name, of: callee),
        every: max(1, component.values.time("every")),
        first: component.values.time("first"),
        jitter: component.values.time("jitter"), overlap: overlap))
  }
}

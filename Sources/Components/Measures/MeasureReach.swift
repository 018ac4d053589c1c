/// From which instructions a measure may still be come to with the clock that runs: by the steps that follow, the
/// operations that they call, and the consumers of what they publish.
///
/// Branches are taken as possible, whatever their shares; so a measure that few requests come to is reached by all that
/// may. Where the same clock is started anew, the one that runs is not measured any more.
struct MeasureReach {
  private let reaches: [Bool]

  /// - Complexity: O(instructions · depth of calls), once for a measure whose unended ones are asked for.
  init(of measure: Int, in plan: NetworkPlan) {
    let mark = Int32(plan.measures[measure].mark)
    // Back from the measure: who comes to an instruction.
    var before = Array(repeating: [Int32](), count: plan.program.count)
    for (place, step) in plan.program.enumerated() {
      if step.code == .mark && step.target == mark { continue }
      for next in Self.successors(of: step, at: Int32(place), in: plan) where plan.program.indices.contains(Int(next)) {
        before[Int(next)].append(Int32(place))
      }
    }
    var reaches = Array(repeating: false, count: plan.program.count)
    var found: [Int32] = []
    for (place, step) in plan.program.enumerated()
    where step.code == .measure && Int(step.table) == measure && step.target == mark {
      reaches[place] = true
      found.append(Int32(place))
    }
    while let place = found.popLast() {
      for earlier in before[Int(place)] where !reaches[Int(earlier)] {
        reaches[Int(earlier)] = true
        found.append(earlier)
      }
    }
    self.reaches = reaches
  }

  subscript(counter: Int) -> Bool { reaches.indices.contains(counter) && reaches[counter] }

  /// Where an activity goes on, and where what it starts begins.
  private static func successors(of step: Instruction, at place: Int32, in plan: NetworkPlan) -> [Int32] {
    switch step.code {
    case .reply, .fail, .finish, .grant: return []
    case .jump: return [step.target]
    case .branch:
      let table = plan.branchTables[Int(step.table)]
      return table.targets.map(\.target) + [table.otherwise, table.next]
    case .fork: return plan.forks[Int(step.table)] + [step.next]
    case .iterate: return [step.target, step.next]
    case .call: return [place + 1, plan.operations[Int(step.target)].entry, step.table]
    case .hold, .replicate: return [place + 1, plan.operations[Int(step.target)].entry]
    case .publish, .entrust: return [place + 1] + consumers(of: Int(step.target), in: plan)
    case .decide: return [place + 1] + (step.next >= 0 ? consumers(of: Int(step.next), in: plan) : [])
    default: return [place + 1]
    }
  }

  private static func consumers(of log: Int, in plan: NetworkPlan) -> [Int32] {
    plan.logs[log].groups.map { plan.operations[$0.operation].entry }
  }

  /// Whether a consumer of a log may come to it.
  func isReached(from log: LogPlan, in plan: NetworkPlan) -> Bool {
    log.groups.contains { self[Int(plan.operations[$0.operation].entry)] }
  }
}

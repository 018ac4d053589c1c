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
      if case .mark(mark, _) = step { continue }
      for next in Self.successors(of: step, at: Int32(place), in: plan) where plan.program.indices.contains(Int(next)) {
        before[Int(next)].append(Int32(place))
      }
    }
    var reaches = Array(repeating: false, count: plan.program.count)
    var found: [Int32] = []
    for (place, step) in plan.program.enumerated() {
      guard case .measure(mark, Int32(measure)) = step else { continue }
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
    switch step {
    case .reply, .fail, .finish, .grant: return []
    case .jump(let target): return [target]
    case .branch(let number):
      let table = plan.branchTables[Int(number)]
      return table.targets.map(\.target) + [table.otherwise, table.next]
    case .fork(let fork): return plan.forks[Int(fork.branches)] + [fork.next]
    case .iterate(let loop): return [loop.body, loop.next]
    case .call(let number), .hold(let number):
      let site = plan.callSites[Int(number)]
      return [place + 1, plan.operations[Int(site.operation)].entry, site.commit]
    case .replicate(let operation, _, _): return [place + 1, plan.operations[Int(operation)].entry]
    case .publish(let record): return [place + 1] + consumers(of: Int(record.log), in: plan)
    case .stage(let message, _): return [place + 1] + consumers(of: Int(message.log), in: plan)
    case .decide(let decide): return [place + 1] + (decide.log >= 0 ? consumers(of: Int(decide.log), in: plan) : [])
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

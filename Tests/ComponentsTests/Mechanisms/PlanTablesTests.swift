import Testing

@testable import Components

/// What a replication looks up of a plan that the plan itself does not say.
@Suite struct PlanTablesTests {
  private func loop(next: Int32) -> Instruction {
    var loop = Instruction.Loop(count: 2)
    loop.next = next
    return .iterate(loop)
  }

  @Test func `an instruction behind a loop knows which loop goes on there`() {
    var plan = NetworkPlan()
    plan.program = [.finish, loop(next: 3), loop(next: 2), .finish, loop(next: -1), loop(next: 0)]
    let tables = PlanTables(plan)
    #expect(Array(tables.loops) == [5, -1, 2, 1, -1, -1])
  }

  @Test func `behind the program stands an end for whatever has an outcome already`() {
    var plan = NetworkPlan()
    plan.program = [.fail(outcome: 3), .release]
    let tables = PlanTables(plan)
    #expect(tables.program.count == 3 && tables.plainEnd == 2)
    let ends = if case .finish = tables.program[2] { true } else { false }
    #expect(ends)
  }
}

import Engine
import Testing

@testable import Components

/// Which faults are on, and when those that come again do.
@Suite struct FaultScheduleTests {
  private let fixed = FaultPlan.Recurrence(gap: 0, length: 1, stream: 0)
  private let drawn = FaultPlan.Recurrence(gap: 2, length: 2, stream: 0)

  private func plan(_ recurrences: [FaultPlan.Recurrence?]) -> NetworkPlan {
    var plan = NetworkPlan()
    plan.distributions = [.constant(100), .constant(30), .exponential(mean: 1e6), .constant(0)]
    plan.streams = ["fault"]
    plan.faults = recurrences.map {
      var fault = FaultPlan(name: "fault", component: 0, key: nil, begins: 17, ends: 20, effect: .crash)
      fault.recurs = $0
      return fault
    }
    return plan
  }

  @Test func `faults that are on stand in the order of the file, each once`() {
    let plan = plan([nil, nil, nil, nil])
    var schedule = FaultSchedule(plan)
    for number in [2, 0, 3, 2, 1] { schedule.set(number, isOn: true) }
    #expect(schedule.active == [0, 1, 2, 3])
    schedule.set(1, isOn: false)
    schedule.set(1, isOn: false)
    #expect(schedule.active == [0, 2, 3] && schedule.isOn(2) && !schedule.isOn(1))
    schedule.set(1, isOn: true)
    #expect(schedule.active == [0, 1, 2, 3])
  }

  @Test func `a fault that the plan dates begins then, and does not come again`() {
    let plan = plan([nil])
    let draws = Draws(plan, seed: 1, replication: 0)
    var schedule = FaultSchedule(plan)
    #expect(schedule.beginning(of: 0, plan.faults[0], draws) == 17)
    #expect(schedule.begin(0, plan.faults[0], at: 17, draws) == nil)
    #expect(schedule.end(0, plan.faults[0], at: 20, draws) == nil)
    #expect(schedule.spans == [[]])
  }

  @Test func `one that comes again lasts as long, and stays away as long, as its distributions say`() {
    let plan = plan([nil, fixed])
    let draws = Draws(plan, seed: 1, replication: 0)
    var schedule = FaultSchedule(plan)
    #expect(schedule.beginning(of: 1, plan.faults[1], draws) == 100)
    #expect(schedule.begin(1, plan.faults[1], at: 100, draws) == 130)
    #expect(schedule.spans == [[], [FaultSpan(begins: 100, ends: .max)]])
    #expect(schedule.end(1, plan.faults[1], at: 130, draws) == 230)
    #expect(schedule.begin(1, plan.faults[1], at: 230, draws) == 260)
    #expect(schedule.spans[1] == [FaultSpan(begins: 100, ends: 130), FaultSpan(begins: 230, ends: .max)])
  }

  @Test func `each time draws anew, its length apart from its gap, and the same for the same seed`() {
    let plan = plan([drawn])
    func times(seed: UInt64) -> [Nanoseconds] {
      let draws = Draws(plan, seed: seed, replication: 0)
      var schedule = FaultSchedule(plan)
      var times = [schedule.beginning(of: 0, plan.faults[0], draws)]
      for _ in 0..<5 {
        times.append(schedule.begin(0, plan.faults[0], at: 0, draws) ?? -1)
        times.append(schedule.end(0, plan.faults[0], at: 0, draws) ?? -1)
      }
      return times
    }
    #expect(times(seed: 1) == times(seed: 1))
    #expect(Set(times(seed: 1)).count == 11 && times(seed: 1) != times(seed: 2))
    #expect(times(seed: 1).allSatisfy { $0 > 0 })
  }

  @Test func `a distribution that may be zero still lets time pass`() {
    let plan = plan([FaultPlan.Recurrence(gap: 3, length: 3, stream: 0)])
    let draws = Draws(plan, seed: 1, replication: 0)
    var schedule = FaultSchedule(plan)
    #expect(schedule.beginning(of: 0, plan.faults[0], draws) == 0)
    #expect(schedule.begin(0, plan.faults[0], at: 5, draws) == 6)
    #expect(schedule.end(0, plan.faults[0], at: 6, draws) == 7)
  }

  @Test func `the first spans are kept, up to a bound`() {
    let plan = plan([fixed])
    let draws = Draws(plan, seed: 1, replication: 0)
    var schedule = FaultSchedule(plan)
    for number in 0..<Nanoseconds(FaultSpan.limit) + 5 {
      _ = schedule.begin(0, plan.faults[0], at: 10 * number, draws)
      _ = schedule.end(0, plan.faults[0], at: 10 * number + 3, draws)
    }
    #expect(schedule.spans[0].count == FaultSpan.limit)
    #expect(schedule.spans[0].last == FaultSpan(begins: 9_990, ends: 9_993))
  }
}

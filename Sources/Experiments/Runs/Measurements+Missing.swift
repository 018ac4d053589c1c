import Components
import Engine
import Statistics

extension Measurements {
  /// Changes that should have been measured and were not count as infinitely late: not found by a
  /// refresh that was due, or found and lost on the way.
  func withMissing(plan: NetworkPlan) -> Measurements {
    var copy = self
    for index in plan.measures.indices where plan.measures[index].mark == 0 {
      let measure = plan.measures[index]
      // A measure that several systems have is of its own system's changes; a lone one is of all.
      let isLone = !plan.measures.indices.contains { $0 != index && plan.measures[$0].name == measure.name }
      var expected: UInt64 = 0
      var settled: UInt64 = 0
      for (number, polling) in pollings.enumerated() {
        let system = NetworkPlan.prefix(of: plan.components[plan.pollings[number].component].name)
        guard isLone || system == measure.system else { continue }
        expected += polling.changesFound + polling.changesMissed
        settled += polling.changesSettled
      }
      let seen = copy.measures[index].delays.count + settled
      if expected > seen && !isPartial {
        copy.measures[index].delays.recordMissing(expected - seen)
        for limit in copy.measures[index].exceedances.indices {
          copy.measures[index].exceedances[limit].count += expected - seen
        }
      }
    }
    return copy
  }
}

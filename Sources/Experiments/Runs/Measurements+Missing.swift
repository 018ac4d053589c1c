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
      // A measure is of the changes of its own system; where nothing is polled there, of all.
      let polled = plan.pollings.map { NetworkPlan.prefix(of: plan.components[$0.component].name) }
      let isLone = !polled.contains(measure.system)
      var expected: UInt64 = 0
      var settled: UInt64 = 0
      for (number, polling) in pollings.enumerated() {
        guard isLone || polled[number] == measure.system else { continue }
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

import Components
import Engine
import Scenarios

/// The load that workloads offer, on average over the run and at the highest rate, and what it makes of components.
/// Users of closed workloads wait for their answers, so their rate follows from the time that an answer takes.
struct OfferedLoad {
  struct Source {
    var name: String
    /// Requests a second on average.
    var rate: Double
    /// Requests in the whole run.
    var count: Double
  }
  private(set) var mean: TrafficEquations
  private(set) var peak: TrafficEquations
  private(set) var sources: [Source] = []
  /// Workloads whose users would ask for ever at one instant.
  private(set) var endless: [Problem] = []

  /// A user asks at most once in this time, in seconds.
  private static let shortestCycle = 1e-6

  init(_ scenario: Scenario, model: AssembledModel) {
    mean = TrafficEquations(scenario, model: model)
    peak = TrafficEquations(scenario, model: model)
    let plan = model.plan
    let seconds = max(1e-9, Double(plan.horizon.end) / 1e9)
    for (index, workload) in scenario.workloads.enumerated() where index < plan.sources.count {
      let source = plan.sources[index]
      var rate: Double
      var highest: Double
      if case .closed(let closed) = source.arrivals {
        let answer = workload.flows.reduce(0) { $0 + $1.share * peak.time(flow: $1.flow) } / 1e9
        let cycle = max(answer + closed.think.mean / 1e9, (closed.pace?.mean ?? 0) / 1e9)
        if cycle <= 0, closed.users > 0 {
          endless.append(
            Problem(
              .error, at: workload.place,
              "the users of `\(workload.name)` neither think nor wait: a request of theirs takes no time, so they would ask again for ever at one instant",
              suggestion: "give them `think` or `pace`, or let something that they call take time"))
        }
        let apart = max(Self.shortestCycle, max(closed.think.mean, closed.pace?.mean ?? 0) / 1e9)
        rate = Self.rate(
          of: Double(closed.users), cycle: max(Self.shortestCycle, cycle), apart: apart, workload, scenario, model)
        highest = rate
      } else {
        let function = RateFunction(source.knots)
        rate = function.integral(until: plan.horizon.end) / seconds * source.meanBurstFactor
        highest = function.highest * source.highestBurstFactor
      }
      sources.append(Source(name: workload.name, rate: rate, count: rate * seconds))
      for share in workload.flows {
        mean.offer(flow: share.flow, rate: rate * share.share)
        peak.offer(flow: share.flow, rate: min(highest, rate * seconds * 1e3) * share.share)
      }
    }
    mean.offerPolling()
    peak.offerPolling()
    for timer in plan.timers {
      let operation = plan.operations[timer.operation]
      let name = plan.components[operation.component].name
      let rate = 1e9 / Double(max(1, timer.every))
      mean.offer(operation: operation.name, of: name, rate: rate)
      peak.offer(operation: operation.name, of: name, rate: rate)
    }
  }

  /// Users who take turns at what is scarcest ask no faster than it answers (J. Muntz and R. Wong's bound); those for
  /// whom it has no room are refused at once, and ask again when they have thought.
  private static func rate(
    of users: Double, cycle: Double, apart: Double, _ workload: Workload, _ scenario: Scenario,
    _ model: AssembledModel
  ) -> Double {
    var alone = TrafficEquations(scenario, model: model)
    for share in workload.flows { alone.offer(flow: share.flow, rate: users / cycle * share.share) }
    var scarcest: (share: Double, room: Double) = (0, .infinity)
    for (index, component) in model.plan.components.enumerated() {
      guard component.slots > 0 || component.cores > 0, let share = alone.utilization(of: index)?.share,
        share > scarcest.share
      else { continue }
      let slots = max(component.slots, component.cores) + component.queueLimit
      scarcest = (share, Double(slots) * Double(component.servingReplicas))
    }
    guard scarcest.share > 1 else { return users / cycle }
    return users / cycle / scarcest.share + max(0, users - scarcest.room) / apart
  }

  /// Requests at once in a component at its peak: those in its slots, and those in line where more come than it can do.
  func inFlight(_ index: Int, _ plan: NetworkPlan) -> Double {
    let component = plan.components[index]
    let all = mean.rates[index] * Double(plan.horizon.end) / 1e9
    let working = min(all, peak.slotTime(of: index) / 1e9)
    guard component.slots > 0 || component.cores > 0 else { return working }
    let slots =
      Double(max(1, component.slots > 0 ? component.slots : component.cores)) * Double(component.servingReplicas)
    let inSlots = min(working, slots)
    guard let share = peak.utilization(of: index)?.share, share > 1 else { return inSlots }
    let line = Double(component.queueLimit) * Double(component.servingReplicas)
    return inSlots + min(line, all * (1 - 1 / share))
  }
}

import Components
import Engine

extension Scenario {
  /// The clients of the scenario alone: its workloads and flows, with what they call answered from outside. Draws of
  /// arrivals, flows, keys and thoughts are those of the whole scenario.
  ///
  /// - Throws: `InvalidScenario` with everything that keeps the flows from being sent.
  package func clients() throws(InvalidScenario) -> Scenario {
    let live = try checkedLive()
    var clients = self
    clients.flows = liveFlows
    let called = calledComponents
    clients.components = components.compactMap { component in
      guard let operations = called[component.name] else { return nil }
      var remote = Component(name: component.name, kind: .remote, place: component.place)
      remote.operations = operations.map { Operation(name: $0, steps: [], place: component.place) }
      return remote
    }
    clients.live = live
    clients.domains = []
    clients.faults = []
    clients.prices = PriceList()
    clients.run.scale = 1
    clients.budgets = budgets.filter { LiveBudgets(clients).refusal(of: $0) == nil }
    clients.network = NetworkSettings()
    clients.systemNetworks = []
    return clients
  }

  /// The system of the scenario alone: what clients call stands as flows that somebody outside begins, each with one
  /// call, whose outcome is theirs.
  package func hosted() throws(InvalidScenario) -> Scenario {
    let live = try checkedLive()
    var hosted = self
    if let poller = components.first(where: { $0.structure.readsPopulation }) {
      throw InvalidScenario(problems: [
        Problem(
          .error, at: poller.place, "`\(poller.name)` works on a population ahead of the clock, and cannot be hosted")
      ])
    }
    let steps = liveFlows.flatMap { LiveFlows.steps(of: $0) }
    hosted.flows = live.calls.compactMap { call in
      let made = steps.lazy.compactMap { step -> CallStep? in
        if case .call(let made) = step.action, made.title == call.name { made } else { nil }
      }.first
      guard var made else { return nil }
      // What a caller does about its callee is the caller's own.
      made.rules = CallRules()
      let step = Step(action: .call(made), label: "call", place: call.place)
      var flow = Flow(name: call.name, steps: [step], place: call.place)
      flow.isExposed = true
      return flow
    }
    let shares = hosted.flows.map { (flow: $0.name, share: 1 / Double(hosted.flows.count)) }
    hosted.workloads = [
      Workload(name: Scenario.visitors, shape: .trace([]), starts: 0, flows: shares, who: nil, place: live.place)
    ]
    hosted.budgets = []
    hosted.objectives = []
    hosted.run.warmUp = 0
    return hosted
  }

  /// The workload whose requests come from outside.
  package static let visitors = "clients"

  private func checkedLive() throws(InvalidScenario) -> LiveSettings {
    guard let live, !live.calls.isEmpty else {
      let place = live?.place ?? Place(file: sources.first?.path ?? name, line: 1, column: 1)
      throw InvalidScenario(problems: [
        Problem(
          .error, at: place, "`live` is missing, or has no `calls`: nothing says what the flows are on the wire",
          suggestion: "`orrery show live` tells how it is written")
      ])
    }
    let problems = LiveProblems(self, live).problems
    guard problems.isEmpty else { throw InvalidScenario(problems: problems.sorted { $0.place < $1.place }) }
    return live
  }

  /// Component → its operations that flows call, in the order of the flows.
  private var calledComponents: [String: [String]] {
    var called: [String: [String]] = [:]
    for step in liveFlows.flatMap({ LiveFlows.steps(of: $0) }) {
      guard case .call(let call) = step.action, !called[call.component, default: []].contains(call.operation) else {
        continue
      }
      called[call.component, default: []].append(call.operation)
    }
    return called
  }
}

extension Kind {
  /// What the clients of a live run call.
  fileprivate static let remote = Kind(
    name: "remote", structure: .remote, summary: "Answered from outside of the simulation.", operations: .declared,
    takesSteps: false, parameters: [], meters: [], example: "")
}

import Components
import Engine
import Scenarios
import Testing

@Suite struct DraftTests {
  @Test func draftIsValid() throws {
    let scenario = try Draft.read()
    #expect(scenario.warnings.isEmpty)
    #expect(scenario.name == "draft")
    #expect(scenario.question == "does it hold?")
    #expect(scenario.run.duration == 3600 * 1_000_000_000)
    #expect(scenario.run.warmUp == .minute)
    #expect(scenario.run.standsFor == 30 * .day)
    #expect(
      scenario.components.map(\.name) == [
        "edge", "balancer", "app", "store", "bank", "events", "reader", "work-list", "tracker",
      ])
    #expect(scenario.sources.count == 1)
    #expect(scenario.sources[0].text == Draft.text)
  }

  @Test func parametersAndDefaultsAreTyped() throws {
    let scenario = try Draft.read()
    let app = try #require(scenario.components.first { $0.name == "app" })
    #expect(app.parameters["replicas"]?.count == 2)
    #expect(app.parameters["threads"]?.count == 64)
    #expect(app.parameters["pick"]?.word == "round-robin")
    #expect(app.prices.count == 1)
    #expect(app.prices[0].per == .time(30 * 86400 * 1_000_000_000))
    #expect(app.prices[0].tiers[0].microsPerUnit == 50e6)
    let bank = try #require(scenario.components.first { $0.name == "bank" })
    #expect(bank.parameters["quota"]?.rate == 200)
    #expect(bank.parameters["by"]?.word == "vendor")
    #expect(bank.parameters["outcomes"]?.table?.map(\.name) == ["declined", "error"])
    #expect(bank.parameters["outcomes"]?.table?.map { $0.value.ratio } == [0.02, 0.001])
    let events = try #require(scenario.components.first { $0.name == "events" })
    #expect(events.parameters["partitions"]?.table?.map { $0.value.count } == [6, 2])
    #expect(events.parameters["publish"]?.distribution == .constant(3e6))
    let edge = try #require(scenario.components.first { $0.name == "edge" })
    #expect(edge.to.map(\.component) == ["balancer"])
    #expect(edge.parameters["caches"] == nil && edge.parameters["ttl"]?.nanoseconds == .day)
    let tracker = try #require(scenario.components.first { $0.name == "tracker" })
    #expect(tracker.from == "work-list")
    #expect(tracker.runs == "track")
    if case .countPer(1, "partition")? = tracker.parameters["in-flight"] {
    } else {
      Issue.record("in-flight is \(String(describing: tracker.parameters["in-flight"]))")
    }
    #expect(scenario.domains[0].parameters["apply"]?.word == "version-check")
    #expect(scenario.domains[0].parameters["changes"]?.rate == 0.05 / 86400)
  }

  @Test func stepsAreResolved() throws {
    let scenario = try Draft.read()
    let app = try #require(scenario.components.first { $0.name == "app" })
    #expect(app.operations.map(\.name) == ["list", "buy"])
    let list = app.operations[0].steps
    #expect(list.count == 1)
    if case .work(.constant(5e6)) = list[0].action {} else { Issue.record("\(list)") }
    let buy = app.operations[1].steps
    #expect(buy.map(\.label) == ["work", "store.write", "bank.charge", "events"])
    guard case .call(let write) = buy[1].action, case .call(let charge) = buy[2].action,
      case .publish(let topic, let key, _) = buy[3].action
    else {
      Issue.record("\(buy)")
      return
    }
    #expect(write.component == "store" && write.operation == "write")
    #expect(write.key == KeyChoice(population: "reservation", isFresh: false))
    #expect(write.rules == CallRules(timeout: .always(500_000_000)))
    #expect(charge.component == "bank")
    #expect(buy[2].branches.map(\.outcomes) == [["declined"]])
    if case .reply("declined")? = buy[2].branches[0].steps.first?.action {} else { Issue.record() }
    #expect(topic == "events" && key == nil)
    let reader = try #require(scenario.components.first { $0.name == "reader" })
    guard case .decide(let decide) = reader.operations[0].steps[0].action else {
      Issue.record("\(reader.operations)")
      return
    }
    #expect(decide.command == "apply-update" && decide.prefix.isEmpty && decide.rules.timeout?.time == 500_000_000)
    #expect(decide.within?.component == "store" && decide.within?.operation == "write")
    #expect(reader.operations[0].steps[0].otherwise?.isEmpty == true)
  }

  @Test func loadFaultsAndBudgets() throws {
    let scenario = try Draft.read()
    #expect(scenario.workloads.map(\.name) == ["day", "peak"])
    #expect(scenario.workloads[0].flows.map(\.flow) == ["view", "buy"])
    #expect(scenario.workloads[1].starts == 600 * 1_000_000_000)
    guard case .rate(10) = scenario.workloads[0].shape, case .stages(let stages) = scenario.workloads[1].shape
    else {
      Issue.record()
      return
    }
    #expect(stages.map(\.name) == ["up", "top"])
    #expect(scenario.faults.count == 1)
    #expect(scenario.faults[0].key == 3 && scenario.faults[0].target == .component("bank"))
    guard case .once(at: 1_200_000_000_000, duration: 300_000_000_000) = scenario.faults[0].timing else {
      Issue.record("\(scenario.faults[0].timing)")
      return
    }
    #expect(scenario.budgets.map(\.name) == ["page", "RW-I1", "RW-I2"])
    #expect(scenario.budgets[0].check.statistic == .quantile(0.95))
    #expect(scenario.budgets[0].check.limit == .value(600e6))
    #expect(scenario.budgets[1].check.text == "count violations(monitor=RW-I1) = 0")
    #expect(scenario.objectives[0].flow == "buy" && scenario.objectives[0].latencyBelow == 3_000_000_000)
    #expect(scenario.objectives[0].requiresOK && scenario.objectives[0].target == 0.995)
  }

  @Test func argumentsWin() throws {
    let scenario = try Folder(["draft.yaml": Draft.text]).read(
      "draft.yaml", options: ["more"], assignments: ["components.app.threads=8", "seed=7"], seed: 9, replications: 3,
      scale: "1:10")
    #expect(scenario.run.seed == 9)
    #expect(scenario.run.replications == 3)
    #expect(scenario.run.scale == 10)
    #expect(scenario.options == ["more"])
    #expect(scenario.assignments == ["components.app.threads=8", "seed=7"])
    let app = try #require(scenario.components.first { $0.name == "app" })
    #expect(app.parameters["replicas"]?.count == 4)
    #expect(app.parameters["threads"]?.count == 8)
  }
}

import Components
import Experiments
import Foundation
import Scenarios
import Testing

/// A kind of component, a shape of load, an effect of faults, a key of policies, one of budgets, and metrics, each one declaration here and nothing
/// elsewhere: the reader knows them, the reference and the schema have them, and they do what they say.
@Suite struct AdditionTests {
  private static let kiosk: Kind = {
    var kiosk = Kind.all.first { $0.name == "service" } ?? Kind.all[0]
    kiosk.name = "kiosk"
    kiosk.summary = "Sells tickets at a counter."
    return kiosk
  }()

  private static let ramp = ShapeForm(
    Parameter(
      "ramp",
      .map([
        Parameter("to", .rate, required: true, "rate at its end"),
        Parameter("over", .time, required: true, "how long it grows"),
      ]), "a rate that grows from nothing"),
    example: "workloads:\n  more: { ramp: { to: 40/s, over: 10min }, flows: { visit: 100% } }"
  ) { value in
    let fields = value.table ?? []
    guard let to = fields.first(where: { $0.name == "to" })?.value.rate,
      let over = fields.first(where: { $0.name == "over" })?.value.nanoseconds, over > 0
    else { return nil }
    return .stages([Workload.Stage(name: "ramp", duration: over, target: to)])
  }

  private static let brownout = EffectForm(
    Parameter("brownout", .ratio, "share of calls that fail, while the others take twice as long"),
    example: "faults:\n  dim: { at: 10min, for: 2min, hits: app, brownout: 30% }", hits: [.zones, .replicas]
  ) { value in value.ratio.flatMap { $0 > 0 ? .deploy(error: $0, slow: 2) : nil } }

  private static let patient = PolicyForm(
    Parameter("patient", .time, "waits so long, and tries twice more"),
    example: "policies:\n  calm: { patient: 2s }"
  ) { value, rules in
    guard let time = value.nanoseconds, time > 0 else { return false }
    rules.timeout = .always(time)
    rules.retry = GuardPlan.Retry(times: 2, outcomes: ["timeout", "error"])
    return true
  }

  private static let tolerance = BudgetForm(
    Parameter("tolerance", .ratio, "the limit may be missed by so much of it")
  ) { value, budget in
    guard let share = value.ratio, case .value(let limit) = budget.check.limit else { return false }
    budget.check.limit = .value(limit * (1 + share))
    return true
  }

  private static let metrics = [
    Metric("retried", of: .counter(.retries), "tries of calls to it after the first"),
    Metric("busy-threads", of: .gauge(.busySlots), "threads at work"),
    Metric("service-time", of: .time(.service), "time of an operation that it did not wait"),
  ]

  private static let vocabulary: Vocabulary = {
    var vocabulary = Vocabulary()
    vocabulary.kinds.append(kiosk)
    vocabulary.shapes.append(ramp)
    vocabulary.effects.append(brownout)
    vocabulary.policies.append(patient)
    vocabulary.budgets.append(tolerance)
    vocabulary.metrics += metrics
    return vocabulary
  }()

  private func scenario(
    brownout: String = "30%", ramp: String = "{ to: 40/s, over: 10min }", rules: String = "patient: 1s",
    tolerance: String = "20%"
  ) -> String {
    """
    orrery: 1
    name: counter
    run: { duration: 10min, warm-up: 0s, drain: 10s, replications: 5 }
    components:
      kiosk: { kind: kiosk, cores: 2, threads: 20, operations: { sell: 20ms } }
    flows:
      buy: [ { call: kiosk.sell, \(rules) } ]
    workloads: { more: { ramp: \(ramp), flows: { buy: 100% } } }
    faults: { dim: { at: 4min, for: 2min, hits: kiosk, brownout: \(brownout) } }
    budgets:
      often: count retried(component=kiosk) > 800
      seldom: count retried(component=kiosk) < 1100
      never: count retried(component=kiosk) < 10
      idle: mean busy-threads(component=kiosk) < 1
      busy: mean busy-threads(component=kiosk) > 2
      quick: p50 service-time(component=kiosk) < 21ms
      nearly: { check: mean busy-threads(component=kiosk) < 0.45, tolerance: \(tolerance) }

    """
  }

  private func run(_ text: String, _ vocabulary: Vocabulary = AdditionTests.vocabulary) throws -> RunResult {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("orrery-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("counter.yaml")
    try Data(text.utf8).write(to: file)
    let scenario = try ScenarioReader(vocabulary).read(file.path)
    let model = Assembler.assemble(scenario, providers: [])
    return try Experiment(scenario, model: model, options: RunOptions()).run(stop: StopRequest())
  }

  @Test func `they do what they say, and what they say can be wrong`() throws {
    let result = try run(scenario())
    func verdict(_ name: String) -> Verdict? { result.budgets.first { $0.name == name }?.verdict }
    // 20/s on average, for ten minutes, five times; 20/s around the fault, of which three in ten fail, and of their retries as well.
    let requests = result.outcomes.filter { $0.name == "buy" }.reduce(0) { $0 + $1.count }
    #expect((57_500...62_500).contains(requests))
    let told = result.budgets.map { "\($0.name) \($0.observed ?? -1) \($0.verdict)" }
    #expect(verdict("often") == .held && verdict("seldom") == .held && verdict("never") == .violated, "\(told)")
    // 20 ms at 20/s are 0.4 threads.
    #expect(verdict("idle") == .held && verdict("busy") == .violated && verdict("quick") == .held, "\(told)")
    #expect(verdict("nearly") == .held, "\(told)")
    // The same retries without the key, and none at all without either; and what is nearly held is not held.
    let plain = try run(scenario(rules: "timeout: 1s, retry: { times: 2 }", tolerance: "0.1%"))
    #expect(
      plain.budgets.first { $0.name == "often" }?.observed == result.budgets.first { $0.name == "often" }?.observed)
    #expect(plain.budgets.first { $0.name == "nearly" }?.verdict != .held)
    let bare = try run(scenario(rules: "timeout: 1s"))
    #expect(bare.budgets.first { $0.name == "never" }?.verdict == .held)
    #expect(result.components.first { $0.name == "kiosk" }?.kind == "kiosk")
  }

  @Test func `their values are checked as all others are`() {
    #expect(throws: InvalidScenario.self) { try run(scenario(brownout: "0%")) }
    #expect(throws: InvalidScenario.self) { try run(scenario(brownout: "often")) }
    #expect(throws: InvalidScenario.self) { try run(scenario(ramp: "{ to: 40/s }")) }
    #expect(throws: InvalidScenario.self) { try run(scenario(ramp: "{ to: 40/s, over: 0s }")) }
    #expect(throws: InvalidScenario.self) { try run(scenario(rules: "patient: 0s")) }
    #expect(throws: InvalidScenario.self) { try run(scenario(tolerance: "much")) }
    // Nobody else knows them.
    #expect(throws: InvalidScenario.self) { try run(scenario(), Vocabulary()) }
  }

  @Test func `the reference and the schema have them`() {
    let reference = Reference(Self.vocabulary)
    let schema = JSONSchema.text(Self.vocabulary)
    for name in ["kiosk", "ramp", "brownout", "retried", "patient"] {
      #expect(reference.entries(named: name).count == 1, "\(name)")
      #expect(Reference(Vocabulary()).entries(named: name).isEmpty, "\(name)")
    }
    for name in ["kiosk", "ramp", "brownout", "patient", "tolerance"] {
      #expect(schema.contains("\"\(name)\""), "\(name)")
    }
  }
}

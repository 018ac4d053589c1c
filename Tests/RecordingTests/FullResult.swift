import Experiments
import Scenarios
import Statistics

/// A result in which every field differs from its default, so that a column that is forgotten or
/// swapped shows up.
enum FullResult {
  static func make(seed: UInt64 = .max - 7) -> RunResult {
    var result = RunResult()
    result.scenario = scenario(seed: seed)
    result.programVersion = "0.9.1"
    result.simulatedNanoseconds = 310_000_000_001
    result.replications = 3
    result.digest = "0123456789abcdef0123456789abcdef"
    result.digests = [("app", "aa"), ("db", "bb")]
    result.events = 4_611_686_018_427_387_999
    result.refreshes = 150_000_000
    result.verdict = .violated
    result.mode = .live
    result.live = live()
    result.indicators = indicators()
    result.populations = [population()]
    result.components = [component("app", 0.831), component("db", nil)]
    result.links = [
      LinkResult(from: "app", to: "db", style: .call, count: 12),
      LinkResult(from: "app", to: "orders", style: .publish, count: 13),
      LinkResult(from: "orders", to: "maker", style: .consume, count: 14),
      LinkResult(from: "cdn", to: "app", style: .pass, count: 15),
    ]
    result.outcomes = [OutcomeCount(scope: "flow", name: "buy", outcome: "sold-out", count: 9)]
    result.phases = [phase()]
    result.decisions = [decision(), DecisionResult()]
    result.droppedDecisions = 21
    result.recoveries = [recovery(), RecoveryResult()]
    result.faultStages = [faultStage(), FaultStageResult()]
    result.budgets = [budget(), BudgetResult()]
    result.invariants = [invariant(), InvariantResult()]
    result.objectives = [objective(), ObjectiveResult()]
    result.cost = cost()
    result.timeline = timeline()
    result.selfChecks = [selfCheck()]
    result.freshnessDistributions = [freshnessDistribution()]
    result.quantities = [
      SourcedQuantity(
        path: "components.app.cores", text: "2", origin: .doc, quote: "two 'cores' \"each\"",
        range: "1..4", place: Place(file: "shop.yaml", line: 31, column: 12)),
      SourcedQuantity(
        path: "components.db.cores", text: "8", origin: .assumed, quote: nil, range: nil,
        place: Place(file: "shop.yaml", line: 44, column: 3)),
    ]
    result.warnings = ["a call without a timeout", "naïve — “quoted”; DROP TABLE runs"]
    result.findings = [Finding(kind: .backlog, subject: "orders", text: "12 were left in line")]
    result.host.wallSeconds = 4.25
    result.host.setUpSeconds = 0.125
    result.host.peakMemoryBytes = 2_400_000_000
    result.host.threads = 2
    result.host.cpu = "some CPU"
    return result
  }

  private static func objective() -> ObjectiveResult {
    var alert = BurnRateAlert()
    alert.factor = 14.4
    alert.lookback = 3_600_000_000_000
    alert.shortLookback = 300_000_000_000
    alert.outcome = .fired
    alert.firstAt = 7_500_000_000_001
    alert.fired = 2
    alert.judged = 3
    alert.remark = "said"
    var objective = ObjectiveResult()
    objective.name = "checkout"
    objective.good = "flow=buy and ok"
    objective.flow = "buy"
    objective.target = 0.995
    objective.window = 2_592_000_000_000_000
    objective.events = 4_000
    objective.badEvents = 50
    objective.windowEvents = 1_250_000.5
    objective.allowedBadEvents = 6_250.25
    objective.goodRatio = 0.9875
    objective.budgetUsed = 2.5
    objective.alerts = [alert, BurnRateAlert()]
    objective.verdict = .violated
    objective.reason = "50 of 4000"
    objective.file = "shop.yaml"
    objective.line = 115
    return objective
  }

  private static func live() -> LiveResult {
    var live = LiveResult()
    live.target = "http://127.0.0.1:8080"
    live.planned = 12
    live.arrivalDigest = "abc"
    let times = LiveResult.Times(count: 3, mean: 20.5, p50: 20, p95: 30, p99: 31, maximum: 31)
    live.calls = [
      LiveResult.Call(
        name: "site.buy", started: 3, outcomes: [.init("ok", 2), .init("sold-out", 1)], failures: [],
        unmapped: [.init("418", 1)], response: times, service: times, connectionWait: times, sendLag: times)
    ]
    live.generator.reasons = ["the clock jumped"]
    live.generator.floor = LiveResult.Floor(carried: 60_000, rate: 80, sendLag: times, latency: times)
    var fidelity = LiveResult.Fidelity(verdict: "differs", predictions: 199)
    fidelity.cause = "work"
    fidelity.differsSince = 5_000_000_000
    fidelity.figures = [
      LiveResult.Figure(
        name: "p95 latency(flow=buy)", kind: "time", live: 9e7, low: 1e7, median: 2e7, high: 3e7, agrees: false)
    ]
    fidelity.overTime = [
      LiveResult.Curve(flow: "buy", points: [.init(at: 0, live: 1e6, low: nil, median: 2e6, high: 3e6)])
    ]
    live.fidelity = fidelity
    return live
  }

  private static func scenario(seed: UInt64) -> ScenarioIdentity {
    var scenario = ScenarioIdentity()
    scenario.name = "shop"
    scenario.question = "Does it hold?"
    scenario.hash = "fedcba9876543210fedcba9876543210"
    scenario.options = ["hold", "poll-150s"]
    scenario.assignments = ["run.load=x2"]
    scenario.sources = [
      .init(path: "shop.yaml", text: "orrery: 1\nname: shop\n"),
      .init(path: "prices/cloud.yaml", text: ""),
    ]
    scenario.seed = seed
    scenario.scale = 1_000
    scenario.load = 1.5
    scenario.startsAt = 36_000_000_000_000
    scenario.duration = 300_000_000_000
    scenario.warmUp = 15_000_000_000
    scenario.drain = 10_000_000_000
    scenario.standsFor = 2_592_000_000_000_000
    return scenario
  }

  private static func indicators() -> [Indicator] {
    var latency = Histogram()
    for index in 0..<5_000 { latency.record(Int64(index * index) * 37 + 11) }
    latency.recordMissing(3)
    var never = Histogram()
    never.recordMissing(17)
    return [
      Indicator(
        metric: "latency", labels: [("flow", "buy"), ("phase", "peak")], unit: "ns",
        histogram: latency,
        meanInterval: ConfidenceInterval(mean: 1.25e6, halfWidth: 3e4, level: 0.95),
        quantileIntervals: [
          (0.95, ConfidenceInterval(mean: 2e6, halfWidth: 1e5, level: 0.95)),
          (0.999, ConfidenceInterval(mean: 9e6, halfWidth: 1e6, level: 0.9)),
        ],
        exceedances: [(300_000_000, 41), (500_000_000, 2)]),
      Indicator(metric: "freshness", labels: [], unit: "ns", histogram: Histogram()),
      Indicator(metric: "ready", labels: [("flow", "buy")], unit: "ns", histogram: never),
    ]
  }

  private static func population() -> PopulationResult {
    var population = PopulationResult()
    population.name = "reservation"
    population.entities = 150_000_000
    population.bytesEach = 16
    population.cycle = 300_000_000_000
    population.due = 1
    population.refreshes = 2
    population.answered = 3
    population.refused = 4
    population.timedOut = 5
    population.failed = 6
    population.changesFound = 7
    population.changesMissed = 8
    return population
  }

  private static func component(_ name: String, _ utilization: Double?) -> ComponentResult {
    var component = ComponentResult()
    component.name = name
    component.kind = "service"
    component.replicas = 4
    component.slots = 200
    component.cores = 8
    component.arrivals = 101
    component.completions = 102
    component.failures = 103
    component.refusals = 104
    component.timeouts = 105
    component.utilization = utilization
    component.scarcest = "threads"
    component.meanQueueLength = 0.1 + 0.2
    component.maximumQueueLength = 77
    component.meanInFlight = 3.5
    component.meanResponse = 106
    component.meanWaiting = 107
    component.meanService = 108
    component.backlog = 109
    component.isComparable = false
    component.assumedShare = 0.75
    component.goodCompletions = 110
    component.meanReplicas = utilization.map { $0 + 2 }
    component.meanLive = utilization.map { $0 + 1.5 }
    component.meanDown = utilization.map { $0 + 0.25 }
    component.meanStarting = utilization.map { $0 + 0.125 }
    component.meanEjected = utilization.map { $0 + 0.0625 }
    component.counts = [
      ComponentCount(counter: "hits", count: 111), ComponentCount(counter: "misses", count: 37),
      ComponentCount(counter: "evicted", count: 112),
    ]
    return component
  }

  private static func decision() -> DecisionResult {
    var decision = DecisionResult()
    decision.at = 61_000_000_000
    decision.kind = "breaker-opened"
    decision.component = "db"
    decision.caller = "app"
    decision.before = 1.5
    decision.after = 2.5
    decision.signal = 0.1 + 0.2
    decision.reason = "at least 30 % of the calls failed within 10 s"
    return decision
  }

  private static func recovery() -> RecoveryResult {
    var recovery = RecoveryResult()
    recovery.name = "peak"
    recovery.style = .surge
    recovery.workload = "rush"
    recovery.hits = ["app", "db"]
    recovery.began = 1
    recovery.ended = 2
    recovery.judged = 3
    recovery.recovered = 2
    recovery.recoveredAfter = 4
    recovery.slowestFlow = "buy"
    recovery.remark = "the run ends too soon after it"
    return recovery
  }

  private static func faultStage() -> FaultStageResult {
    var stage = FaultStageResult()
    stage.fault = "crash"
    stage.subject = .group
    stage.name = "mailer"
    stage.stage = .during
    stage.time = 1
    stage.requests = 9
    stage.failed = 3
    stage.unended = 2
    stage.p99 = .max
    stage.lag = 4.5
    stage.oldest = 5
    return stage
  }

  private static func phase() -> PhaseResult {
    var phase = PhaseResult()
    phase.workload = "rush"
    phase.name = "peak"
    phase.begins = 1
    phase.ends = 2
    phase.offered = 3
    phase.completed = 4
    phase.failed = 5
    return phase
  }

  private static func budget() -> BudgetResult {
    var budget = BudgetResult()
    budget.name = "fast"
    budget.check = "p95 latency(flow=buy) < 300ms"
    budget.observed = 286.1e6
    budget.interval = ConfidenceInterval(mean: 286.1e6, halfWidth: 2e6, level: 0.95)
    budget.limit = 300e6
    budget.unit = "ns"
    budget.verdict = .cannotJudge
    budget.reason = "p95 of 7,412 samples is 286.1ms, limit 300ms"
    budget.severity = .warn
    budget.file = "shop.yaml"
    budget.line = 91
    return budget
  }

  private static func invariant() -> InvariantResult {
    var invariant = InvariantResult()
    invariant.id = "TK-I1"
    invariant.documentation = "No seat is sold twice."
    invariant.violations = 2
    invariant.firstAt = 12_000_000_000
    invariant.firstReplication = 1
    invariant.firstEntity = 42
    invariant.isExpected = true
    return invariant
  }

  private static func cost() -> CostResult {
    var line = CostResult.Line()
    line.component = "app"
    line.item = "instance"
    line.quantity = 4
    line.unit = "instances"
    line.unitPriceMicros = 57_600_000.5
    line.perMonthMicros = 230_400_002
    var cost = CostResult()
    cost.currency = "EUR"
    cost.standsFor = 2_592_000_000_000_000
    cost.perMonthMicros = 230_400_002
    cost.lines = [line]
    cost.unpriced = ["db", "cache"]
    cost.books = [
      PriceBook(path: "prices/cloud.yaml", date: "2026-10-01", source: "list", currency: "EUR")
    ]
    return cost
  }

  private static func timeline() -> Timeline {
    var flow = Timeline.FlowSeries()
    flow.name = "buy"
    flow.offered = [10, 20, 30]
    flow.completed = [9, 19]
    flow.failed = [1, 0, 2]
    flow.p50 = [5, nil, 7]
    flow.p95 = [nil, nil, 8]
    flow.p99 = [9, 10, 11]
    var measure = Timeline.FlowSeries()
    measure.name = "freshness"
    measure.isMeasure = true
    measure.p50 = [1, 2, 3]
    var component = Timeline.ComponentSeries()
    component.name = "app"
    component.utilization = [0.5, 0.625, 0.1]
    component.queueLength = [0, 12.5, 3]
    component.throughput = [100, 200]
    component.failures = [3, 0]
    component.p99 = [7_000_000, nil, 9_000_000]
    component.replicas = (0..<3).map { number in
      var replicas = Timeline.Replicas()
      replicas.live = 3 - Double(number)
      replicas.down = Double(number)
      replicas.starting = 0.5
      replicas.ejected = 0.25
      return replicas
    }
    var timeline = Timeline()
    timeline.interval = 1_000_000_000
    timeline.count = 3
    timeline.flows = [flow, measure, Timeline.FlowSeries()]
    timeline.components = [component]
    timeline.marks = [.init(name: "slow-db", style: "fault", begins: 4, ends: 5)]
    return timeline
  }

  private static func selfCheck() -> SelfCheck {
    var check = SelfCheck()
    check.component = "app"
    check.law = "Little's law"
    check.measured = 3.5
    check.expected = 3.499
    check.unit = "requests"
    check.isWithinTolerance = false
    check.remark = "run too short"
    return check
  }

  private static func freshnessDistribution() -> FreshnessDistribution {
    var distribution = FreshnessDistribution()
    distribution.population = "reservation"
    distribution.measure = "freshness"
    distribution.period = 300_000_000_000
    distribution.pipeline.record(12_000_000)
    distribution.pipeline.record(14_000_000)
    distribution.points = [(0, 1, 1), (150_000_000_000, 0.51, 0.5)]
    return distribution
  }
}

/// Everything in a result as text, but the insides of histograms, which have an equality of their own.
func described(_ result: RunResult) -> String {
  var rest = result
  for index in rest.indicators.indices { rest.indicators[index].histogram = Histogram() }
  for index in rest.freshnessDistributions.indices { rest.freshnessDistributions[index].pipeline = Histogram() }
  var text = ""
  dump(rest, to: &text)
  return text
}

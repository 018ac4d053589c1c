import Components
import Engine
import Experiments
import Foundation
import Scenarios
import Statistics
import Transports

/// A scenario against a service: the run, the predictions of the model, and what both together say.
package final class LiveExperiment {
  package struct Settings: Sendable {
    package var target: TransportTarget
    /// As it was written, for people.
    package var url: String
    package var base: String
    package var secrets = Secrets()
    /// Sends along what draws belong to, for a twin that goes by them.
    package var tellsDraws = false
    /// Predictions of the model; 0 for none.
    package var predictions = Prediction.usual
    package var selfTests = true
    package init(target: TransportTarget, url: String, base: String) {
      self.target = target
      self.url = url
      self.base = base
    }
  }

  /// What is about to happen, before the first byte.
  package struct Outlook: Sendable {
    /// Requests of open workloads, and users of closed ones.
    package var requests: Int
    package var users: Int
    /// Requests of flows in the fullest second.
    package var peak: Int
    package var duration: Nanoseconds
  }

  /// It cannot be begun, for a reason that is not the scenario's.
  package struct Refusal: Error, CustomStringConvertible {
    package var description: String
    package init(description: String) { self.description = description }
  }

  package let clients: Scenario
  package let outlook: Outlook
  package private(set) var session: LoadSession?
  private let experiment: Experiment
  private let system: AssembledModel?
  private let live: LiveSettings
  private let schedule: ArrivalSchedule
  private let settings: Settings
  private let transport: any Transport
  private let refusedBudgets: [String]
  private let options: RunOptions

  /// - Throws: `InvalidScenario`, or `Refusal` where the file's bounds, or a secret, are missing or broken.
  package init(
    _ scenario: Scenario, providers: [any DomainProvider], transport: any Transport, settings: Settings,
    options: RunOptions
  ) throws {
    var clients = try scenario.clients()
    // What is found from pilots in a simulation has to be said for a service.
    if clients.run.warmUp == nil { clients.run.warmUp = 0 }
    self.clients = clients
    guard let live = clients.live else { throw Refusal(description: "the file has no `live`") }
    self.live = live
    self.settings = settings
    self.transport = transport
    self.options = options
    // Monitors of a core are counted by the service itself, or by nobody.
    refusedBudgets = scenario.budgets.filter { $0.check.metric != "violations" }
      .compactMap { LiveBudgets(scenario).refusal(of: $0) }
    experiment = Experiment(clients, model: Assembler.assemble(clients, providers: providers), options: options)
    let plan = experiment.model.plan
    if settings.predictions > 0, !scenario.components.isEmpty {
      var hosted = try scenario.hosted()
      hosted.run = clients.run
      system = Assembler.assemble(hosted, providers: providers, intervals: 1)
    } else {
      system = nil
    }
    schedule = ArrivalSchedule(plan, seed: clients.run.seed, replication: 0)
    outlook = Outlook(
      requests: schedule.arrivals.count,
      users: plan.sources.reduce(0) {
        if case .closed(let closed) = $1.arrivals { $0 + Int(closed.users) } else { $0 }
      }, peak: schedule.peak(per: .second), duration: plan.horizon.end)
    try check(plan)
  }

  /// A line for each planned arrival.
  package var scheduleText: String {
    let plan = experiment.model.plan
    return schedule.arrivals.map {
      "\($0.at) \(plan.sources[$0.source].name) \($0.number) \(plan.flows[$0.flow].name)\n"
    }.joined()
  }

  private func check(_ plan: NetworkPlan) throws(Refusal) {
    if let most = live.bounds.rate, Double(outlook.peak) > most {
      throw Refusal(
        description: "the plan has \(outlook.peak) requests in a second, and `at-most.rate` allows \(Int(most))")
    }
    if let most = live.bounds.requests, outlook.requests > most {
      throw Refusal(
        description: "the plan has \(outlook.requests) requests, and `at-most.requests` allows \(most)")
    }
    var used: [String] = []
    for call in live.calls {
      for case (let name, .secret(let secret)) in call.fields {
        used.append(secret)
        if settings.secrets[secret] != nil { continue }
        throw Refusal(
          description:
            "\(call.place): `\(name)` of `\(call.name)` is the secret `\(secret)`: give it with --secret \(secret)=env:VARIABLE"
        )
      }
    }
    if let unused = settings.secrets.names.first(where: { !used.contains($0) }) {
      throw Refusal(description: "--secret \(unused): no header of `live.calls` is `secret \(unused)`")
    }
  }

  /// What happens while it runs, for whoever watches.
  package struct Watcher {
    package var tested: (LiveResult.Floor) -> Void = { _ in }
    /// Each second: how far it is.
    package var second: (Nanoseconds, LoadRecord) -> Void = { _, _ in }
    package var predicted: (Int) -> Void = { _ in }
    package init() {}
  }

  /// Tries whether somebody listens at the target, and sends nothing.
  ///
  /// - Throws: `Refusal` where nobody does.
  package func reach() throws {
    if let obstacle = try SingleRequest.obstacle(to: settings.target, on: transport) { throw unreachable(obstacle) }
  }

  private func unreachable(_ why: String) -> Refusal {
    Refusal(description: "\(settings.url) cannot be reached (\(why)): nothing was sent")
  }

  /// - Throws: what the transport throws, or `Refusal` where nobody could be reached before the first request.
  package func run(stop: StopRequest, watcher: Watcher) throws -> RunResult {
    var live = LiveResult()
    if settings.selfTests {
      let count = if case .shared(let count) = self.live.connections { count } else { 64 }
      let floor = try SelfTest.run(
        on: transport, rate: Double(max(1, outlook.peak)), connections: count)
      live.generator.floor = floor
      watcher.tested(floor)
    }
    if let prepare = self.live.prepare { _ = try single(prepare) }
    let clock = ContinuousClock()
    let began = clock.now
    let generator = try drive(stop, watcher)
    let isPartial = generator.end != .complete
    var result = experiment.result(
      ofLive: generator.session.run.measurements(isPartial: isPartial), wall: clock.now - began)
    fill(&live, generator)
    if let audit = self.live.audit {
      do {
        try judge(audit, into: &result)
      } catch let refusal as Refusal {
        // What was measured stays: a service that is gone by now is what a load may have done.
        result.isPartial = true
        live.stopped = live.stopped ?? refusal.description
      }
    }
    let figures = LoadFigures(generator.session, isPartial: isPartial)
    let fidelity = system.map { self.fidelity(of: figures, $0, isPartial, watcher, stop) }
    live.fidelity = fidelity.map {
      LiveResult.Fidelity($0.fidelity, figures, $0.prediction, self.live.tolerance, clients: experiment.model.plan)
    }
    if let responses = generator.session.responses, let system { live.paired = paired(responses, system) }
    judgeGenerator(generator, figures, into: &live, compares: fidelity != nil)
    result.live = live
    return result
  }

  private func drive(_ stop: StopRequest, _ watcher: Watcher) throws -> Generator {
    let plan = experiment.model.plan
    let run = PacedRun(plan, bindings: [], seed: clients.run.seed, replication: 0)
    let session = LoadSession(run, connections: live.connections, keepsEach: settings.tellsDraws)
    self.session = session
    var pace = Generator.Settings(end: plan.horizon.end, drained: plan.horizon.drained)
    pace.bounds = live.bounds
    pace.stopWhen = live.stopWhen
    pace.base = settings.base
    let generator = Generator(
      session, settings: pace,
      encoder: CallEncoder(live, plan: plan, secrets: settings.secrets, tellsDraws: settings.tellsDraws),
      reader: AnswerReader(live, plan: plan), stop: stop)
    generator.onSecond = { now in watcher.second(now, session.record) }
    try transport.drive(generator, at: settings.target)
    if case .unreachable(let why) = generator.end { throw unreachable(why) }
    // One that was cut off has nothing of what would have come.
    let isComplete = generator.end == .complete
    run.finish(at: isComplete ? min(max(run.now, plan.horizon.end), plan.horizon.drained) : run.now)
    return generator
  }

  private func single(_ request: LiveRequest) throws -> HTTPAnswer {
    do {
      return try SingleRequest.answer(
        to: HTTPCall(method: request.method, path: settings.base + request.path), on: transport, at: settings.target)
    } catch let problem as SingleRequest.Problem {
      throw Refusal(description: "\(problem)")
    }
  }

  /// What the service counts of its invariants, beside what simulated monitors count.
  private func judge(_ audit: LiveRequest, into result: inout RunResult) throws {
    let answer = try single(audit)
    guard let object = try? JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any],
      let violations = object["violations"] as? [String: Int]
    else {
      throw Refusal(description: "\(audit.method) \(audit.path): its answer has no object `violations` of counts")
    }
    for id in violations.keys.sorted() {
      var invariant = InvariantResult()
      invariant.id = id
      invariant.documentation = "counted by the service itself, after the run"
      invariant.violations = UInt64(max(0, violations[id] ?? 0))
      invariant.isExpected = clients.expectedViolations.contains { $0 == id || $0.hasSuffix("/\(id)") }
      result.invariants.append(invariant)
      if invariant.violations > 0, !invariant.isExpected { result.verdict = .violated }
    }
  }

  private func fidelity(
    of figures: LoadFigures, _ system: AssembledModel, _ isPartial: Bool, _ watcher: Watcher, _ stop: StopRequest
  ) -> (fidelity: Fidelity, prediction: Prediction) {
    let nothing = Prediction(runs: [])
    if isPartial {
      return (Fidelity(cannotJudge: "the run is partial, and the predictions are of whole ones"), nothing)
    }
    let prediction = Prediction(
      Prediction.Halves(clients: experiment.model, system: system), seed: clients.run.seed,
      connections: live.connections, count: settings.predictions, threads: options.threads, stop: stop,
      onProgress: watcher.predicted)
    return (Fidelity(figures, against: prediction, tolerance: live.tolerance), prediction)
  }

  /// Each response beside that of the same request, with the same demands, in the simulation.
  private func paired(_ responses: [UInt64: Nanoseconds], _ system: AssembledModel) -> LiveResult.Times {
    let seed = clients.run.seed
    let rehearsal = Rehearsal(
      PacedRun(experiment.model.plan, bindings: [], seed: seed, replication: 0),
      against: PacedRun(
        system.plan, bindings: system.makeBindings(seed: seed, replication: 0), seed: seed, replication: 0),
      connections: live.connections, keepsEach: true)
    rehearsal.run()
    var differences = Histogram()
    for (call, response) in rehearsal.session.responses ?? [:] {
      if let other = responses[call] { differences.record(abs(other - response)) }
    }
    return .init(differences)
  }

  private func judgeGenerator(
    _ generator: Generator, _ figures: LoadFigures, into live: inout LiveResult, compares: Bool
  ) {
    let judged = GeneratorVerdict.judged(
      by: clients, figures, plan: experiment.model.plan, tolerance: compares ? self.live.tolerance : nil)
    let verdict = GeneratorVerdict(
      generator.session.record, generator.health, judged: judged,
      isLocal: ServiceURL.isLoopback(settings.target.address), peak: outlook.peak,
      carried: live.generator.floor?.carried)
    live.generator.reasons = verdict.reasons
    live.generator.sendLag = .init(generator.session.record.sendLag)
    live.generator.busiestSecond = generator.health.busiestSecond
    live.generator.meanBusy = generator.health.meanBusy
    live.generator.longestGap = generator.health.longestGap
    live.generator.pressure = generator.health.pressure
    live.generator.users = generator.health.users
  }

  private func fill(_ live: inout LiveResult, _ generator: Generator) {
    let (run, record) = (generator.session.run, generator.session.record)
    live.target = settings.url
    live.planned = UInt64(schedule.arrivals.count)
    live.sent = run.arrivals.count
    live.plannedDigest = schedule.digest.hex
    live.arrivalDigest = run.arrivals.hex
    live.drawDigest = CallEncoder.hexadecimal(run.draws)
    live.connections = generator.session.connections
    live.renewed = record.renewed
    live.connect = .init(record.connect)
    live.mostWaiting = record.mostWaiting
    live.mostInHand = record.mostInHand
    live.bytesOut = record.bytesOut
    live.bytesIn = record.bytesIn
    live.refusedBudgets = refusedBudgets
    switch generator.end {
    case .complete, .unreachable: break
    case .interrupted: live.stopped = "interrupted"
    case .stopped(let why): live.stopped = why
    }
    live.calls = zip(run.plan.remotes, record.calls).map { LiveResult.Call($0.name, $1, run.plan.outcomes) }
  }
}

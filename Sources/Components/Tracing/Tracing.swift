import Engine
import Statistics

/// Where time goes, noted for requests that are watched. Each function is one comparison for all others.
final class Tracing {
  let frames: FrameStore
  let plan: PlanTables
  let watcher: SpanStore?
  /// What tells the requests of each workload, timer and polling from those of others.
  private let salts: [UInt64]

  init(_ plan: PlanTables, frames: FrameStore, salts: [UInt64], watching watch: Watch?) {
    self.plan = plan
    self.frames = frames
    self.salts = salts
    watcher = watch.map { SpanStore($0, recording: Self.identities(of: $0, salts, plan)) }
  }

  private static func identities(of watch: Watch, _ salts: [UInt64], _ plan: PlanTables) -> Set<ExemplarIdentity> {
    guard case .recording(let targets) = watch else { return [] }
    let polled = salts.count - plan.pollings.count
    return targets.reduce(into: []) { identities, target in
      switch target {
      case .request(let workload, let number):
        identities.insert(ExemplarIdentity(source: workload, entity: salts[workload] &+ number))
      case .entity(let population, let key):
        for (number, polling) in plan.pollings.enumerated() where polling.population == population {
          identities.insert(ExemplarIdentity(source: polled + number, entity: salts[polled + number] &+ key))
        }
      case .exemplar(let identity): identities.insert(identity)
      }
    }
  }

  // MARK: Spans

  /// From now on the frame's time passes for this reason.
  @inline(__always)
  func spend(_ cause: Span.Cause, _ index: UInt32, at now: Nanoseconds, stream: Int32 = -1) {
    if watcher == nil { return }
    note(cause, index, at: now, planned: 0, stream: stream, component: nil)
  }

  /// The same, at another component than the frame's own.
  @inline(__always)
  func spend(_ cause: Span.Cause, _ index: UInt32, at now: Nanoseconds, on component: Int) {
    if watcher == nil { return }
    note(cause, index, at: now, planned: 0, stream: -1, component: component)
  }

  @inline(never)
  private func note(
    _ cause: Span.Cause, _ index: UInt32, at now: Nanoseconds, planned: Nanoseconds, stream: Int32, component: Int?
  ) {
    let ledger = frames.ledger(index)
    if ledger == Frame.none { return }
    let frame = frames[index]
    var span = Span(cause: cause, from: now, to: now)
    span.component = component ?? frame.place
    span.replica = frame.isFlow ? 0 : Int(frame.replica)
    span.operation = frame.isFlow ? -1 : Int(frame.operation)
    span.stream = Int(stream)
    span.planned = planned
    watcher?.enter(ledger, span)
  }

  /// Work on shared cores begins: what it takes beyond its own time waits for the others.
  @inline(__always)
  func spendShared(
    _ index: UInt32, stream: Int32, work: Nanoseconds, slowness: Double, at now: Nanoseconds
  ) {
    if watcher == nil { return }
    note(
      .service, index, at: now, planned: Nanoseconds((Double(work) * slowness).rounded(.up)),
      stream: stream, component: nil)
  }

  /// A `wait` step begins.
  @inline(__always)
  func spendWait(_ index: UInt32, stream: Int32, at now: Nanoseconds) {
    if watcher == nil { return }
    let isOutside = !frames[index].isFlow && plan.components[Int(frames[index].component)].isOutside
    note(isOutside ? .provider : .wait, index, at: now, planned: 0, stream: stream, component: nil)
  }

  /// A request whose first frame this is may be one that is watched.
  @inline(__always)
  func beginSpans(of index: UInt32, _ cause: Span.Cause, component: Int, at now: Nanoseconds) {
    guard let watcher, watcher.follows(exemplar(index)) else { return }
    frames.coldState(index).pointee.ledger = begin(index, at: now, cause, component: component)
  }

  private func begin(_ index: UInt32, at now: Nanoseconds, _ cause: Span.Cause, component: Int) -> UInt32 {
    let request = frames.request(of: index).pointee
    return watcher?.begin(request, salt: salts[Int(request.source)], at: now, cause, component: component) ?? Frame.none
  }

  private func exemplar(_ index: UInt32) -> ExemplarIdentity { ExemplarIdentity(frames.request(of: index).pointee) }

  /// The history of a frame goes on in one that it calls, or a branch of it.
  @inline(__always)
  func forkSpans(_ parent: UInt32, into child: UInt32, as role: Activity.Role, at now: Nanoseconds) {
    if watcher == nil { return }
    forkLedger(frames.ledger(parent), into: child, as: role, at: now, isCallee: true)
  }

  private func forkLedger(
    _ ledger: UInt32, into child: UInt32, as role: Activity.Role, at now: Nanoseconds, isCallee: Bool
  ) {
    guard let watcher, ledger != Frame.none else { return }
    frames.coldState(child).pointee.ledger = watcher.fork(
      ledger, into: frames[child], as: role, at: now, isCallee: isCallee)
  }

  /// Something ends that another frame waits for.
  @inline(__always)
  func handSpans(_ index: UInt32, to parent: UInt32, at now: Nanoseconds) {
    guard let watcher, frames.ledger(index) != Frame.none else { return }
    leave(index, at: now)
    guard frames.isAwaited(parent, frames[index].parentGeneration) else { return }
    let (own, other) = (frames.ledger(index), frames.ledger(parent))
    guard other != Frame.none else { return }
    watcher.hand(own, to: other, failed: StandardOutcome.isFailure(frames[index].outcome), at: now)
  }

  /// One try of a call begins.
  @inline(__always)
  func beginTrySpans(_ index: UInt32, _ site: UnsafePointer<CallSite>, at now: Nanoseconds) {
    guard let watcher, frames.ledger(index) != Frame.none else { return }
    watcher.beginTry(frames.ledger(index), at: now)
    spend(.answer, index, at: now, on: plan.operations[Int(site.pointee.operation)].component)
  }

  /// A try has failed, and another follows after a pause.
  @inline(__always)
  func failTrySpans(_ index: UInt32, of callee: Int, at now: Nanoseconds) {
    guard let watcher, frames.ledger(index) != Frame.none else { return }
    watcher.failTry(frames.ledger(index), of: callee, at: now)
    spend(.backoff, index, at: now, on: callee)
  }

  /// Nobody waits for the answer any more.
  @inline(__always)
  func abandonSpans(_ index: UInt32, limit: @autoclosure () -> Nanoseconds?, at now: Nanoseconds) {
    guard let watcher, frames.ledger(index) != Frame.none else { return }
    watcher.abandon(frames.ledger(index), limit: limit(), at: now)
  }

  /// A failure is born at a frame: at its component, unless another one is named.
  @inline(__always)
  func noteFailure(_ cause: FailureOrigin.Cause, _ outcome: UInt16, _ index: UInt32, at component: Int? = nil) {
    if watcher == nil { return }
    noteOrigin(cause, outcome, index, at: component)
  }

  @inline(never)
  private func noteOrigin(
    _ cause: FailureOrigin.Cause, _ outcome: UInt16, _ index: UInt32, at component: Int?
  ) {
    let ledger = frames.ledger(index)
    guard ledger != Frame.none, StandardOutcome.isFailure(outcome) else { return }
    watcher?.fail(ledger, FailureOrigin(cause, component: component ?? frames[index].place, outcome: outcome))
  }

  /// A record begins where its publisher is; nobody waits for it.
  @inline(__always)
  func publishSpans(
    _ publisher: UInt32, into record: UInt32, as role: Activity.Role = .record, at now: Nanoseconds
  ) {
    if watcher == nil { return }
    forkLedger(frames.ledger(publisher), into: record, as: role, at: now, isCallee: false)
  }

  /// The same of a message that waited in a queue.
  @inline(__always)
  func publishSpans(_ message: Frame, into record: UInt32, at now: Nanoseconds) {
    guard let watcher else { return }
    let ledger = frames.coldState(of: message)?.pointee.ledger ?? Frame.none
    forkLedger(ledger, into: record, as: .record, at: now, isCallee: false)
    if ledger != Frame.none { watcher.leave(ledger, .passedOn, at: now) }
  }

  /// A frame is over, whoever waited for it.
  /// - Parameter end: how; nil by its outcome.
  @inline(__always)
  func leave(_ index: UInt32, _ end: Activity.End? = nil, at now: Nanoseconds) {
    guard let watcher, frames.ledger(index) != Frame.none else { return }
    watcher.leave(frames.ledger(index), end ?? .done(Int(frames[index].outcome)), at: now)
  }

  /// An item that a decision has emitted is with its consumers: it has a history of its own, or that of who decided.
  @inline(__always)
  func leaveItem(_ publisher: UInt32, of index: UInt32, at now: Nanoseconds) {
    if watcher == nil || frames.ledger(publisher) == frames.ledger(index) { return }
    leave(publisher, .passedOn, at: now)
  }

  /// Something of a recorded frame that takes no time.
  @inline(__always)
  func note(_ index: UInt32, _ event: @autoclosure () -> Activity.Event, at now: Nanoseconds) {
    guard let watcher, frames.ledger(index) != Frame.none else { return }
    watcher.note(frames.ledger(index), event(), at: now)
  }

  /// News of a polled entity: nobody looked at it, then its source was asked.
  func beginSpans(of index: UInt32, _ finding: Finding, _ plan: PollingPlan) {
    guard let watcher, watcher.follows(exemplar(index)) else { return }
    let begins = min(finding.changedAt ?? finding.askedAt, finding.askedAt)
    let ledger = begin(index, at: begins, .poll, component: plan.component)
    frames.coldState(index).pointee.ledger = ledger
    watcher.enter(
      ledger, Span(cause: .provider, component: plan.source, from: finding.askedAt, to: finding.askedAt))
    let answered = max(finding.at, finding.askedAt)
    watcher.enter(ledger, Span(cause: .wait, component: plan.component, from: answered, to: answered))
  }

  /// An item that a decision has emitted: it waited for the decision, and goes on by itself. One that goes back to the
  /// very request that decides has its history already.
  func beginSpans(of publisher: UInt32, _ item: EmittedItem, at now: Nanoseconds) {
    guard let watcher else { return }
    let follows = watcher.follows(exemplar(publisher))
    if frames.ledger(publisher) != Frame.none && follows && item.since == nil { return }
    if frames.ledger(publisher) != Frame.none { frames.coldState(publisher).pointee.ledger = Frame.none }
    guard follows else { return }
    let component = frames[publisher].place
    let ledger = begin(publisher, at: min(item.since ?? now, now), .poll, component: component)
    frames.coldState(publisher).pointee.ledger = ledger
    watcher.enter(ledger, Span(cause: .wait, component: component, from: now, to: now))
  }

  /// A request has ended: it may be an exemplar, or be followed.
  @inline(__always)
  func endSpans(_ index: UInt32, _ outcome: UInt16, latency: Nanoseconds, at now: Nanoseconds) {
    if watcher == nil { return }
    endHistory(index, outcome, latency: latency, at: now)
  }

  @inline(never)
  private func endHistory(_ index: UInt32, _ outcome: UInt16, latency: Nanoseconds, at now: Nanoseconds) {
    guard let watcher else { return }
    let request = frames.request(of: index).pointee
    let flow = Int(request.flow)
    let failed = StandardOutcome.isFailure(outcome)
    if frames[index].isMeasured {
      watcher.see(ExemplarIdentity(request), latency) { subject in
        switch subject {
        case .flows(let flows): !failed && flows.contains(flow)
        case .failures(let flows): failed && flows.contains(flow)
        case .measure: false
        }
      }
    }
    let ledger = frames.ledger(index)
    guard ledger != Frame.none else { return }
    watcher.end(
      ledger, of: request, outcome, salt: salts[Int(request.source)], measure: -1,
      began: frames[index].arrivedAt, value: failed ? nil : latency, at: now)
  }

  /// A clock was read.
  @inline(__always)
  func endMeasure(_ index: UInt32, _ measure: Int, since mark: Nanoseconds, at now: Nanoseconds) {
    guard let watcher else { return }
    note(index, .measured(measure, max(0, now - mark)), at: now)
    guard frames[index].isMeasured else { return }
    let request = frames.request(of: index).pointee
    watcher.see(ExemplarIdentity(request), max(0, now - mark)) { $0 == .measure(measure) }
    let ledger = frames.ledger(index)
    guard ledger != Frame.none else { return }
    watcher.end(
      ledger, of: request, frames[index].outcome, salt: salts[Int(request.source)], measure: measure, began: mark,
      value: max(0, now - mark),
      at: now)
  }
}

import Engine
import Statistics

/// Where time goes, noted for requests that are watched or traced. Each function is one comparison for all others.
final class Tracing {
  let frames: FrameStore
  let plan: PlanTables
  /// One request or entity that is followed step by step.
  let trace: Trace?
  let watcher: SpanStore?
  /// What tells the requests of each workload, timer and polling from those of others.
  private let salts: [UInt64]

  init(_ plan: PlanTables, frames: FrameStore, salts: [UInt64], tracing target: TraceTarget?, watching watch: Watch?) {
    self.plan = plan
    self.frames = frames
    self.salts = salts
    trace = target.map { Trace($0) }
    watcher = watch.map { SpanStore($0) }
  }

  // MARK: Time by cause

  /// Time by cause, for what is traced.
  @inline(__always)
  func noteTime(_ cause: WritableKeyPath<ColdState, Nanoseconds>, _ time: Nanoseconds, of index: UInt32) {
    if frames[index].isTraced { frames.coldState(index).pointee[keyPath: cause] += time }
  }

  /// What a callee's time went into, its caller's did.
  func absorbTimes(_ callee: UInt32, into parent: UInt32) {
    guard let told = frames.coldState(of: callee)?.pointee else { return }
    let own = frames.coldState(parent)
    own.pointee.queueing += told.queueing
    own.pointee.working += told.working
    own.pointee.travelling += told.travelling
  }

  /// A step of what is traced.
  @inline(__always)
  func log(_ index: UInt32, at now: Nanoseconds, _ text: @autoclosure () -> String) {
    if frames[index].isTraced { trace?.add(now, text()) }
  }

  /// An operation that is traced starts.
  func start(_ index: UInt32, at now: Nanoseconds) {
    let frame = frames[index]
    let wait = now - frame.arrivedAt
    noteTime(\.queueing, wait, of: index)
    log(index, at: now, "starts at \(plan.components[Int(frame.component)].name)[\(frame.replica)] after \(wait) ns")
  }

  /// A request that is traced ends.
  func end(_ index: UInt32, _ outcome: UInt16, at now: Nanoseconds) {
    let name = plan.flows[Int(frames.request(of: index).pointee.flow)].name
    let times = frames.coldState(of: index)?.pointee ?? ColdState()
    let parts = "queue \(times.queueing), service \(times.working), network \(times.travelling)"
    let latency = now - frames[index].arrivedAt
    log(index, at: now, "\(name) ends: \(plan.outcomes[Int(outcome)]) after \(latency) ns (\(parts))")
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
    frames.coldState(index).pointee.ledger = watcher.begin(at: now, cause, component: component)
  }

  private func exemplar(_ index: UInt32) -> ExemplarIdentity { ExemplarIdentity(frames.request(of: index).pointee) }

  /// The history of a frame goes on in one that it calls, or a branch of it.
  @inline(__always)
  func forkSpans(_ parent: UInt32, into child: UInt32, at now: Nanoseconds, deeper: Int) {
    if watcher == nil { return }
    forkLedger(frames.ledger(parent), into: child, at: now, isCallee: true, deeper: deeper)
  }

  private func forkLedger(
    _ ledger: UInt32, into child: UInt32, at now: Nanoseconds, isCallee: Bool, deeper: Int
  ) {
    guard let watcher, ledger != Frame.none else { return }
    frames.coldState(child).pointee.ledger = watcher.fork(ledger, at: now, isCallee: isCallee, deeper: deeper)
  }

  /// Something ends that another frame waits for.
  @inline(__always)
  func handSpans(_ index: UInt32, to parent: UInt32, at now: Nanoseconds) {
    guard let watcher, frames.isAwaited(parent, frames[index].parentGeneration) else { return }
    let (own, other) = (frames.ledger(index), frames.ledger(parent))
    guard own != Frame.none, other != Frame.none else { return }
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
  func publishSpans(_ publisher: UInt32, into record: UInt32, at now: Nanoseconds) {
    if watcher == nil { return }
    forkLedger(frames.ledger(publisher), into: record, at: now, isCallee: false, deeper: 0)
  }

  /// The same of a message that waits in a queue.
  @inline(__always)
  func publishSpans(_ message: Frame, into record: UInt32, at now: Nanoseconds) {
    if watcher == nil { return }
    forkLedger(
      frames.coldState(of: message)?.pointee.ledger ?? Frame.none, into: record, at: now, isCallee: false, deeper: 0)
  }

  /// News of a polled entity: nobody looked at it, then its source was asked.
  func beginSpans(of index: UInt32, _ finding: Finding, _ plan: PollingPlan) {
    guard let watcher, watcher.follows(exemplar(index)) else { return }
    let begins = min(finding.changedAt ?? finding.askedAt, finding.askedAt)
    let ledger = watcher.begin(at: begins, .poll, component: plan.component)
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
    let identity = exemplar(publisher)
    let follows = watcher.follows(identity)
    if frames.ledger(publisher) != Frame.none && follows && item.since == nil { return }
    if frames.ledger(publisher) != Frame.none { frames.coldState(publisher).pointee.ledger = Frame.none }
    guard follows else { return }
    let component = frames[publisher].place
    let ledger = watcher.begin(at: min(item.since ?? now, now), .poll, component: component)
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
    watcher.see(ExemplarIdentity(request), failed ? now - frames[index].arrivedAt : latency) { subject in
      switch subject {
      case .flows(let flows): !failed && flows.contains(flow)
      case .failures(let flows): failed && flows.contains(flow)
      case .measure: false
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
    guard let watcher, frames[index].isMeasured else { return }
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

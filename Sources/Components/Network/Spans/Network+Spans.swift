import Engine
import Statistics

/// Where time goes, noted for watched requests alone. Each function is one comparison for all others.
extension Network {
  /// From now on the frame's time passes for this reason.
  @inline(__always)
  mutating func spend(
    _ cause: Span.Cause, _ index: UInt32, at now: Nanoseconds, planned: Nanoseconds = 0, stream: Int32 = -1
  ) {
    if frames[index].ledger == Frame.none { return }
    note(cause, index, at: now, planned: planned, stream: stream, component: nil)
  }

  /// The same, at another component than the frame's own.
  @inline(__always)
  mutating func spend(_ cause: Span.Cause, _ index: UInt32, at now: Nanoseconds, on component: Int) {
    if frames[index].ledger == Frame.none { return }
    note(cause, index, at: now, planned: 0, stream: -1, component: component)
  }

  @inline(never)
  private mutating func note(
    _ cause: Span.Cause, _ index: UInt32, at now: Nanoseconds, planned: Nanoseconds, stream: Int32, component: Int?
  ) {
    let frame = frames[index]
    let isFlow = frame.operation == .max
    var span = Span(cause: cause, from: now, to: now)
    span.component = component ?? (isFlow ? -1 : Int(frame.component))
    span.replica = isFlow ? 0 : Int(frame.replica)
    span.operation = isFlow ? -1 : Int(frame.operation)
    span.stream = Int(stream)
    span.planned = planned
    watcher?.enter(frame.ledger, span)
  }

  /// Work on shared cores begins: what it takes beyond its own time waits for the others.
  @inline(__always)
  mutating func spendShared(
    _ step: Instruction, _ index: UInt32, work: Nanoseconds, slowness: Double, at now: Nanoseconds
  ) {
    if frames[index].ledger == Frame.none { return }
    note(
      .service, index, at: now, planned: Nanoseconds((Double(work) * slowness).rounded(.up)), stream: step.stream,
      component: nil)
  }

  /// A `wait` or `think` step begins.
  @inline(__always)
  mutating func spendWait(_ step: Instruction, _ index: UInt32, at now: Nanoseconds) {
    if frames[index].ledger == Frame.none { return }
    let frame = frames[index]
    let isOutside = frame.operation != .max && plan.components[Int(frame.component)].isOutside
    let isThinking = step.code == .think
    note(
      isThinking ? .think : isOutside ? .provider : .wait, index, at: now, planned: 0, stream: step.stream,
      component: nil)
  }

  /// A request whose first frame this is may be one that is watched.
  @inline(__always)
  mutating func beginSpans(_ frame: inout Frame, _ cause: Span.Cause, component: Int, at now: Nanoseconds) {
    guard let watcher, watcher.follows(ExemplarIdentity(frame)) else { return }
    frame.ledger = watcher.begin(at: now, cause, component: component)
  }

  /// The history of a frame goes on in one that it calls, or a branch of it.
  @inline(__always)
  mutating func forkSpans(_ parent: UInt32, into child: inout Frame, at now: Nanoseconds, deeper: Int) {
    if frames[parent].ledger == Frame.none { return }
    child.ledger =
      watcher?.fork(frames[parent].ledger, at: now, isCallee: true, deeper: deeper) ?? Frame.none
  }

  /// Something ends that another frame waits for.
  @inline(__always)
  mutating func handSpans(_ index: UInt32, to parent: UInt32, at now: Nanoseconds) {
    if frames[index].ledger == Frame.none { return }
    guard isAwaited(parent, frames[index].parentEpoch), frames[parent].ledger != Frame.none else { return }
    watcher?.hand(
      frames[index].ledger, to: frames[parent].ledger, failed: StandardOutcome.isFailure(frames[index].outcome), at: now
    )
  }

  /// One try of a call begins.
  @inline(__always)
  mutating func beginTrySpans(_ index: UInt32, _ step: Instruction, at now: Nanoseconds) {
    if frames[index].ledger == Frame.none { return }
    watcher?.beginTry(frames[index].ledger, at: now)
    spend(.answer, index, at: now, on: plan.operations[Int(step.target)].component)
  }

  /// A try has failed, and another follows after a pause.
  @inline(__always)
  mutating func failTrySpans(_ index: UInt32, of callee: Int, at now: Nanoseconds) {
    if frames[index].ledger == Frame.none { return }
    watcher?.failTry(frames[index].ledger, of: callee, at: now)
    spend(.backoff, index, at: now, on: callee)
  }

  /// Nobody waits for the answer any more.
  @inline(__always)
  mutating func abandonSpans(_ index: UInt32, _ step: Instruction, at now: Nanoseconds) {
    if frames[index].ledger == Frame.none { return }
    let timeout = step.timeoutLine >= 0 ? plan.timeouts[Int(step.timeoutLine)] : .max
    watcher?.abandon(frames[index].ledger, limit: timeout == .max ? nil : timeout, at: now)
  }

  /// A failure is born at a frame: at its component, unless another one is named.
  @inline(__always)
  func noteFailure(_ cause: FailureOrigin.Cause, _ outcome: UInt16, _ index: UInt32, at component: Int? = nil) {
    if frames[index].ledger == Frame.none { return }
    noteFailure(cause, outcome, frames[index], at: component)
  }

  @inline(never)
  func noteFailure(_ cause: FailureOrigin.Cause, _ outcome: UInt16, _ frame: Frame, at component: Int? = nil) {
    guard frame.ledger != Frame.none, StandardOutcome.isFailure(outcome) else { return }
    let own = frame.operation == .max ? -1 : Int(frame.component)
    watcher?.fail(frame.ledger, FailureOrigin(cause, component: component ?? own, outcome: outcome))
  }

  /// A record begins where its publisher is; nobody waits for it.
  @inline(__always)
  mutating func publishSpans(_ publisher: Frame, into record: inout Frame, at now: Nanoseconds) {
    if publisher.ledger == Frame.none { return }
    record.ledger = watcher?.fork(publisher.ledger, at: now, isCallee: false, deeper: 0) ?? Frame.none
  }

  /// News of a polled entity: nobody looked at it, then its source was asked.
  mutating func beginSpans(_ frame: inout Frame, of finding: Finding, _ plan: PollingPlan) {
    guard let watcher, watcher.follows(ExemplarIdentity(frame)) else { return }
    frame.ledger = watcher.begin(at: min(finding.changedAt, finding.askedAt), .poll, component: plan.component)
    watcher.enter(
      frame.ledger, Span(cause: .provider, component: plan.source, from: finding.askedAt, to: finding.askedAt))
    let answered = max(finding.at, finding.askedAt)
    watcher.enter(frame.ledger, Span(cause: .wait, component: plan.component, from: answered, to: answered))
  }

  /// An item that a decision has emitted: it waited for the decision, and goes on by itself. One that goes back to the
  /// very request that decides has its history already.
  mutating func beginSpans(_ publisher: inout Frame, of item: EmittedItem, at now: Nanoseconds) {
    guard let watcher else { return }
    let identity = ExemplarIdentity(publisher)
    if publisher.ledger != Frame.none && watcher.follows(identity) && item.since == nil { return }
    publisher.ledger = Frame.none
    guard watcher.follows(identity) else { return }
    let component = publisher.operation == .max ? -1 : Int(publisher.component)
    publisher.ledger = watcher.begin(at: min(item.since ?? now, now), .poll, component: component)
    watcher.enter(publisher.ledger, Span(cause: .wait, component: component, from: now, to: now))
  }

  /// A request has ended: it may be an exemplar, or be followed.
  @inline(__always)
  func endSpans(_ frame: Frame, latency: Nanoseconds, failed: Bool, at now: Nanoseconds) {
    guard let watcher else { return }
    let flow = Int(frame.flow)
    watcher.see(ExemplarIdentity(frame), failed ? now - frame.arrivedAt : latency) { subject in
      switch subject {
      case .flows(let flows): !failed && flows.contains(flow)
      case .failures(let flows): failed && flows.contains(flow)
      case .measure: false
      }
    }
    if frame.ledger != Frame.none {
      watcher.end(
        frame, salt: sources[Int(frame.source)].salt, measure: -1, began: frame.arrivedAt,
        value: failed ? nil : latency, at: now)
    }
  }

  /// A clock was read.
  @inline(__always)
  func endMeasure(_ frame: Frame, _ measure: Int, since mark: Nanoseconds, at now: Nanoseconds) {
    guard let watcher, frame.isMeasured else { return }
    watcher.see(ExemplarIdentity(frame), max(0, now - mark)) { $0 == .measure(measure) }
    if frame.ledger != Frame.none {
      let polling = Int(frame.source) - sources.count - timers.count
      let salt =
        polling >= 0
        ? RandomStream.mix(plan.components[plan.pollings[polling].component].salt, 0x9011)
        : Int(frame.source) < sources.count ? sources[Int(frame.source)].salt : 0
      watcher.end(frame, salt: salt, measure: measure, began: mark, value: max(0, now - mark), at: now)
    }
  }
}

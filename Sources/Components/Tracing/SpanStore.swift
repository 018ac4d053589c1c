import Engine

/// The histories of watched requests: chains of spans that share their beginnings.
///
/// Every watched frame has a ledger: a chain up to an instant, and the cause of what passes since. What a frame calls
/// begins with its caller's chain, and what ends a wait hands its own chain to the waiter. So a frame's chain is at
/// any time the path that led to it; what ran beside it and ended earlier is not on it.
final class SpanStore {
  private struct Node {
    var previous: Int32
    var span: Span
  }
  private struct Ledger {
    var head: Int32 = -1
    /// `to` is not known yet.
    var open: Span
    /// Of the callee that it waits for last; −1 for none.
    var callee: Int32 = -1
    /// Where the chain stood when the current try began.
    var tryBegan: Int32 = -1
    /// Of the last failure that came to it.
    var origin: FailureOrigin?
    /// One that its record does not have yet: it gets the instant at which something follows from it.
    var unnoted: FailureOrigin?
  }

  /// Beyond this nothing more is noted.
  static let limit = 20_000_000
  let watch: Watch
  private var nodes: [Node] = []
  private var ledgers: [Ledger] = []
  private(set) var paths: [ExemplarPath] = []
  private var followed: Set<ExemplarIdentity> = []
  private let bands: [ExemplarBand]
  private(set) var found: [[ExemplarCandidate]]
  /// Of everything that the followed do; nil where their critical paths are wanted alone.
  private var record: ActivityRecord?

  /// - Parameter identities: of what is to be recorded.
  init(_ watch: Watch, recording identities: Set<ExemplarIdentity>) {
    self.watch = watch
    switch watch {
    case .seeking(let bands):
      self.bands = bands
      found = bands.map { _ in [] }
    case .following(let identities):
      bands = []
      found = []
      followed = identities
    case .recording:
      bands = []
      found = []
      followed = identities
      record = ActivityRecord()
    }
  }

  // MARK: Ledgers

  func follows(_ identity: ExemplarIdentity) -> Bool {
    !followed.isEmpty && followed.contains(identity) && nodes.count < Self.limit
  }

  /// A history that begins here.
  func begin(
    _ request: Request, salt: UInt64, at now: Nanoseconds, _ cause: Span.Cause, component: Int
  ) -> UInt32 {
    ledgers.append(Ledger(open: Span(cause: cause, component: component, from: now, to: now)))
    record?.begin(
      Activity(
        role: .request, parent: -1, identity: ExemplarIdentity(request), number: request.entity &- salt,
        flow: request.flow == .max ? -1 : Int(request.flow), component: component, operation: -1, began: now))
    return UInt32(ledgers.count - 1)
  }

  /// A history that goes on from another one; `isCallee` where that one waits for it.
  func fork(
    _ number: UInt32, into child: Frame, as role: Activity.Role, at now: Nanoseconds, isCallee: Bool
  ) -> UInt32 {
    let parent = Int(number)
    var open = ledgers[parent].open
    let head = snapshot(parent, at: now)
    open.from = now
    if role == .call { open.depth += 1 }
    open.planned = 0
    ledgers.append(Ledger(head: head, open: open))
    if isCallee { ledgers[parent].callee = Int32(ledgers.count - 1) }
    record?.begin(
      Activity(
        role: role, parent: parent, component: child.place, operation: child.isFlow ? -1 : Int(child.operation),
        replica: child.isFlow ? 0 : Int(child.replica), began: now))
    return UInt32(ledgers.count - 1)
  }

  /// From now on time passes for another reason.
  func enter(_ number: UInt32, _ span: Span) {
    let index = Int(number)
    close(index, at: span.from)
    var span = span
    span.depth = ledgers[index].open.depth
    ledgers[index].open = span
    ledgers[index].callee = -1
  }

  /// What a frame waited for has ended: the waiter's history is that of what ended.
  func hand(_ number: UInt32, to waiter: UInt32, failed: Bool, at now: Nanoseconds) {
    close(Int(number), at: now)
    noteWait(of: Int(waiter), at: now)
    if failed, let origin = ledgers[Int(number)].origin { ledgers[Int(waiter)].origin = origin }
    ledgers[Int(waiter)].head = ledgers[Int(number)].head
    ledgers[Int(waiter)].open.from = now
    // Others that it called may go on, and are not on its path unless they end later.
    ledgers[Int(waiter)].callee = -1
  }

  /// A failure is born, or takes the place of an earlier one; a step that passes one on does not.
  func fail(_ number: UInt32, _ origin: FailureOrigin) {
    if origin.cause == .step && ledgers[Int(number)].origin != nil { return }
    ledgers[Int(number)].origin = origin
    ledgers[Int(number)].unnoted = origin
  }

  /// It waits no longer: what its callee has come to is its history, and where that stands is where it failed.
  func abandon(_ number: UInt32, limit: Nanoseconds?, at now: Nanoseconds) {
    let index = Int(number)
    let span = reached(index)
    let origin = FailureOrigin(
      .timeout, component: span.component, outcome: StandardOutcome.timeout, awaited: span.cause, limit: limit)
    ledgers[index].origin = origin
    noteWait(of: index, at: now)
    record?.add(.failed(origin), to: index, at: now)
    ledgers[index].head = snapshot(index, at: now)
    ledgers[index].open.from = now
    ledgers[index].callee = -1
  }

  func beginTry(_ number: UInt32, at now: Nanoseconds) {
    close(Int(number), at: now)
    ledgers[Int(number)].callee = -1
    ledgers[Int(number)].tryBegan = ledgers[Int(number)].head
  }

  /// The try that ends now is followed by another: its time was for nothing.
  func failTry(_ number: UInt32, of callee: Int, at now: Nanoseconds) {
    let index = Int(number)
    close(index, at: now)
    var failed: [Span] = []
    var place = ledgers[index].head
    while place >= 0 && place != ledgers[index].tryBegan {
      failed.append(nodes[Int(place)].span)
      place = nodes[Int(place)].previous
    }
    var head = ledgers[index].tryBegan
    for var span in failed.reversed() {
      span.failedTry = callee
      head = append(span, after: head)
    }
    ledgers[index].head = head
  }

  private func append(_ span: Span, after head: Int32) -> Int32 {
    nodes.append(Node(previous: head, span: span))
    return Int32(nodes.count - 1)
  }

  private func close(_ index: Int, at now: Nanoseconds) {
    ledgers[index].head = ended(ledgers[index].open, after: ledgers[index].head, at: now, of: index)
    ledgers[index].open.from = now
    noteFailure(of: index, at: now)
  }

  private func noteFailure(of index: Int, at now: Nanoseconds) {
    guard let origin = ledgers[index].unnoted else { return }
    ledgers[index].unnoted = nil
    record?.add(.failed(origin), to: index, at: now)
  }

  /// What a ledger waited for is in the history of what it waited for, and in its own record.
  private func noteWait(of index: Int, at now: Nanoseconds) {
    guard record != nil else { return }
    var span = ledgers[index].open
    span.to = now
    if span.length > 0 { record?.add(span, to: index) }
  }

  /// The chain with the open span, which ends now. What took longer than it had to waited for cores.
  /// - Parameter activity: whose record it enters; nil for one that goes on.
  private func ended(_ open: Span, after head: Int32, at now: Nanoseconds, of activity: Int? = nil) -> Int32 {
    var span = open
    span.to = now
    guard span.length > 0 else { return head }
    var head = head
    if span.planned > 0 && span.length > span.planned {
      var waited = span
      waited.cause = .cores
      waited.to = now - span.planned
      head = append(waited, after: head)
      if let activity { record?.add(waited, to: activity) }
      span.from = waited.to
    }
    if let activity { record?.add(span, to: activity) }
    return append(span, after: head)
  }

  /// What goes on now, at the callee of a callee.
  private func reached(_ index: Int) -> Span { ledgers[deepest(index)].open }

  private func deepest(_ index: Int) -> Int {
    var index = index
    while ledgers[index].callee >= 0 { index = Int(ledgers[index].callee) }
    return index
  }

  /// The path to what is going on now, down to the callee of a callee.
  private func snapshot(_ index: Int, at now: Nanoseconds) -> Int32 {
    let index = deepest(index)
    return ended(ledgers[index].open, after: ledgers[index].head, at: now)
  }

  /// Everything from an instant on.
  private func spans(_ number: UInt32, from began: Nanoseconds, at now: Nanoseconds) -> [Span] {
    var spans: [Span] = []
    var place = snapshot(Int(number), at: now)
    while place >= 0, nodes[Int(place)].span.to > began {
      var span = nodes[Int(place)].span
      span.from = max(span.from, began)
      spans.append(span)
      place = nodes[Int(place)].previous
    }
    return spans.reversed()
  }

  // MARK: Records

  func note(_ number: UInt32, _ event: Activity.Event, at now: Nanoseconds) {
    record?.add(event, to: Int(number), at: now)
  }

  /// An activity is over, whoever waited for it.
  func leave(_ number: UInt32, _ end: Activity.End, at now: Nanoseconds) {
    guard let record, !record.hasEnded(Int(number)) else { return }
    close(Int(number), at: now)
    self.record?.end(Int(number), end, at: now)
  }

  var isRecordCut: Bool { record?.isCut ?? false }

  /// What was recorded until now; what goes on has no end.
  func activities(at now: Nanoseconds) -> [Activity] {
    guard let record else { return [] }
    var activities = record.activities
    for (place, activity) in activities.enumerated() where activity.end == nil {
      var open = ledgers[place].open
      open.to = now
      if open.length > 0 { activities[place].spans.append(open) }
    }
    return activities
  }

  // MARK: Ends

  /// - Parameter value: nil for a request that nobody waited for to the end: it is what its spans add up to.
  func end(
    _ ledger: UInt32, of request: Request, _ outcome: UInt16, salt: UInt64, measure: Int, began: Nanoseconds,
    value: Nanoseconds?, at now: Nanoseconds
  ) {
    noteFailure(of: Int(ledger), at: now)
    let spans = spans(ledger, from: began, at: now)
    paths.append(
      ExemplarPath(
        identity: ExemplarIdentity(request), number: request.entity &- salt, flow: Int(request.flow), measure: measure,
        outcome: Int(outcome), began: began,
        value: value ?? spans.reduce(0) { $1.cause == .think ? $0 : $0 + $1.length }, spans: spans,
        origin: StandardOutcome.isFailure(outcome) ? ledgers[Int(ledger)].origin : nil))
  }

  func see(_ identity: ExemplarIdentity, _ value: Nanoseconds, _ isOf: (ExemplarBand.Subject) -> Bool) {
    for index in bands.indices where bands[index].range.contains(value) && isOf(bands[index].subject) {
      let key = bands[index].takesSlowest ? ~UInt64(bitPattern: max(0, value)) : identity.rank
      found[index].keep(ExemplarCandidate(key: key, identity: identity, value: value), most: bands[index].count)
    }
  }
}

/// A request that was found in a band.
package struct ExemplarCandidate: Sendable {
  var key: UInt64
  package var identity: ExemplarIdentity
  package var value: Nanoseconds
}

extension [ExemplarCandidate] {
  /// Keeps the smallest keys, in order.
  fileprivate mutating func keep(_ candidate: ExemplarCandidate, most: Int) {
    if count >= most {
      guard let last, candidate.key < last.key else { return }
      removeLast()
    }
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if self[middle].key <= candidate.key { low = middle + 1 } else { high = middle }
    }
    insert(candidate, at: low)
  }
}

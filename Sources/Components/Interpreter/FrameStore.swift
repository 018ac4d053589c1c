import Engine

/// All activities of a replication, with what they share and what few of them need. A handle, as `Slab` is.
struct FrameStore {
  let slab = Slab<Frame>()
  private let requests = Slab<Request>()
  private let marks = Slab<Marks>()
  private let coldStates = Slab<ColdState>()

  func deallocate() {
    slab.deallocate()
    requests.deallocate()
    marks.deallocate()
    coldStates.deallocate()
  }

  var live: Int { slab.live }
  var used: Int { slab.used }
  var peak: Int { slab.peak }

  @inline(__always)
  subscript(index: UInt32) -> Frame {
    unsafeAddress { UnsafePointer(address(of: index)) }
    nonmutating unsafeMutableAddress { address(of: index) }
  }

  /// Where a frame stands, for as long as it lives.
  @inline(__always)
  func address(of index: UInt32) -> UnsafeMutablePointer<Frame> { slab.base + Int(truncatingIfNeeded: index) }

  // MARK: Frames

  /// A frame without a request.
  @inline(__always)
  private func place(_ frame: Frame, isCounted: Bool = true) -> UInt32 {
    let index = slab.allocate(isCounted: isCounted)
    let generation = slab[index].generation
    slab[index] = frame
    slab[index].generation = generation
    return index
  }

  /// The first frame of a request.
  @inline(__always)
  func allocate(_ frame: Frame, _ request: Request, isCounted: Bool = true) -> UInt32 {
    let index = place(frame, isCounted: isCounted)
    slab[index].request = requests.allocate(request)
    return index
  }

  /// A frame that shares the request of another one, and what else is passed on: whether it counts, its
  /// priority, and its deadline unless that is for somebody else's answer.
  @inline(__always)
  func allocate(_ frame: Frame, sharing other: UInt32, keepsDeadline: Bool = true) -> UInt32 {
    let index = place(frame)
    let request = slab[other].request
    requests[request].references &+= 1
    slab[index].request = request
    slab[index].flags.formUnion(slab[other].flags.intersection(.inherited))
    slab[index].priority = slab[other].priority
    if slab[index].tracksCallees { joinParent(index) }
    if keepsDeadline && slab[other].coldState != Frame.none && expires(other) != .max {
      coldState(index).pointee.expires = expires(other)
    }
    return index
  }

  /// Another frame that is what one is, at the same time.
  /// - Parameter isCounted: false for one that only stands in for it at this instant.
  func duplicate(_ other: UInt32, isCounted: Bool = true) -> UInt32 {
    allocate(copyOf: slab[other], isCounted: isCounted)
  }

  /// What a frame that was duplicated has to do begins again: it holds nothing, and nobody waits for it.
  func restart(_ index: UInt32, at entry: Int32) {
    let frame = address(of: index)
    frame.pointee.counter = UInt32(entry)
    frame.pointee.isCopy = true
    frame.pointee.holdsSlot = false
    frame.pointee.parent = Frame.none
    frame.pointee.parentGeneration = 0
    frame.pointee.commit = -1
    frame.pointee.deadline = -1
    frame.pointee.coreWaiting = 0
    coldState(index).pointee.remaining = 0
    coldState(index).pointee.hedgeIsDue = false
  }

  /// Events that are pending for it, and callees, find nobody any more.
  @inline(__always)
  func release(_ index: UInt32, isCounted: Bool = true) {
    drop(slab[index].request)
    if slab[index].coldState != Frame.none {
      if slab[index].tracksCallees { standAlone(index) }
      coldStates.release(slab[index].coldState)
    }
    vacate(index, isCounted: isCounted)
  }

  @inline(__always)
  private func vacate(_ index: UInt32, isCounted: Bool = true) {
    assert(slab[index].state != .free, "a frame ends once")
    slab[index].state = .free
    slab[index].generation &+= 1
    slab[index].deadline = -1
    slab[index].coldState = Frame.none
    slab.release(index, isCounted: isCounted)
  }

  @inline(__always)
  private func drop(_ request: UInt32) {
    requests[request].references &-= 1
    guard requests[request].references == 0 else { return }
    if requests[request].marks != Frame.none { marks.release(requests[request].marks) }
    requests.release(request)
  }

  // MARK: Waits

  /// What it waits for from now on has a new number.
  @inline(__always)
  func renew(_ index: UInt32) { slab[index].generation &+= 1 }

  /// Whether a frame that was to be told still waits for it.
  @inline(__always)
  func isAwaited(_ parent: UInt32, _ generation: UInt32) -> Bool {
    parent != Frame.none && slab[parent].generation == generation
  }

  /// Whether the caller still waits for this frame.
  @inline(__always)
  func isAwaited(_ index: UInt32) -> Bool { isAwaited(slab[index].parent, slab[index].parentGeneration) }

  // MARK: Requests

  /// For reading: to change something, `changeRequest`.
  @inline(__always)
  func request(of index: UInt32) -> UnsafePointer<Request> {
    UnsafePointer(requests.base + Int(truncatingIfNeeded: slab[index].request))
  }

  /// The frame's own request, which it shares with nobody any more.
  @inline(__always)
  func changeRequest(of index: UInt32) -> UnsafeMutablePointer<Request> {
    let shared = slab[index].request
    if requests[shared].references != 1 { separate(index) }
    return requests.base + Int(truncatingIfNeeded: slab[index].request)
  }

  @inline(never)
  private func separate(_ index: UInt32) {
    let shared = slab[index].request
    let own = requests.allocate(requests[shared])
    requests[shared].references -= 1
    requests[own].references = 1
    if requests[shared].marks != Frame.none { requests[own].marks = marks.allocate(marks[requests[shared].marks]) }
    slab[index].request = own
  }

  func mark(_ number: Int, of index: UInt32) -> Nanoseconds {
    mark(number, of: request(of: index))
  }

  private func mark(_ number: Int, of request: UnsafePointer<Request>) -> Nanoseconds {
    switch number {
    case Request.changeMark: return request.pointee.changedAt
    case Request.askedMark: return request.pointee.askedAt
    default: return request.pointee.marks == Frame.none ? Request.unset : marks[request.pointee.marks][number]
    }
  }

  func setMark(_ number: Int, of index: UInt32, to time: Nanoseconds) {
    let request = changeRequest(of: index)
    switch number {
    case Request.changeMark: request.pointee.changedAt = time
    case Request.askedMark: request.pointee.askedAt = time
    default:
      if request.pointee.marks == Frame.none { request.pointee.marks = marks.allocate(Marks()) }
      marks[request.pointee.marks][number] = time
    }
  }

  // MARK: Records of messages

  /// A frame leaves its place, and what it has goes with it.
  func takeOut(_ index: UInt32) -> Frame {
    let record = slab[index]
    vacate(index)
    return record
  }

  /// A frame that is what a record is that was taken out.
  func allocate(copyOf record: Frame, isCounted: Bool = true) -> UInt32 {
    let index = place(record, isCounted: isCounted)
    requests[record.request].references &+= 1
    if record.coldState != Frame.none { slab[index].coldState = coldStates.allocate(coldStates[record.coldState]) }
    if record.tracksCallees { forgetFamily(ofCopy: index) }
    return index
  }

  /// What was taken out is needed no more.
  func discard(_ record: Frame) {
    drop(record.request)
    if record.coldState != Frame.none { coldStates.release(record.coldState) }
  }

  /// Of a record that was taken out.
  func request(of record: Frame) -> UnsafePointer<Request> {
    UnsafePointer(requests.base + Int(truncatingIfNeeded: record.request))
  }

  func coldState(of record: Frame) -> UnsafePointer<ColdState>? {
    record.coldState == Frame.none ? nil : UnsafePointer(coldStates.base + Int(record.coldState))
  }

  func mark(_ number: Int, of record: Frame) -> Nanoseconds { mark(number, of: request(of: record)) }

  // MARK: ColdStates

  /// For changing: it is made where there is none.
  @inline(__always)
  func coldState(_ index: UInt32) -> UnsafeMutablePointer<ColdState> {
    if slab[index].coldState == Frame.none { slab[index].coldState = coldStates.allocate(ColdState()) }
    return coldStates.base + Int(truncatingIfNeeded: slab[index].coldState)
  }

  /// For reading; nil where nothing of it was ever set.
  @inline(__always)
  func coldState(of index: UInt32) -> UnsafePointer<ColdState>? {
    let number = slab[index].coldState
    return number == Frame.none ? nil : UnsafePointer(coldStates.base + Int(truncatingIfNeeded: number))
  }

  @inline(__always)
  func expires(_ index: UInt32) -> Nanoseconds { coldState(of: index)?.pointee.expires ?? .max }

  @inline(__always)
  func tryUntil(_ index: UInt32) -> Nanoseconds { coldState(of: index)?.pointee.tryUntil ?? .max }

  @inline(__always)
  func held(_ index: UInt32) -> UInt32 { coldState(of: index)?.pointee.held ?? Frame.none }

  @inline(__always)
  func message(_ index: UInt32) -> UInt32 { coldState(of: index)?.pointee.message ?? Frame.none }

  @inline(__always)
  func ledger(_ index: UInt32) -> UInt32 { coldState(of: index)?.pointee.ledger ?? Frame.none }

  @inline(__always)
  func effort(_ index: UInt32) -> UInt32 { coldState(of: index)?.pointee.effort ?? 0 }

  @inline(__always)
  func thinking(_ index: UInt32) -> Nanoseconds { coldState(of: index)?.pointee.thinking ?? 0 }
}

import Engine
import Statistics

/// What has not ended: of flows, operations, records and measures, of what counts in their figures. O(frames), when
/// somebody asks for the measurements, and nothing on the way.
struct UnendedReading: NetworkReading {
  let network: Network
  /// The instant up to which everything has happened.
  let end: Nanoseconds
  let liveness: Liveness

  init(_ network: Network, at end: Nanoseconds) {
    self.network = network
    self.end = end
    liveness = LivenessSearch(network: network, now: end).liveness()
  }

  func add(to result: inout Measurements) {
    let waits = waitsInLine()
    var intervals = measures.flows.indices.map { _ in [Int: UnendedMeasurement]() }
    for index in 0..<UInt32(frames.used) where frames[index].state != .free {
      let isLost = !liveness.frames[Int(index)]
      if isRequest(index) {
        addRequest(index, isLost, to: &result, &intervals)
      } else if isPresent(index) {
        addOperation(index, isLost, wait: waits[Int(index)], to: &result)
      } else if frames[index].state == .logged && (frames[index].isMeasured || measures.isMeasuring) {
        let component = plan.logs[network.log(of: index)].component
        result.components[component].unendedWaiting.add(age: end - frames[index].waitingSince, isLost: isLost)
      }
      addRecord(index, isLost, to: &result)
    }
    for index in 0..<UInt32(messages.used) where messages[index].log >= 0 {
      addMessage(index, to: &result)
    }
    for flow in intervals.indices {
      result.flows[flow].unendedByInterval = intervals[flow].sorted { $0.key < $1.key }.map {
        UnendedInterval(interval: $0.key, $0.value)
      }
    }
    addClocks(to: &result)
  }

  // MARK: Requests

  /// A request of a workload, itself: not what it called, nor its branches, nor its records on their way.
  private func isRequest(_ index: UInt32) -> Bool {
    let frame = frames.address(of: index)
    guard frame.pointee.isFlow && !frame.pointee.isBranch else { return false }
    switch frame.pointee.state {
    case .running, .pausing, .awaitingReply, .blocked: return true
    default: return false
    }
  }

  private func addRequest(
    _ index: UInt32, _ isLost: Bool, to result: inout Measurements, _ intervals: inout [[Int: UnendedMeasurement]]
  ) {
    let frame = frames[index]
    guard frame.isMeasured else { return }
    let request = frames.request(of: index).pointee
    let source = Int(request.source)
    // One whose user has given it up has ended as a timeout.
    if let users = network.sources[source].closed,
      users.pointee.userAwaiting(request.entity &- network.sources[source].salt) == nil
    {
      return
    }
    let flow = Int(request.flow)
    let age = end - frame.arrivedAt - thought(by: index)
    result.unfinished += 1
    result.flows[flow].unended.add(age: age, isLost: isLost)
    result.phases[source][Int(request.phase)].unended[flow].add(age: age, isLost: isLost)
    for (fault, stage) in measures.faultStages.stages(at: frame.arrivedAt) {
      result.faultStages[fault][stage].unended[flow].add(age: age, isLost: isLost)
    }
    guard horizon.interval > 0 else { return }
    let interval = Int(frame.arrivedAt / horizon.interval)
    intervals[flow][interval, default: UnendedMeasurement()].add(age: age, isLost: isLost)
  }

  /// Time to think that has passed: the frame has had all of the thought that it is in added at its beginning.
  private func thought(by index: UInt32) -> Nanoseconds {
    guard let coldState = frames.coldState(of: index)?.pointee else { return 0 }
    guard frames[index].state == .running, coldState.thinksUntil > end, frames[index].counter > 0,
      case .think = network.lastStep(of: index).pointee
    else { return coldState.thinking }
    return coldState.thinking - (coldState.thinksUntil - end)
  }

  // MARK: Operations

  /// An operation that has arrived and not left.
  private func isPresent(_ index: UInt32) -> Bool {
    let frame = frames.address(of: index)
    guard !frame.pointee.isFlow, !frame.pointee.isBranch else { return false }
    switch frame.pointee.state {
    case .running, .pausing, .queued, .awaitingCore, .awaitingReply, .following, .blocked, .held: return true
    case .logged, .travelling, .returning, .stored, .lost, .free: return false
    }
  }

  private func addOperation(
    _ index: UInt32, _ isLost: Bool, wait: Nanoseconds, to result: inout Measurements
  ) {
    let frame = frames[index]
    guard frame.arrivedAt >= horizon.warmUp && frame.arrivedAt < horizon.end else { return }
    let component = Int(frame.component)
    if wait >= 0 { result.components[component].unendedWaiting.add(age: wait, isLost: isLost) }
    // One in line whose deadline has passed is turned away when its turn comes.
    let hasExpired = wait >= 0 && frames.expires(index) <= end
    let age = end - frame.arrivedAt
    result.components[component].unendedResponse.add(age: age, isLost: isLost || hasExpired)
    result.unendedOperations[Int(frame.operation)].add(age: age, isLost: isLost || hasExpired)
    let hasStarted = frame.startedAt >= frame.arrivedAt && frame.state != .queued
    let waited = max(wait, hasStarted ? frame.startedAt - frame.arrivedAt + frame.coreWaiting : age)
    result.components[component].unendedService.add(age: age - waited, isLost: isLost || hasExpired)
  }

  /// By frame: how long an operation that is in a line for a slot or a core has waited, its branches' wait taken for
  /// its own; −1 for others.
  private func waitsInLine() -> [Nanoseconds] {
    var waits = Array(repeating: Nanoseconds(-1), count: frames.used)
    for index in 0..<UInt32(frames.used) {
      let frame = frames[index]
      let wait: Nanoseconds
      switch frame.state {
      case .queued: wait = end - frame.arrivedAt
      case .awaitingCore: wait = frame.coreWaiting + end - frame.waitingSince
      default: continue
      }
      var operation = index
      while frames[operation].isBranch && frames.isAwaited(operation) { operation = frames[operation].parent }
      // A branch that its operation does not wait for any more holds nobody up.
      guard !frames[operation].isBranch, !frames[operation].isFlow else { continue }
      let whole =
        frame.state == .queued ? wait : wait + frames[operation].startedAt - frames[operation].arrivedAt
      waits[Int(operation)] = max(waits[Int(operation)], whole)
    }
    return waits
  }

  // MARK: Records and messages

  private func addRecord(_ index: UInt32, _ isLost: Bool, to result: inout Measurements) {
    let frame = frames[index]
    guard !frame.isBranch else { return }
    let isOnItsWay = frame.state == .travelling && frame.parent == Frame.none
    if frame.lane >= 0 || isOnItsWay || frame.state == .stored { result.unfinishedRecords += 1 }
    guard frame.lane >= 0, !isOnItsWay, network.logs.lag.counts(since: network.logs.lag.appendedAt(index)) else {
      return
    }
    let group = Int(lanes[Int(frame.lane)].group)
    if frame.lags {
      result.groups[group].unended.add(age: end - network.logs.lag.appendedAt(index), isLost: isLost)
    } else {
      result.groups[group].inHand.add(age: end - network.logs.lag.appendedAt(index), isLost: isLost)
    }
  }

  private func addMessage(
    _ index: UInt32, to result: inout Measurements
  ) {
    let message = messages[index]
    let log = Int(message.log)
    guard let queue = plan.logs[log].queue else { return }
    result.unfinishedRecords += 1
    let age = end - message.publishedAt
    let counts = network.logs.lag.counts(since: message.publishedAt)
    guard message.isWaiting else {
      if counts { result.groups[logs[log].firstGroup].inHand.add(age: age, isLost: false) }
      return
    }
    let isGivenUp = message.receives >= queue.receives || queue.retention.map { age > $0 } ?? false
    let isLost = isGivenUp || !liveness.queues[log]
    if counts { result.groups[logs[log].firstGroup].unended.add(age: age, isLost: isLost) }
    if message.record.isMeasured || measures.isMeasuring {
      let wait = end - message.record.waitingSince
      result.components[plan.logs[log].component].unendedWaiting.add(age: wait, isLost: isLost)
    }
  }
}

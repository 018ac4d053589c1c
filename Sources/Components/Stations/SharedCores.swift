import Engine

/// Work in progress on the cores of one replica, where what else is at work there decides how fast it goes on, or
/// whether: n tasks on c cores each progress at min(1, c/n), or, where they have weights, in proportion to those
/// (discriminatory processor sharing), and none faster than one core. What the cores do together may be a curve.
///
/// Progress is measured in virtual time, one for each class of tasks, which runs at their rate; a task ends when virtual
/// time reaches its start plus its work, so an arrival or departure changes the rates and no task. O(log n) each.
struct SharedCores: ~Copyable {
  /// Tasks that go on at one rate.
  private struct TaskClass: ~Copyable {
    var virtual = 0.0
    var rate = 1.0
    /// By the bits of the virtual end, which order like the number itself.
    var heap = EventHeap<UInt32>(capacity: 4)
  }

  private let cores: Int
  private let classes: Table<TaskClass>
  /// Of a task of each class; and the classes, the heaviest first.
  private let weights: [Double]
  private let speeds: SpeedCurve?
  private let byWeight: [Int]
  private(set) var count = 0
  private var updated: Nanoseconds = 0
  private var order: UInt64 = 0
  /// Work that is left of tasks that were stopped, by frame.
  private var stopped: [UInt32: Double] = [:]
  /// When the next task ends, if nothing changes; −1 for never.
  private(set) var nextEnd: Nanoseconds = -1
  /// Number of the current rates: an end that was due by other ones is not one.
  private(set) var generation: UInt32 = 0

  init(_ plan: ComponentPlan) {
    cores = plan.cores
    let count = plan.discipline == .preemptive ? RankedLine.priorities : 1
    let weights = !plan.sharesCores ? [] : plan.weights.isEmpty ? Array(repeating: 1, count: count) : plan.weights
    self.weights = weights
    speeds = plan.speeds
    byWeight = weights.indices.sorted { (weights[$1], $0) < (weights[$0], $1) }
    classes = Table(count: weights.count) { _ in TaskClass() }
  }

  deinit { classes.deallocate() }

  var hasRoom: Bool { count < cores }

  /// Class of a task by its priority.
  private func place(of priority: UInt8) -> Int { min(Int(priority), classes.count - 1) }

  private mutating func advance(to now: Nanoseconds) {
    let span = Double(now - updated)
    updated = now
    for place in classes.indices {
      let tasks = classes.address(of: place)
      // Small again whenever idle, so that precision never wears off.
      tasks.pointee.virtual = tasks.pointee.heap.count == 0 ? 0 : tasks.pointee.virtual + span * tasks.pointee.rate
    }
  }

  /// Sets how fast tasks go on from now on, and with it `nextEnd`.
  mutating func setRates(slowness: Double, at now: Nanoseconds) {
    advance(to: now)
    generation &+= 1
    nextEnd = -1
    var speed = count > 0 ? speeds?.speed(of: count) ?? Double(min(count, cores)) : 0
    var weight = 0.0
    for place in classes.indices { weight += Double(classes[place].heap.count) * weights[place] }
    for place in byWeight where classes[place].heap.count > 0 {
      let tasks = classes.address(of: place)
      var share = 1.0
      if speed * weights[place] < weight {
        share = speed * weights[place] / weight
      } else {
        // A core each: what that leaves is for the lighter ones.
        speed -= Double(tasks.pointee.heap.count)
        weight -= Double(tasks.pointee.heap.count) * weights[place]
      }
      let rate = share / slowness
      tasks.pointee.rate = rate
      let left = Double(bitPattern: tasks.pointee.heap.first.time) - tasks.pointee.virtual
      let end = now + min(Network.longestSpan, max(0, Nanoseconds(saturating: (left / rate).rounded(.up))))
      nextEnd = nextEnd < 0 ? end : min(nextEnd, end)
    }
  }

  mutating func add(_ frame: UInt32, work: Nanoseconds, priority: UInt8 = 0, at now: Nanoseconds) {
    add(frame, Double(work), to: place(of: priority), at: now)
  }

  private mutating func add(_ frame: UInt32, _ work: Double, to place: Int, at now: Nanoseconds) {
    advance(to: now)
    order += 1
    count += 1
    let tasks = classes.address(of: place)
    let end = tasks.pointee.virtual + work
    tasks.pointee.heap.push(PendingEvent(time: end.bitPattern, order: order, payload: frame))
  }

  /// The first task that has ended by now; nil when none has.
  mutating func removeEnded(at now: Nanoseconds) -> UInt32? {
    advance(to: now)
    for place in classes.indices {
      let tasks = classes.address(of: place)
      guard tasks.pointee.heap.count > 0,
        Double(bitPattern: tasks.pointee.heap.first.time) <= tasks.pointee.virtual + 0.5
      else { continue }
      count -= 1
      return tasks.pointee.heap.popFirst().payload
    }
    return nil
  }

  /// Whether the frame's task was there; the rates must be set next. O(count).
  mutating func remove(_ frame: UInt32) -> Bool {
    for place in classes.indices where remove(from: place, { $0.firstIndex { $0.payload == frame } }) != nil {
      return true
    }
    return false
  }

  /// Takes the task out of a class that is chosen among all of it. O(count).
  private mutating func remove(
    from place: Int, _ choose: ([PendingEvent<UInt32>]) -> Int?
  ) -> PendingEvent<UInt32>? {
    let heap = classes.address(of: place)
    var tasks: [PendingEvent<UInt32>] = []
    while heap.pointee.heap.count > 0 { tasks.append(heap.pointee.heap.popFirst()) }
    let chosen = choose(tasks)
    for (number, task) in tasks.enumerated() where number != chosen { heap.pointee.heap.push(task) }
    guard let chosen else { return nil }
    count -= 1
    return tasks[chosen]
  }

  mutating func removeAll() {
    for place in classes.indices { classes[place].heap = EventHeap(capacity: 4) }
    count = 0
    stopped = [:]
    generation &+= 1
    nextEnd = -1
  }

  // MARK: Tasks that are stopped

  /// Stops a task of the lowest priority below this one, of several the one that began last; what is left of its work is
  /// kept. One that has ended by now is not stopped. O(cores).
  mutating func stop(below priority: UInt8, at now: Nanoseconds) -> UInt32? {
    advance(to: now)
    for number in classes.indices.reversed() where number > place(of: priority) {
      let virtual = classes[number].virtual
      let task = remove(from: number) { tasks in
        tasks.indices.filter { Double(bitPattern: tasks[$0].time) > virtual + 0.5 }
          .max { tasks[$0].order < tasks[$1].order }
      }
      guard let task else { continue }
      stopped[task.payload] = Double(bitPattern: task.time) - virtual
      return task.payload
    }
    return nil
  }

  /// Goes on with a task that was stopped; nil where none of this frame was.
  /// - Returns: what is left of its work.
  mutating func resume(_ frame: UInt32, priority: UInt8, at now: Nanoseconds) -> Nanoseconds? {
    guard let work = stopped.removeValue(forKey: frame) else { return nil }
    add(frame, work, to: place(of: priority), at: now)
    return Nanoseconds(saturating: work.rounded(.up))
  }

  /// The frame will not go on with what was stopped.
  mutating func forget(_ frame: UInt32) { stopped[frame] = nil }
}

import Engine

/// Messages of a point-to-point queue: taken when a worker has a free slot, invisible while it works, delivered again
/// when it does not end well in time, and given up after so many deliveries.
struct MessageQueue {
  /// What becomes of the message that is next.
  enum Fate {
    case delivered
    /// It is too old.
    case dropped
    /// It was delivered too often.
    case dead
  }

  let plan: QueuePlan
  /// Delay line of the visibility.
  let visibilityLine: Int
  /// Those of all queues.
  let messages: Slab<Message>
  private var line = LinkedQueue()

  init(_ plan: QueuePlan, visibilityLine: Int, messages: Slab<Message>) {
    self.plan = plan
    self.visibilityLine = visibilityLine
    self.messages = messages
  }

  var isEmpty: Bool { line.isEmpty }

  /// A message that was published.
  func add(_ record: Frame, to log: Int, at now: Nanoseconds) -> UInt32 {
    let message = messages.allocate()
    let delivery = messages[message].receipt
    messages[message] = Message(record: record, log: Int32(log), publishedAt: now, receipt: delivery)
    return message
  }

  /// It is in line, for the first time or again.
  mutating func wait(_ message: UInt32, at now: Nanoseconds) {
    messages[message].isWaiting = true
    messages[message].record.waitingSince = now
    line.append(message, in: messages)
  }

  /// - Precondition: not empty.
  mutating func removeFirst() -> UInt32 { line.removeFirst(in: messages) }

  func fate(of message: UInt32, at now: Nanoseconds) -> Fate {
    if let retention = plan.retention, now - messages[message].publishedAt > retention { return .dropped }
    return messages[message].receives >= plan.receives ? .dead : .delivered
  }

  /// One is on its way to a worker, and is invisible for a while.
  func take(_ message: UInt32) {
    messages[message].receives += 1
    messages[message].receipt &+= 1
    messages[message].isWaiting = false
  }

  /// Whether the end of work on a message is its end: not if somebody else has it by now.
  func isSettled(_ message: UInt32, by worker: UInt32) -> Bool {
    !messages[message].isWaiting && messages[message].worker == worker
  }

  /// It is done, or given up.
  func release(_ message: UInt32) {
    messages[message].log = -1
    messages[message].worker = Frame.none
    // The end of its invisibility finds nobody.
    messages[message].receipt &+= 1
    messages.release(message)
  }

  /// Whether one that was delivered comes again.
  func comesAgain(_ message: UInt32, delivery: UInt32) -> Bool {
    messages[message].receipt == delivery && messages[message].log >= 0 && !messages[message].isWaiting
  }
}

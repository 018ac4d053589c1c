/// From the saved order to the ticket in the mail: `PushOrder`, the outbox' relay, `GenerateTicket`,
/// `SendMail`, `DeadLetter` of the card.
extension TicketShop {
  /// The second write of the article's dual write. With an outbox there is nothing left to do.
  package mutating func push(_ order: OrderID, at time: Int64) -> PushOutcome {
    _ = begin(at: time)
    guard orders.contains(order) else { return .notFound }
    guard orders.state[order.row].isConfirmed else { return .notSaved }
    if rules.push == .outbox { return .deferred }
    let isFirst = !orders.flags[order.row].contains(.pushed)
    enqueue(order)
    return isFirst ? .pushed : .repeated
  }

  /// The oldest message of the outbox; it stays there until `relayed`.
  package var nextInOutbox: OrderID? { outbox.first.map(OrderID.init) }

  /// The relay has put the oldest message of the outbox into the queue. One that dies before it says so puts
  /// it there again: at least once.
  package mutating func relayed(_ order: OrderID, at time: Int64) -> PushOutcome {
    _ = begin(at: time)
    guard orders.contains(order) else { return .notFound }
    guard outbox.first == order.number else {
      return orders.flags[order.row].contains(.pushed) ? .repeated : .notSaved
    }
    outbox.popFirst()
    enqueue(order)
    return .pushed
  }

  private mutating func enqueue(_ order: OrderID) {
    orders.flags[order.row].insert(.pushed)
    if orders.state[order.row] == .saved { orders.state[order.row] = .enqueued }
    effects.append(.publish(order))
  }

  /// A delivery of an order's message reaches the function. It has the order for itself until its lease ends.
  package mutating func startTicket(_ order: OrderID, at time: Int64) -> FulfilmentOutcome {
    let now = begin(at: time)
    guard orders.contains(order) else { return .notFound }
    guard orders.state[order.row].isConfirmed else { return .refused }
    if rules.isFulfilmentIdempotent {
      if orders.state[order.row] == .mailed { return .alreadyDone }
      if now < orders.leaseEnds[order.row] { return .inProgress }
    }
    orders.leaseEnds[order.row] = Self.after(rules.fulfilmentLease, now)
    return .started
  }

  /// The function has put the document into the object store.
  package mutating func ticketStored(_ order: OrderID, at time: Int64) -> FulfilmentOutcome {
    let now = begin(at: time)
    guard orders.contains(order) else { return .notFound }
    let row = order.row
    guard orders.state[row].isConfirmed else { return .refused }
    // One name for each order: the same document again is the same document.
    if rules.isFulfilmentIdempotent && orders.documents[row] > 0 { return .alreadyDone }
    orders.documents[row] = max(orders.documents[row], orders.documents[row] &+ 1)
    if orders.documents[row] > 1 { monitors.report(.ticketForEachOrder, order.number, at: now) }
    switch orders.state[row] {
    case .saved, .enqueued, .deadLettered: orders.state[row] = .documentStored
    default: break
    }
    return .stored
  }

  /// The mail service has accepted the ticket's mail.
  package mutating func ticketMailed(_ order: OrderID, at time: Int64) -> FulfilmentOutcome {
    _ = begin(at: time)
    guard orders.contains(order) else { return .notFound }
    let row = order.row
    guard orders.state[row].isConfirmed, orders.documents[row] > 0 else { return .refused }
    let isFirst = orders.mails[row] == 0
    orders.mails[row] = max(orders.mails[row], orders.mails[row] &+ 1)
    orders.state[row] = .mailed
    orders.leaseEnds[row] = .min
    return isFirst ? .mailed : .alreadyDone
  }

  /// The run of the function failed: the message may be tried again at once.
  package mutating func ticketFailed(_ order: OrderID, at time: Int64) -> FulfilmentOutcome {
    _ = begin(at: time)
    guard orders.contains(order) else { return .notFound }
    guard orders.state[order.row].isConfirmed else { return .refused }
    orders.leaseEnds[order.row] = .min
    return orders.state[order.row] == .mailed ? .alreadyDone : .released
  }

  /// The queue gave the message up after its last receive.
  package mutating func deadLetter(_ order: OrderID, at time: Int64) -> FulfilmentOutcome {
    _ = begin(at: time)
    guard orders.contains(order) else { return .notFound }
    switch orders.state[order.row] {
    case .mailed: return .alreadyDone
    case .saved, .enqueued, .documentStored, .deadLettered: break
    default: return .refused
    }
    orders.state[order.row] = .deadLettered
    effects.append(.alert(order))
    return .deadLettered
  }

  /// Documents and mails that an order has led to.
  package func deliveries(of order: OrderID) -> (documents: Int, mails: Int)? {
    guard orders.contains(order) else { return nil }
    return (Int(orders.documents[order.row]), Int(orders.mails[order.row]))
  }
}

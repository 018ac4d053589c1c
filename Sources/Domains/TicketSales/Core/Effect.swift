/// What the last command asks its host to do: messages to the world outside.
package enum Effect: Sendable, Equatable {
  /// Ask the payment provider, with the order as idempotency key.
  case requestPayment(OrderID)
  /// Give the money back.
  case payBack(OrderID)
  /// Put a message for the order into the queue.
  case publish(OrderID)
  /// The row's lock is now this order's.
  case lockGranted(OrderID)
  /// A buyer who waited outside may buy.
  case admitted(IntentID)
  /// The units of a hold are free again.
  case holdReleased(IntentID)
  /// Someone has to look: the order's ticket is stuck.
  case alert(OrderID)
}

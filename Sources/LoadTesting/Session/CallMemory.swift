import Components

/// What is known of requests from answers to their earlier calls. What a branch or an iteration learns is its own; what was
/// known before it began is known in it as well.
struct CallMemory<Value> {
  /// Request → visit → value.
  private var known: [UInt64: [UInt64: Value]] = [:]

  /// The value of the innermost visit that has one.
  subscript(call: RemoteCall) -> Value? {
    guard let own = known[call.entity] else { return nil }
    return call.visits.lazy.compactMap { own[$0] }.first
  }

  /// For the visit that the call was made in.
  mutating func keep(_ value: Value, for call: RemoteCall) {
    known[call.entity, default: [:]][call.visits.first ?? 0] = value
  }

  /// The request has ended.
  mutating func forget(_ entity: UInt64) {
    if !known.isEmpty { known[entity] = nil }
  }
}

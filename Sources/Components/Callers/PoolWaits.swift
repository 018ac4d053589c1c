/// Calls in lines of pools, by the wait that they belong to: whoever gives up waiting takes them out.
struct PoolWaits {
  private struct Calls {
    var first = Frame.none
    /// More of them only with hedges.
    var others: [UInt32] = []
  }

  private var waits: [UInt64: Calls] = [:]

  var isEmpty: Bool { waits.isEmpty }

  /// The wait of a frame that has this generation.
  @inline(__always)
  static func name(of index: UInt32, _ generation: UInt32) -> UInt64 { UInt64(index) << 32 | UInt64(generation) }

  mutating func add(_ index: UInt32, to wait: UInt64) {
    if waits[wait] == nil {
      waits[wait] = Calls(first: index)
    } else {
      waits[wait]?.others.append(index)
    }
  }

  mutating func remove(_ index: UInt32, from wait: UInt64) {
    guard var calls = waits[wait] else { return }
    if calls.first == index { calls.first = Frame.none } else { calls.others.removeAll { $0 == index } }
    waits[wait] = calls.first == Frame.none && calls.others.isEmpty ? nil : calls
  }

  /// The wait is over: its calls, in the order in which they came.
  mutating func end(_ wait: UInt64) -> [UInt32] {
    guard let calls = waits.removeValue(forKey: wait) else { return [] }
    return calls.first == Frame.none ? calls.others : [calls.first] + calls.others
  }
}

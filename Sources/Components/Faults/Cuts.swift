/// Calls that faults cut off: those of one component, or all with −1, on their way to another; where a zone is cut off,
/// those from outside it to what stands in it.
struct Cuts {
  private struct Cut {
    var from: Int
    var to: Int
    var zone: Int32
  }

  private var cuts: [Cut] = []

  var isEmpty: Bool { cuts.isEmpty }
  var count: Int { cuts.count }

  /// - Parameter zone: −1 for all of them.
  mutating func add(from: Int, to: Int, zone: Int32) { cuts.append(Cut(from: from, to: to, zone: zone)) }

  mutating func removeAll(to component: Int) { cuts.removeAll { $0.to == component } }

  /// Those to a component are by these faults alone.
  mutating func update(to component: Int, by faults: [FaultPlan]) {
    removeAll(to: component)
    for fault in faults {
      if case .partition(let from) = fault.effect { add(from: from, to: component, zone: Int32(fault.zone ?? -1)) }
    }
  }

  func reach(_ component: Int) -> Bool { cuts.contains { $0.to == component } }

  /// Whether calls between two components do not arrive; a client is component −1, in zone −1.
  func cut(from: Int, in zone: Int32, to: Int, at other: Int32) -> Bool {
    cuts.contains {
      $0.to == to && ($0.from == -1 || $0.from == from) && ($0.zone < 0 || $0.zone == other && $0.zone != zone)
    }
  }
}

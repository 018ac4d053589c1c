/// How often each link was used inside the measured part of the run.
final class LinkCounts {
  private let components: Int
  private let slots: Table<Int32>
  private let uses: Table<UInt64>
  var isCounting = false

  init(_ links: [LinkPlan], components: Int) {
    self.components = components
    var slots = [Int32](repeating: -1, count: (components + 1) * components)
    for (index, link) in links.enumerated() where link.style != .consume {
      slots[(link.from + 1) * components + link.to] = Int32(index)
    }
    self.slots = Table(slots)
    uses = Table(count: links.count) { _ in 0 }
  }

  deinit {
    slots.deallocate()
    uses.deallocate()
  }

  /// By link.
  var counts: [UInt64] { Array(uses) }

  /// - Parameter from: −1 for clients.
  @inline(__always)
  func add(from: Int, to: Int) {
    guard isCounting else { return }
    let slot = slots[(from + 1) * components + to]
    if slot >= 0 { uses[Int(slot)] += 1 }
  }
}

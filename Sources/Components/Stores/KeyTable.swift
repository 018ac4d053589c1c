import Engine

/// Keys with a place each, in one block of memory: open addressing with linear probing, at most half full, and
/// deletion that shifts back, so that there are no tombstones. O(1) on average; never iterated.
struct KeyTable {
  private struct Slot {
    var key: UInt64
    /// −1 where the slot is empty.
    var place: Int32
  }

  private var slots: [Slot]
  private var mask: Int
  private(set) var count = 0

  init() {
    slots = Array(repeating: Slot(key: 0, place: -1), count: 64)
    mask = 63
  }

  @inline(__always)
  private func home(_ key: UInt64) -> Int { Int(truncatingIfNeeded: RandomStream.mix(key, 0x7ab1e)) & mask }

  /// Place of a key; nil when it is not there.
  func place(of key: UInt64) -> Int32? {
    slots.withUnsafeBufferPointer { slots in
      var index = home(key)
      while slots[index].place >= 0 {
        if slots[index].key == key { return slots[index].place }
        index = (index + 1) & mask
      }
      return nil
    }
  }

  /// - Precondition: the key is not there.
  mutating func insert(_ key: UInt64, at place: Int32) {
    if 2 * (count + 1) > slots.count { grow() }
    var index = home(key)
    while slots[index].place >= 0 { index = (index + 1) & mask }
    slots[index] = Slot(key: key, place: place)
    count += 1
  }

  mutating func remove(_ key: UInt64) {
    var hole = home(key)
    while slots[hole].place >= 0 && slots[hole].key != key { hole = (hole + 1) & mask }
    guard slots[hole].place >= 0 else { return }
    count -= 1
    var next = (hole + 1) & mask
    while slots[next].place >= 0 {
      // A key may move back into the hole unless that lies before its home.
      let distance = (next - home(slots[next].key)) & mask
      if distance >= (next - hole) & mask {
        slots[hole] = slots[next]
        hole = next
      }
      next = (next + 1) & mask
    }
    slots[hole].place = -1
  }

  mutating func removeAll() { self = KeyTable() }

  private mutating func grow() {
    let old = slots
    slots = Array(repeating: Slot(key: 0, place: -1), count: old.count * 2)
    mask = slots.count - 1
    count = 0
    for slot in old where slot.place >= 0 { insert(slot.key, at: slot.place) }
  }
}

/// Records of a slab in line, linked through themselves: nothing is allocated, and one that stands anywhere in it can be
/// taken out. All of it O(1).
struct LinkedQueue: BitwiseCopyable {
  private(set) var head = Frame.none
  private(set) var tail = Frame.none
  private(set) var count: Int32 = 0

  @inline(__always)
  var isEmpty: Bool { head == Frame.none }

  @inline(__always)
  mutating func append<Record: Queueable>(_ index: UInt32, in records: Slab<Record>) {
    records[index].next = Frame.none
    records[index].previous = tail
    if tail == Frame.none { head = index } else { records[tail].next = index }
    tail = index
    count &+= 1
  }

  @inline(__always)
  mutating func prepend<Record: Queueable>(_ index: UInt32, in records: Slab<Record>) {
    records[index].next = head
    if head != Frame.none { records[head].previous = index }
    head = index
    if tail == Frame.none { tail = index }
    count &+= 1
  }

  /// - Precondition: not empty.
  @inline(__always)
  mutating func removeFirst<Record: Queueable>(in records: Slab<Record>) -> UInt32 {
    assert(!isEmpty, "nobody stands in the line")
    let index = head
    head = records[index].next
    if head == Frame.none { tail = Frame.none }
    count &-= 1
    return index
  }

  /// Takes out one that stands in it.
  mutating func remove<Record: Queueable>(_ index: UInt32, in records: Slab<Record>) {
    if index == head {
      _ = removeFirst(in: records)
      return
    }
    let (previous, next) = (records[index].previous, records[index].next)
    records[previous].next = next
    if next == Frame.none { tail = previous } else { records[next].previous = previous }
    count &-= 1
  }
}

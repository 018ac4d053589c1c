/// Frames that go on at this very instant, in the order in which they became able to.
struct ReadyList: ~Copyable {
  private var base = UnsafeMutablePointer<UInt32>.allocate(capacity: 64)
  private var capacity = 64
  private(set) var count = 0

  deinit { base.deallocate() }

  @inline(__always)
  mutating func append(_ index: UInt32) {
    if count == capacity { grow() }
    base[count] = index
    count &+= 1
  }

  @inline(__always)
  subscript(place: Int) -> UInt32 { base[place] }

  @inline(__always)
  mutating func removeAll() { count = 0 }

  /// Frames that are about to end do not go on before.
  mutating func forget(where isLost: (UInt32) -> Bool) {
    for place in 0..<count where base[place] != Frame.none && isLost(base[place]) { base[place] = Frame.none }
  }

  @inline(never)
  private mutating func grow() {
    let larger = UnsafeMutablePointer<UInt32>.allocate(capacity: 2 * capacity)
    larger.moveInitialize(from: base, count: count)
    base.deallocate()
    base = larger
    capacity *= 2
  }
}

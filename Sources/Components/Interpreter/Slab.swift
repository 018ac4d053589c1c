/// Storage for plain records that come and go, by 32-bit index. Indices of released records are used again, the last one
/// first; what a record held is there until then, but for its first four bytes.
///
/// Its addresses are reserved at once and its pages come with their use, so records never move: nothing is copied when
/// there are more, and a pointer to one holds as long as the record.
struct Slab<Record: BitwiseCopyable>: ~Copyable {
  private let block: LargeBlock<Record>
  let base: UnsafeMutablePointer<Record>
  private let capacity: Int
  /// Records that were ever in use; those that are not now hold what they held last.
  private(set) var used = 0
  private var free = UInt32.max
  /// Most records that were in use at once.
  private(set) var peak = 0
  private(set) var live = 0

  /// Indices have 26 bits: events carry them.
  static var limit: Int { 1 << 26 }

  /// - Parameter capacity: records at once; fewer where so many addresses cannot be had.
  init(capacity: Int = Slab.limit) {
    assert(MemoryLayout<Record>.size >= 4, "a free record holds the index of the next")
    block = LargeBlock(atMost: capacity)
    base = block.base
    self.capacity = block.count
  }

  @inline(__always)
  subscript(index: UInt32) -> Record {
    unsafeAddress { UnsafePointer(base + Int(truncatingIfNeeded: index)) }
    nonmutating unsafeMutableAddress { base + Int(truncatingIfNeeded: index) }
  }

  /// A record that holds what it held last, but for its first four bytes; zeros, if it never held anything.
  /// - Parameter isCounted: whether it is one of those that are live.
  @inline(__always)
  mutating func allocate(isCounted: Bool = true) -> UInt32 {
    if isCounted {
      live &+= 1
      if live > peak { peak = live }
    }
    let index = free
    if index != .max {
      free = UnsafeMutableRawPointer(base + Int(truncatingIfNeeded: index)).load(as: UInt32.self)
      return index
    }
    precondition(used < capacity, "more than \(capacity) activities at once")
    used &+= 1
    return UInt32(truncatingIfNeeded: used &- 1)
  }

  mutating func allocate(_ record: Record) -> UInt32 {
    let index = allocate()
    base[Int(index)] = record
    return index
  }

  @inline(__always)
  mutating func release(_ index: UInt32, isCounted: Bool = true) {
    assert(Int(index) < used && (live > 0 || !isCounted), "no record is there")
    if isCounted { live &-= 1 }
    UnsafeMutableRawPointer(base + Int(truncatingIfNeeded: index)).storeBytes(of: free, as: UInt32.self)
    free = index
  }
}

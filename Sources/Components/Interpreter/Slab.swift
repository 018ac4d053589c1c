/// Storage for plain records that come and go, by 32-bit index. Indices of released records are used again, the last one
/// first; what a record held is there until then, but for its first four bytes.
///
/// Its addresses are reserved at once and its pages come with their use, so records never move: nothing is copied when
/// there are more, and a pointer to one holds as long as the record. A handle, as `Table` is: copies of it share the
/// records, and whoever made it deallocates it.
struct Slab<Record: BitwiseCopyable> {
  let base: UnsafeMutablePointer<Record>
  private let use: UnsafeMutablePointer<Use>

  private struct Use {
    let block: LargeBlock<Record>
    var used = 0
    var free = UInt32.max
    var peak = 0
    var live = 0
  }

  /// Records that were ever in use; those that are not now hold what they held last.
  var used: Int { use.pointee.used }
  /// Most records that were in use at once.
  var peak: Int { use.pointee.peak }
  var live: Int { use.pointee.live }

  /// Indices have 26 bits: events carry them.
  static var limit: Int { 1 << 26 }

  /// - Parameter capacity: records at once; fewer where so many addresses cannot be had.
  init(capacity: Int = Slab.limit) {
    assert(MemoryLayout<Record>.size >= 4, "a free record holds the index of the next")
    let block = LargeBlock<Record>(atMost: capacity)
    base = block.base
    use = .allocate(capacity: 1)
    use.initialize(to: Use(block: block))
  }

  func deallocate() {
    use.deinitialize(count: 1)
    use.deallocate()
  }

  @inline(__always)
  subscript(index: UInt32) -> Record {
    unsafeAddress { UnsafePointer(base + Int(truncatingIfNeeded: index)) }
    nonmutating unsafeMutableAddress { base + Int(truncatingIfNeeded: index) }
  }

  /// A record that holds what it held last, but for its first four bytes; zeros, if it never held anything.
  /// - Parameter isCounted: whether it is one of those that are live.
  @inline(__always)
  func allocate(isCounted: Bool = true) -> UInt32 {
    if isCounted {
      use.pointee.live &+= 1
      if use.pointee.live > use.pointee.peak { use.pointee.peak = use.pointee.live }
    }
    let index = use.pointee.free
    if index != .max {
      use.pointee.free = UnsafeMutableRawPointer(base + Int(truncatingIfNeeded: index)).load(as: UInt32.self)
      return index
    }
    precondition(use.pointee.used < use.pointee.block.count, "more than \(use.pointee.block.count) activities at once")
    use.pointee.used &+= 1
    return UInt32(truncatingIfNeeded: use.pointee.used &- 1)
  }

  func allocate(_ record: Record) -> UInt32 {
    let index = allocate()
    base[Int(index)] = record
    return index
  }

  @inline(__always)
  func release(_ index: UInt32, isCounted: Bool = true) {
    assert(Int(index) < used && (live > 0 || !isCounted), "no record is there")
    if isCounted { use.pointee.live &-= 1 }
    UnsafeMutableRawPointer(base + Int(truncatingIfNeeded: index)).storeBytes(of: use.pointee.free, as: UInt32.self)
    use.pointee.free = index
  }
}

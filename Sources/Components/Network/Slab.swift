/// Plain records in one growing block, addressed by index; the record freed last is used first,
/// while it is still in cache. No reference counting, no array bounds to reload: the home of
/// request frames.
struct Slab<Record: BitwiseCopyable>: ~Copyable {
  private(set) var base: UnsafeMutablePointer<Record>
  private var capacity: Int
  /// Records that were ever in use; those that are not now hold what they held last.
  private(set) var used = 0
  private var free: [UInt32] = []
  /// Most records that were in use at once.
  private(set) var peak = 0
  private(set) var live = 0

  init(capacity: Int = 256) {
    self.capacity = capacity
    base = .allocate(capacity: capacity)
  }

  deinit { base.deallocate() }

  @inline(__always)
  subscript(index: UInt32) -> Record {
    get { base[Int(index)] }
    nonmutating _modify { yield &base[Int(index)] }
  }

  mutating func allocate(_ record: Record) -> UInt32 {
    live += 1
    if live > peak { peak = live }
    if let index = free.popLast() {
      base[Int(index)] = record
      return index
    }
    if used == capacity {
      let larger = UnsafeMutablePointer<Record>.allocate(capacity: capacity * 2)
      larger.moveInitialize(from: base, count: used)
      base.deallocate()
      base = larger
      capacity *= 2
    }
    base[used] = record
    used += 1
    return UInt32(used - 1)
  }

  mutating func release(_ index: UInt32) {
    live -= 1
    free.append(index)
  }
}

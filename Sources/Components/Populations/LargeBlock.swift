import Glibc

/// Zeroed memory for the records of a large population, straight from the system: pages that are never
/// touched cost nothing, and huge pages save address look-ups where all of it is used.
public final class LargeBlock<Record: BitwiseCopyable>: @unchecked Sendable {
  /// The first record; all of them are zero at first, and gone with the block.
  public let base: UnsafeMutablePointer<Record>
  /// Records that there is room for.
  public let count: Int
  private let bytes: Int

  /// - Parameter usesAll: the whole block will be read and written.
  public init(count: Int, usesAll: Bool) {
    self.count = count
    bytes = max(4096, count * MemoryLayout<Record>.stride)
    let raw = mmap(nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    precondition(raw != MAP_FAILED, "no memory for \(bytes) bytes")
    if usesAll && bytes >= 1 << 22 { madvise(raw, bytes, 14 /* MADV_HUGEPAGE */) }
    base = raw.unsafelyUnwrapped.bindMemory(to: Record.self, capacity: max(1, count))
  }

  /// Addresses for `most` records. Where a machine does not give that much, as under `ulimit -v`, they are at most a
  /// thirty-second of what it gives: the rest is for the other blocks, and for everything else.
  public init(atMost most: Int) {
    var count = max(1, most)
    var found = Self.reserve(count)
    while found == nil {
      precondition(count > 1, "no memory for a record")
      count /= 2
      found = Self.reserve(count)
    }
    if count < most {
      if let (raw, bytes) = found { munmap(raw, bytes) }
      count = max(1, count / 32)
      found = Self.reserve(count)
    }
    guard let (raw, bytes) = found else { preconditionFailure("no memory for \(count) records") }
    self.count = count
    self.bytes = bytes
    base = raw.bindMemory(to: Record.self, capacity: count)
  }

  /// Addresses without memory behind them, until they are used; nil where there are not so many.
  private static func reserve(_ count: Int) -> (UnsafeMutableRawPointer, bytes: Int)? {
    let bytes = max(4096, count * MemoryLayout<Record>.stride)
    let raw = mmap(
      nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | Int32(MAP_NORESERVE), -1, 0)
    guard raw != MAP_FAILED, let raw else { return nil }
    return (raw, bytes)
  }

  deinit { munmap(base, bytes) }
}

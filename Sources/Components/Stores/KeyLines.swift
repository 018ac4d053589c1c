/// Keys that somebody has, each with the frames in line for it: rows that are locked, misses that are being fetched,
/// requests that are being worked on.
struct KeyLines {
  private var lines: [UInt64: LinkedQueue] = [:]

  var isEmpty: Bool { lines.isEmpty }

  /// Takes a key that nobody has; false when somebody has it. O(1).
  mutating func take(_ key: UInt64) -> Bool {
    if lines[key] != nil { return false }
    lines[key] = LinkedQueue()
    return true
  }

  /// Stands in line for a key that somebody has. O(1).
  mutating func wait(_ index: UInt32, for key: UInt64, in frames: FrameStore) {
    assert(lines[key] != nil, "nobody has the key")
    lines[key]?.append(index, in: frames.slab)
  }

  /// Whoever has a key gives it to the first in line, who is returned; nil when nobody stands there. O(1).
  mutating func pass(_ key: UInt64, in frames: FrameStore) -> UInt32? {
    guard let line = lines[key] else { return nil }
    if line.isEmpty {
      lines[key] = nil
      return nil
    }
    return lines[key]?.removeFirst(in: frames.slab)
  }

  /// Nobody has the key any more; everybody who stood in line for it, in order. O(those).
  mutating func giveUp(_ key: UInt64, in frames: FrameStore) -> [UInt32] {
    guard var line = lines.removeValue(forKey: key) else { return [] }
    var followers: [UInt32] = []
    while !line.isEmpty { followers.append(line.removeFirst(in: frames.slab)) }
    return followers
  }

  /// Leaves the line for a key. O(1).
  mutating func leave(_ index: UInt32, for key: UInt64, in frames: FrameStore) {
    lines[key]?.remove(index, in: frames.slab)
  }
}

import Engine

/// Keys that a cache holds: a hash table with its entries in one line from the next to be evicted to the last.
///
/// Look-ups and insertions are O(1) on average.
struct CacheStore {
  private struct Entry {
    var key: UInt64
    var expires: Nanoseconds
    var bytes: Int64
    var previous: Int32
    var next: Int32
  }

  private let plan: CachePlan
  private var places = KeyTable()
  private var entries: [Entry] = []
  private var free: [Int32] = []
  /// Next to be evicted, and added or used last.
  private var first: Int32 = -1
  private var last: Int32 = -1
  private(set) var held: Int64 = 0
  var count: Int { places.count }

  init(_ plan: CachePlan) { self.plan = plan }

  /// Whether a key is there and valid.
  mutating func contains(_ key: UInt64, at now: Nanoseconds) -> Bool {
    guard let place = places.place(of: key) else { return false }
    if entries[Int(place)].expires <= now {
      remove(place)
      return false
    }
    if plan.eviction == .lru && place != last {
      unlink(place)
      link(place)
    }
    return true
  }

  /// - Parameters:
  ///   - bytes: of the key, or 1 where entries are counted.
  ///   - bits: random, for random eviction.
  /// - Returns: keys that were evicted for it.
  mutating func insert(_ key: UInt64, bytes: Int64, bits: UInt64, at now: Nanoseconds) -> UInt64 {
    let expires = plan.timeToLive.map { now + $0 } ?? .max
    if let place = places.place(of: key) {
      entries[Int(place)].expires = expires
      return 0
    }
    guard bytes <= plan.capacity else { return 0 }
    var evicted: UInt64 = 0
    while held + bytes > plan.capacity && first >= 0 {
      var victim = first
      if plan.eviction == .random {
        // Any entry that is in use: the slot at a random place, or the next one after it.
        var place = Int(UInt64(entries.count).multipliedFullWidth(by: RandomStream.mix(bits, evicted)).high)
        while entries[place].bytes == 0 { place = (place + 1) % entries.count }
        victim = Int32(place)
      }
      remove(victim)
      evicted += 1
    }
    let entry = Entry(key: key, expires: expires, bytes: bytes, previous: -1, next: -1)
    let place: Int32
    if let reused = free.popLast() {
      entries[Int(reused)] = entry
      place = reused
    } else {
      place = Int32(entries.count)
      entries.append(entry)
    }
    places.insert(key, at: place)
    held += bytes
    link(place)
    return evicted
  }

  mutating func remove(key: UInt64) {
    if let place = places.place(of: key) { remove(place) }
  }

  mutating func removeAll() {
    places.removeAll()
    entries.removeAll(keepingCapacity: true)
    free.removeAll(keepingCapacity: true)
    first = -1
    last = -1
    held = 0
  }

  private mutating func remove(_ place: Int32) {
    unlink(place)
    places.remove(entries[Int(place)].key)
    held -= entries[Int(place)].bytes
    entries[Int(place)].bytes = 0
    free.append(place)
  }

  private mutating func link(_ place: Int32) {
    entries[Int(place)].previous = last
    entries[Int(place)].next = -1
    if last >= 0 { entries[Int(last)].next = place } else { first = place }
    last = place
  }

  private mutating func unlink(_ place: Int32) {
    let entry = entries[Int(place)]
    if entry.previous >= 0 { entries[Int(entry.previous)].next = entry.next } else { first = entry.next }
    if entry.next >= 0 { entries[Int(entry.next)].previous = entry.previous } else { last = entry.previous }
  }
}

import Engine
import Testing
import TestSupport

@testable import Components

/// The store against the same thing written plainly: an array of keys from the next to be evicted on.
@Suite struct CacheStoreTests {
  private struct PlainStore {
    var plan: CachePlan
    var entries: [(key: UInt64, bytes: Int64, expires: Nanoseconds)] = []

    mutating func contains(_ key: UInt64, at now: Nanoseconds) -> Bool {
      guard let place = entries.firstIndex(where: { $0.key == key }) else { return false }
      let entry = entries[place]
      if entry.expires <= now || plan.eviction == .lru { entries.remove(at: place) }
      if entry.expires > now && plan.eviction == .lru { entries.append(entry) }
      return entry.expires > now
    }

    mutating func insert(_ key: UInt64, bytes: Int64, at now: Nanoseconds) -> UInt64 {
      let expires = plan.timeToLive.map { now + $0 } ?? .max
      if let place = entries.firstIndex(where: { $0.key == key }) {
        entries[place].expires = expires
        return 0
      }
      if bytes > plan.capacity { return 0 }
      var evicted: UInt64 = 0
      while entries.reduce(0, { $0 + $1.bytes }) + bytes > plan.capacity {
        entries.removeFirst()
        evicted += 1
      }
      entries.append((key, bytes, expires))
      return evicted
    }
  }

  private func plan(_ eviction: CachePlan.Eviction, capacity: Int64, timeToLive: Nanoseconds? = nil) -> CachePlan {
    CachePlan(
      capacity: capacity, sizes: -1, timeToLive: timeToLive, eviction: eviction, coalesces: false, population: 0,
      startsFull: false)
  }

  @Test func `the least recently used goes first, or the oldest`() {
    for (eviction, kept) in [(CachePlan.Eviction.lru, 1 as UInt64), (.fifo, 2)] {
      var store = CacheStore(plan(eviction, capacity: 2))
      var evicted = store.insert(1, bytes: 1, bits: 0, at: 0) + store.insert(2, bytes: 1, bits: 0, at: 0)
      #expect(evicted == 0)
      let found = store.contains(1, at: 1)
      evicted = store.insert(3, bytes: 1, bits: 0, at: 2)
      #expect(found && evicted == 1)
      let are = [kept, 3 - kept, 3].map { store.contains($0, at: 3) }
      #expect(are == [true, false, true])
    }
  }

  @Test func `what is too large for all is not kept, and a large key makes room for itself`() {
    var store = CacheStore(plan(.lru, capacity: 10))
    var evicted = store.insert(1, bytes: 11, bits: 0, at: 0)
    #expect(evicted == 0 && store.count == 0)
    for key in 2..<6 as Range<UInt64> { evicted += store.insert(key, bytes: 2, bits: 0, at: 0) }
    #expect(evicted == 0 && store.held == 8)
    evicted = store.insert(9, bytes: 7, bits: 0, at: 0)
    let isThere = store.contains(5, at: 0)
    #expect(evicted == 3 && store.held == 9 && isThere)
  }

  @Test func `a key is valid until its time is over`() {
    var store = CacheStore(plan(.fifo, capacity: 9, timeToLive: 10))
    _ = store.insert(1, bytes: 1, bits: 0, at: 0)
    let are = [9, 10].map { store.contains(1, at: $0) }
    #expect(are == [true, false] && store.count == 0)
  }

  @Test func `any course of things is that of the plain store`() {
    for seed in 0..<60 as Range<UInt64> {
      var generator = SmallGenerator(seed: seed)
      let plan = plan(
        seed % 2 == 0 ? .lru : .fifo, capacity: Int64(1 + generator.below(30)),
        timeToLive: generator.below(2) == 0 ? nil : Nanoseconds(1 + generator.below(300)))
      var store = CacheStore(plan)
      var plain = PlainStore(plan: plan)
      for now in 0..<2000 as Range<Nanoseconds> {
        let key = UInt64(generator.below(40))
        let bytes = Int64(1 + key % 5)
        switch generator.below(20) {
        case 0:
          store.remove(key: key)
          plain.entries.removeAll { $0.key == key }
        case 1 where generator.below(20) == 0:
          store.removeAll()
          plain.entries = []
        case 2...9:
          let same = store.insert(key, bytes: bytes, bits: 0, at: now) == plain.insert(key, bytes: bytes, at: now)
          #expect(same, "seed \(seed) at \(now)")
        default:
          let same = store.contains(key, at: now) == plain.contains(key, at: now)
          #expect(same, "seed \(seed) at \(now)")
        }
        #expect(store.count == plain.entries.count && store.held == plain.entries.reduce(0) { $0 + $1.bytes })
      }
    }
  }

  @Test func `eviction at random keeps within bounds and hits every key`() {
    var store = CacheStore(plan(.random, capacity: 50))
    var gone: Set<UInt64> = []
    for number in 0..<5000 as Range<UInt64> {
      let evicted = store.insert(number % 100, bytes: Int64(1 + number % 3), bits: RandomStream.mix(number, 5), at: 0)
      #expect(evicted <= 3 && store.held <= 50)
      for key in 0..<100 as Range<UInt64> where number > 200 && !store.contains(key, at: 0) { gone.insert(key) }
    }
    #expect(gone.count == 100)
  }
}

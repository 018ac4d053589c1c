import Components
import Engine

/// A population that writes down who was asked when, and closes whom it is told to.
struct PolledList: PolledPopulation {
  struct Ask: Equatable {
    var index: Int
    var at: Nanoseconds
  }

  private(set) var asks: [Ask] = []
  private(set) var windows: [Range<Nanoseconds>] = []
  private(set) var isClosed: [Bool]
  private var asked: [Int]
  /// Whether an entity's n-th answer, from 0, is its last.
  let closes: @Sendable (_ index: Int, _ number: Int) -> Bool
  /// Key of the source for each entity, from 1.
  let keys: Int

  init(count: Int, keys: Int = 0, closes: @escaping @Sendable (Int, Int) -> Bool = { _, _ in false }) {
    isClosed = Array(repeating: false, count: count)
    asked = Array(repeating: 0, count: count)
    self.keys = keys
    self.closes = closes
  }

  mutating func beginWindow(from: Nanoseconds, until: Nanoseconds) { windows.append(from..<until) }

  func isActive(_ index: Int) -> Bool { !isClosed[index] }

  mutating func compare(_ index: Int, at time: Nanoseconds) -> UInt8 {
    asks.append(Ask(index: index, at: time))
    defer { asked[index] += 1 }
    guard closes(index, asked[index]) else { return 0 }
    isClosed[index] = true
    return 3
  }

  mutating func describe(_ index: Int, at time: Nanoseconds, in finding: inout Finding) {
    finding.payload = UInt64(index)
    finding.changedAt = time
  }

  func sourceKey(_ index: Int) -> Int64 { keys > 0 ? Int64(index % keys) + 1 : 0 }

  mutating func apply(_ code: UInt8, to index: Int, at time: Nanoseconds) { isClosed[index] = true }

  mutating func prepareUnseen(before end: Nanoseconds) {}
  func mayHaveUnseen(_ index: Int) -> Bool { false }
  func forEachUnseen(_ index: Int, before time: Nanoseconds, _ body: (Nanoseconds) -> Void) {}
}

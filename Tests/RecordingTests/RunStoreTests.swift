import Experiments
import Statistics
import Testing

@testable import Recording

@Suite("A run in the database")
struct RunStoreTests {
  @Test("comes back equal in everything")
  func roundTrip() throws {
    let scratch = try Scratch()
    let store = try RunStore(path: scratch.path("results/shop.sqlite"))
    let given = FullResult.make()
    let run = try store.begin(given)
    try store.update(run, with: given, isFinal: true)

    let loaded = try store.load(run)

    #expect(described(loaded) == described(given))
    #expect(loaded.indicators.map(\.histogram) == given.indicators.map(\.histogram))
    #expect(loaded.freshnessDistributions.map(\.pipeline) == given.freshnessDistributions.map(\.pipeline))
  }

  @Test("comes back equal when it is empty")
  func emptyResult() throws {
    let scratch = try Scratch()
    let store = try RunStore(path: scratch.path("empty.sqlite"))
    let run = try store.begin(RunResult())
    try store.update(run, with: RunResult(), isFinal: true)

    #expect(described(try store.load(run)) == described(RunResult()))
  }

  @Test("is partial until its final update, and after it when it says so itself")
  func partial() throws {
    let scratch = try Scratch()
    let store = try RunStore(path: scratch.path("shop.sqlite"))
    var result = FullResult.make()
    let run = try store.begin(result)
    #expect(try store.load(run).isPartial)
    try store.update(run, with: result, isFinal: false)
    #expect(try store.load(run).isPartial)
    try store.update(run, with: result, isFinal: true)
    #expect(try !store.load(run).isPartial)

    result.isPartial = true
    try store.update(run, with: result, isFinal: true)
    #expect(try store.load(run).isPartial)
  }

  @Test("is replaced by an update, and the other runs stay as they are")
  func replacement() throws {
    let scratch = try Scratch()
    let store = try RunStore(path: scratch.path("shop.sqlite"))
    let first = try store.begin(FullResult.make(seed: 1))
    let second = try store.begin(FullResult.make(seed: 2))
    var smaller = FullResult.make(seed: 2)
    smaller.indicators.removeLast()
    smaller.cost = nil
    smaller.timeline.flows.removeAll()
    try store.update(second, with: smaller, isFinal: true)
    try store.update(first, with: FullResult.make(seed: 1), isFinal: true)

    #expect(described(try store.load(second)) == described(smaller))
    #expect(described(try store.load(first)) == described(FullResult.make(seed: 1)))
  }

  @Test("is listed with its options, seed and digest")
  func listing() throws {
    let scratch = try Scratch()
    let store = try RunStore(path: scratch.path("shop.sqlite"))
    _ = try store.begin(FullResult.make(seed: 5))
    let run = try store.begin(FullResult.make())
    try store.update(run, with: FullResult.make(), isFinal: true)

    let runs = try store.runs()

    #expect(runs.map(\.run) == [1, 2])
    #expect(runs.map(\.seed) == [5, .max - 7])
    #expect(runs.map(\.isPartial) == [true, false])
    #expect(runs[1].name == "shop")
    #expect(runs[1].options == ["hold", "poll-150s"])
    #expect(runs[1].digest == "0123456789abcdef0123456789abcdef")
    #expect(runs[1].recordedAt.hasSuffix("Z"))
  }

  @Test("that does not exist is a typed error")
  func unknownRun() throws {
    let scratch = try Scratch()
    let path = scratch.path("shop.sqlite")
    let store = try RunStore(path: path)
    let expected = RecordingError(path: path, reason: .noSuchRun(12))
    #expect(throws: expected) { try store.load(12) }
    #expect(throws: expected) { try store.update(12, with: RunResult(), isFinal: true) }
  }

  @Test("has rows that do not depend on the host")
  func hostIsApart() throws {
    let scratch = try Scratch()
    var elsewhere = FullResult.make()
    elsewhere.host.cpu = "another CPU"
    elsewhere.host.wallSeconds = 99
    let texts = try [FullResult.make(), elsewhere].enumerated().map { index, result in
      let store = try RunStore(path: scratch.path("\(index).sqlite"))
      try store.update(try store.begin(result), with: result, isFinal: true)
      return try Contents.dump(store, leavingOut: ["hosts"])
    }
    #expect(texts[0] == texts[1])
    #expect(texts[0].contains("0123456789abcdef"))
  }
}

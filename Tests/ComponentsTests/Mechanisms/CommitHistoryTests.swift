import Engine
import Testing

@testable import Components

/// What a store knows of its writes.
@Suite struct CommitHistoryTests {
  @Test func `the last write of each key is known`() {
    var history = CommitHistory()
    #expect(history.lastWrite(of: 1) == nil)
    history.write(1, at: 10, mayBeLost: false)
    history.write(2, at: 20, mayBeLost: false)
    history.write(1, at: 30, mayBeLost: false)
    #expect(history.lastWrite(of: 1) == 30 && history.lastWrite(of: 2) == 20 && history.lastWrite(of: 3) == nil)
  }

  @Test func `with a disk goes what was committed after an instant, and only once`() {
    var history = CommitHistory()
    for now in [10, 20, 20, 30, 40] as [Nanoseconds] { history.append(at: now) }
    #expect(history.lose(after: 20) == [30, 40])
    #expect(history.lose(after: 20) == [])
    history.append(at: 50)
    #expect(history.lose(after: 19) == [20, 20, 50])
    #expect(history.lose(after: .min) == [10])
  }

  @Test func `the last writes are those of the recovery point again`() {
    var history = CommitHistory()
    for (key, now) in [(1, 10), (2, 20), (1, 30), (3, 30), (1, 40)] as [(UInt64, Nanoseconds)] {
      history.write(key, at: now, mayBeLost: true)
    }
    #expect(history.lose(after: 30) == [] && history.lastWrite(of: 1) == 30)
    #expect(history.lose(after: 20) == [] && history.lastWrite(of: 1) == 10)
    #expect(history.lastWrite(of: 2) == 20 && history.lastWrite(of: 3) == nil)
    history.write(1, at: 50, mayBeLost: true)
    #expect(history.lastWrite(of: 1) == 50)
    _ = history.lose(after: 5)
    #expect(history.lastWrite(of: 1) == nil && history.lastWrite(of: 2) == nil)
  }
}

import Engine
import Testing

@testable import Components

/// What a store knows of its writes.
@Suite struct CommitHistoryTests {
  @Test func `the last write of each key is known`() {
    var history = CommitHistory()
    #expect(history.lastWrite(of: 1) == nil)
    history.write(1, at: 10)
    history.write(2, at: 20)
    history.write(1, at: 30)
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

  @Test func `what was lost has no last write any more`() {
    var history = CommitHistory()
    history.write(1, at: 30)
    #expect(history.lose(after: 20) == [] && history.lastWrite(of: 1) == nil)
    history.write(1, at: 50)
    #expect(history.lastWrite(of: 1) == 50)
  }
}

import Testing

@testable import Components

/// What a frame that waits for several makes of their ends.
@Suite struct JoinTests {
  private let ok = StandardOutcome.ok
  private let timeout = StandardOutcome.timeout
  private let refused = StandardOutcome.refused
  private let error = StandardOutcome.error
  /// An outcome of the scenario's own.
  private let answer: UInt16 = 5

  private func verdicts(
    awaiting awaited: UInt32, of all: Int, _ outcomes: [UInt16], keepsFirst: Bool = true
  ) -> [Join.Verdict] {
    var join = Join(awaiting: awaited, of: all)
    return outcomes.map { join.take($0, keepsFirst: keepsFirst) }
  }

  @Test func `a wait ends with the last of those that it is for`() {
    #expect(verdicts(awaiting: 1, of: 1, [ok]) == [.ends(failure: 0)])
    #expect(verdicts(awaiting: 3, of: 3, [ok, answer, ok]) == [.waits, .waits, .ends(failure: 0)])
    #expect(verdicts(awaiting: 2, of: 5, [answer, answer]) == [.waits, .ends(failure: 0)])
    var join = Join(awaiting: 2, of: 2)
    #expect(join.awaited == 2 && Join().awaited == 0)
    _ = join.take(error, keepsFirst: true)
    #expect(join.awaited == 1)
  }

  @Test func `as many failures as there are others change nothing`() {
    #expect(verdicts(awaiting: 1, of: 2, [error, ok]) == [.spared, .ends(failure: 0)])
    #expect(
      verdicts(awaiting: 2, of: 4, [error, timeout, ok, ok]) == [.spared, .spared, .waits, .ends(failure: 0)])
    #expect(verdicts(awaiting: 2, of: 3, [ok, error, ok]) == [.waits, .spared, .ends(failure: 0)])
    #expect(verdicts(awaiting: 1, of: 3, [timeout, error, refused]) == [.spared, .spared, .ends(failure: refused)])
  }

  @Test func `one of three hundred bears the failure of all others`() {
    let failures = Array(repeating: error, count: 299)
    let found = verdicts(awaiting: 1, of: 300, failures + [ok])
    #expect(found.dropLast().allSatisfy { $0 == .spared } && found.last == .ends(failure: 0))
    #expect(verdicts(awaiting: 1, of: 300, failures + [timeout]).last == .ends(failure: timeout))
    var join = Join(awaiting: 1, of: 1)
    for _ in 0..<70_000 { join.addOne() }
    #expect(join.spares(error))
  }

  @Test func `a failure too many does not end the wait for the others, but is what it ends with`() {
    #expect(verdicts(awaiting: 3, of: 3, [error, ok, answer]) == [.waits, .waits, .ends(failure: error)])
    #expect(verdicts(awaiting: 2, of: 3, [timeout, error, ok]) == [.spared, .waits, .ends(failure: error)])
  }

  @Test func `of several failures the first one is kept, or the last`() {
    let outcomes = [ok, timeout, refused, answer]
    #expect(verdicts(awaiting: 4, of: 4, outcomes, keepsFirst: true).last == .ends(failure: timeout))
    #expect(verdicts(awaiting: 4, of: 4, outcomes, keepsFirst: false).last == .ends(failure: refused))
  }

  @Test func `one more that may answer bears one more failure`() {
    var join = Join(awaiting: 1, of: 1)
    #expect(!join.spares(error) && !join.spares(ok))
    join.addOne()
    #expect(join.spares(error) && join.spares(StandardOutcome.quota) && !join.spares(ok) && !join.spares(answer))
    #expect(join.take(timeout, keepsFirst: false) == .spared)
    #expect(!join.spares(error) && join.awaited == 1)
    #expect(join.take(error, keepsFirst: false) == .ends(failure: error))
  }
}

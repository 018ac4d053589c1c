import Engine
import Testing

@testable import Components

/// What a station admits at all, and what an outside interface answers.
@Suite struct OutsideAnswerTests {
  /// The outcome; nil where a fault fails the call.
  private func answer(_ bench: Workbench, key: UInt64 = 0, at place: Double) -> UInt16? {
    switch bench.station.answer(to: key, by: UInt64(place * 0x1p64)) {
    case .fails: nil
    case .answers(let outcome): outcome
    }
  }

  @Test func `outcomes have their shares of the calls, and what is left is a success`() {
    let bench = Workbench { $0.outcomes = [(7, 0.25), (8, 0.5)] }
    #expect([0, 0.24, 0.25, 0.74, 0.75, 0.99].map { answer(bench, at: $0) } == [7, 7, 8, 8, 0, 0])
    #expect(answer(Workbench(), at: 0) == StandardOutcome.ok)
    #expect(answer(Workbench { $0.outcomes = [(9, 1)] }, at: 0.999) == 9)
  }

  @Test func `errors of a fault come first, and take from the successes`() {
    let bench = Workbench { $0.outcomes = [(7, 0.25)] }
    bench.station.conditions.errorThreshold = 1 << 62
    #expect([0, 0.24, 0.25, 0.49, 0.5, 0.99].map { answer(bench, at: $0) } == [nil, nil, 7, 7, 0, 0])
  }

  @Test func `where successes are too few, errors take from all outcomes alike`() {
    let bench = Workbench { $0.outcomes = [(7, 0.25), (8, 0.75)] }
    bench.station.conditions.errorThreshold = 1 << 63
    #expect([0.49, 0.5, 0.62, 0.63, 0.99].map { answer(bench, at: $0) } == [nil, 7, 7, 8, 8])
    bench.station.conditions.errorThreshold = .max
    #expect(answer(bench, at: 0.99) == nil)
  }

  @Test func `errors of one key leave the others their answers`() {
    let bench = Workbench { $0.outcomes = [(7, 0.25)] }
    bench.station.conditions.errorThreshold = 1 << 62
    bench.station.conditions.errorKey = 4
    #expect([0, 0.25, 0.5].map { answer(bench, key: 3, at: $0) } == [nil, 7, 0])
    #expect([0, 0.25, 0.5].map { answer(bench, key: 4, at: $0) } == [7, 0, 0])
  }

  @Test func `a quota admits so many calls a second, fewer where a fault cuts it`() {
    func admitted(_ bench: Workbench, key: UInt64 = 0, at now: Nanoseconds = 0) -> Int {
      (0..<20).count { _ in bench.station.isInQuota(key, at: now) }
    }
    #expect(admitted(Workbench()) == 20)
    let bench = Workbench { $0.quota = 8 }
    #expect(admitted(bench) == 8)
    bench.station.conditions.quotaFactor = 0.5
    #expect(admitted(bench, at: .second) == 4)
    let keyed = Workbench {
      $0.quota = 3
      $0.quotaKeys = 2
    }
    #expect(admitted(keyed) == 3 && admitted(keyed, key: 1) == 3 && admitted(keyed, key: 2) == 0)
  }

  @Test func `a limiter gives what its bucket holds, and fills it slower where a fault cuts it`() {
    func taken(_ bench: Workbench, at now: Nanoseconds) -> Int {
      (0..<20).count { _ in bench.station.takesToken(at: now) }
    }
    #expect(taken(Workbench(), at: 0) == 20)
    let bench = Workbench { $0.bucket = BucketPlan(rate: 4, burst: 6) }
    #expect(taken(bench, at: 0) == 6 && taken(bench, at: .second) == 4)
    bench.station.conditions.quotaFactor = 0.5
    #expect(taken(bench, at: 2 * .second) == 2)
  }
}

import Components
import Engine
import Testing
import TestSupport

@Suite struct SlotRingTests {
  /// Width of a bucket: 2²² ns.
  private let width: Nanoseconds = 1 << 22

  @Test func `a call is counted until its bucket has passed, and no longer`() {
    var ring = SlotRing(span: .second)
    ring.reset(at: 0)
    ring.add(completingAt: 10)
    ring.add(completingAt: width)
    ring.add(completingAt: 5 * width + 3)
    ring.advance(to: width - 1)
    #expect(ring.open == 3)
    ring.advance(to: width)
    #expect(ring.open == 2)
    ring.advance(to: 2 * width)
    #expect(ring.open == 1)
    ring.advance(to: 6 * width - 1)
    #expect(ring.open == 1)
    ring.advance(to: 6 * width)
    #expect(ring.open == 0)
  }

  @Test func `the count is never below the truth, and right to within one bucket`() {
    var generator = SmallGenerator(seed: 1)
    let span: Nanoseconds = 3 * .second
    var ring = SlotRing(span: span)
    ring.reset(at: 0)
    var completions: [Nanoseconds] = []
    var time: Nanoseconds = 0
    var wrong = 0
    for _ in 0..<30_000 {
      time += Nanoseconds(generator.below(20_000_000))
      ring.advance(to: time)
      completions.removeAll { $0 <= time - width }
      let atLeast = completions.reduce(0) { $0 + ($1 > time ? 1 : 0) }
      if ring.open < atLeast || ring.open > completions.count { wrong += 1 }
      let latency = generator.below(10) == 0 ? span : Nanoseconds(generator.below(Int(span)))
      ring.add(completingAt: time + latency)
      completions.append(time + latency)
    }
    #expect(wrong == 0)
  }

  @Test func `very many calls may complete in one bucket`() {
    var ring = SlotRing(span: .second)
    ring.reset(at: 0)
    for _ in 0..<70_000 { ring.add(completingAt: 100 * width) }
    #expect(ring.open == 70_000)
    ring.advance(to: 101 * width)
    #expect(ring.open == 0)
  }

  @Test func `a long idle time and a reset leave it empty`() {
    var ring = SlotRing(span: 100 * .millisecond)
    ring.reset(at: 77 * .second)
    ring.add(completingAt: 77 * .second + 50)
    ring.advance(to: .hour)
    #expect(ring.open == 0)
    ring.add(completingAt: .hour + 50 * .millisecond)
    ring.reset(at: 2 * .hour)
    #expect(ring.open == 0)
    ring.advance(to: 2 * .hour + .second)
    #expect(ring.open == 0)
  }
}

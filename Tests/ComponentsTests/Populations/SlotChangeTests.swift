import Components
import Engine
import Testing

/// A partition whose instance is lost: nobody asks for its keys until another has taken it over.
@Suite struct SlotChangeTests {
  private func lost(slots: Int, then later: Int) -> PollingCase {
    var polling = PollingCase()
    polling.count = 1000
    polling.slots = slots
    polling.distribution = .constant(2e8)
    polling.timeout = 20 * .second
    polling.slotChanges = [.init(at: 20 * .second, slots: 0), .init(at: 26 * .second, slots: later)]
    return polling
  }

  /// 100 calls a second of 0.2 s: 20 open at a time. Six seconds leave 600 waiting; with 60 slots 300 calls a second are
  /// made, of which 200 make up, so that it takes three seconds.
  @Test(arguments: [60, 21])
  func `what was due in a pause is asked for after it`(slots: Int) {
    let polling = lost(slots: slots, then: 60)
    for cuts in [[], polling.every(.second), polling.every(700 * .millisecond)] {
      let result = polling.run(cuts: cuts)
      let asks = result.asks
      #expect(!asks.contains { (20 * .second..<26 * .second).contains($0.at) })
      #expect(asks.count { $0.at >= 26 * .second && $0.at < 29 * .second } - 900 <= 60)
      #expect(asks.count == 6000 && result.unended == UnendedMeasurement())
      #expect(abs(Int(result.waited) - 900) <= 30)
      #expect(abs(Double(result.waitingSum) / 1e9 - 900 * 3) < 100)
    }
  }

  @Test func `windows make no difference`() {
    for later in [60, 25, 3] {
      let polling = lost(slots: 40, then: later)
      let whole = polling.run()
      #expect(polling.run(cuts: polling.every(.second)).difference(from: whole) == nil)
      #expect(polling.run(cuts: polling.every(333 * .millisecond)).difference(from: whole) == nil)
    }
  }

  @Test func `an instance with fewer calls to spare falls behind`() {
    // Ten slots make 50 calls a second of 100.
    let result = lost(slots: 40, then: 10).run()
    #expect(abs(result.asks.count { $0.at >= 26 * .second } - 34 * 50) <= 10)
  }

  @Test func `nobody asks where no instance is left`() {
    var polling = lost(slots: 40, then: 10)
    polling.slotChanges.removeLast()
    let result = polling.run()
    #expect(result.asks.count == 2000)
    #expect(result.due == 6000)
    polling.slots = 0
    polling.slotChanges = []
    #expect(polling.run().asks.isEmpty)
  }
}

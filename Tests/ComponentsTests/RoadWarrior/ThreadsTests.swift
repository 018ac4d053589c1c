import Components
import Engine
import Statistics
import Testing

/// Results do not depend on the number of threads, down to the last bit.
@Suite struct ThreadsTests {
  private func expectSame(_ pipeline: Pipeline, _ name: Comment) -> Measurements {
    let one = pipeline.run(threads: 1)
    for threads in 2...3 {
      let difference = pipeline.run(threads: threads).difference(from: one)
      #expect(difference == nil, name)
    }
    return one
  }

  @Test func `one, two and three threads agree`() {
    let result = expectSame(Pipeline(), "plain")
    #expect(result.pollings[0].started == 180_000 - result.pollings[0].inactive)
    #expect(result.pollings[0].changesFound > 15_000 && result.measures[0].delays.count > 15_000)
  }

  @Test func `they agree when slots bind and when a quota does`() {
    var pipeline = Pipeline()
    pipeline.slots = 62
    #expect(expectSame(pipeline, "slots").pollings[0].waited > 1000)
    pipeline.lease = 450
    #expect(expectSame(pipeline, "quota").pollings[0].refused > 1000)
  }

  @Test func `they agree under faults, with removals and with providers`() {
    var pipeline = Pipeline()
    pipeline.removals = 500
    pipeline.providers = 10
    pipeline.lease = 100
    pipeline.providerFaults = [.slow(2), .error(0.2)]
    pipeline.logFaults = [.reorder(share: 0.2, by: 10 * millisecond...900 * millisecond), .duplicate(0.1)]
    let result = expectSame(pipeline, "faults")
    #expect(result.pollings[0].inactive > 1000 && result.pollings[0].failed > 1000)
  }

  @Test func `they agree in a storm`() {
    var pipeline = Pipeline()
    pipeline.parameters["storm"] = .table([
      ("at", .time(7 * .second)), ("for", .time(4 * .second)), ("changes", .factor(10)),
    ])
    let calm = Pipeline().run().pollings[0].changesFound
    #expect(expectSame(pipeline, "storm").pollings[0].changesFound > 2 * calm)
  }

  /// Windows are as long as the lag of commands to entities; without such commands it is nobody's
  /// business how long that is.
  @Test func `windows of different lengths agree`() {
    func run(_ lag: Nanoseconds, slots: Int) -> Measurements {
      var pipeline = Pipeline()
      pipeline.lag = lag
      pipeline.slots = slots
      var result = pipeline.run()
      // Findings wait for their instant as frames, for as long as a window.
      result.peakInFlight = 0
      return result
    }
    for slots in [400, 62] {
      let second = run(.second, slots: slots)
      for lag in [100 * millisecond, 333_333_333, 7 * .second] {
        #expect(run(lag, slots: slots).difference(from: second) == nil, "\(lag) ns, \(slots) slots")
      }
    }
  }
}

import Components
import Engine
import Statistics
import Testing

/// What a run says of changes, against what is known of them.
@Suite struct FreshnessTests {
  private func steady() -> Pipeline {
    var pipeline = Pipeline()
    pipeline.warmUp = 0
    pipeline.parameters = ["changes": .rate(0.02)]
    return pipeline
  }

  @Test func `the first cycle finds as many changes as any other`() {
    var pipeline = steady()
    pipeline.end = 5 * .second
    let expected = 60_000 * 0.02 * 5
    let first = Double(pipeline.run().pollings[0].changesFound)
    // Four standard deviations of a Poisson count.
    #expect((first - expected).magnitude < 4 * expected.squareRoot())
    pipeline.end = 10 * .second
    pipeline.warmUp = 5 * .second
    let second = Double(pipeline.run().pollings[0].changesFound)
    #expect((second - expected).magnitude < 4 * expected.squareRoot())
  }

  @Test(arguments: [PollingPlan.Starts.spread, .byPartition, .together])
  func `every due call is made, however calls are spread`(starts: PollingPlan.Starts) {
    var pipeline = steady()
    pipeline.starts = starts
    pipeline.slots = 3000
    pipeline.latency = .constant(100e6)
    let polling = pipeline.run().pollings[0]
    #expect(polling.due == 4 * 60_000 && polling.started == polling.due)
    #expect(polling.waited == 0 && polling.changesMissed == 0)
    #expect(polling.started == polling.answered + polling.timedOut)
  }

  @Test func `a change waits half a cycle on average, and at most one`() throws {
    var pipeline = steady()
    pipeline.latency = .constant(0)
    let result = pipeline.run()
    let delays = result.measures[0].delays
    // Uniform on (0, 5 s), and some milliseconds through log and store.
    let mean = try #require(delays.mean)
    #expect((mean / 1e9 - 2.5).magnitude < 0.05)
    let most = try #require(delays.maximum)
    #expect(most > 4_900_000_000 && most < 5_300_000_000)
    #expect(result.measures[0].pipeline.count == delays.count)
  }

  @Test func `what is found is measured, settled by a newer change or still on its way`() {
    var pipeline = steady()
    pipeline.logFaults = [.reorder(share: 0.5, by: 100 * millisecond...6 * .second)]
    let result = pipeline.run()
    let polling = result.pollings[0]
    #expect(polling.changesSettled > 50)
    #expect(polling.changesFound == result.measures[0].delays.count + polling.changesSettled)
  }

  @Test func `calls that are refused miss changes, which are counted`() {
    var pipeline = steady()
    let all = pipeline.run().pollings[0]
    pipeline.lease = 300
    let some = pipeline.run().pollings[0]
    #expect(some.refused > 30_000 && some.changesMissed > 300)
    #expect(some.started + some.refused == some.due)
    // Found or missed: it is the same changes, but for the cycle in which they count.
    let difference = Double(some.changesFound + some.changesMissed) - Double(all.changesFound)
    #expect(difference.magnitude < 0.05 * Double(all.changesFound))
  }
}

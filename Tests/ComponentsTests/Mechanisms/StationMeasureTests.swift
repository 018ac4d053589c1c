import Engine
import Statistics
import Testing

@testable import Components

/// What a station counts of operations that leave it, and what it forgets.
@Suite struct StationMeasureTests {
  private var horizon: Horizon {
    var horizon = Horizon()
    (horizon.warmUp, horizon.end) = (100, 200)
    return horizon
  }

  private func frame(_ arrivedAt: Nanoseconds, _ outcome: UInt16 = StandardOutcome.ok) -> Frame {
    var frame = Frame()
    (frame.arrivedAt, frame.startedAt, frame.coreWaiting, frame.outcome) = (arrivedAt, arrivedAt + 7, 3, outcome)
    return frame
  }

  private func leave(_ bench: Workbench, _ frame: Frame, at now: Nanoseconds) -> Nanoseconds? {
    let index = bench.frames.allocate(frame, Request())
    bench.station.gauges[.present].add(1, at: now)
    return bench.station.leave(bench.frames.address(of: index), horizon, at: now)
  }

  @Test func `an operation counts where it arrived inside the measured part, whenever it leaves`() {
    let bench = Workbench()
    let times: [(arrived: Nanoseconds, left: Nanoseconds)] = [(99, 120), (100, 130), (199, 260), (200, 260)]
    #expect(times.map { leave(bench, frame($0.arrived), at: $0.left) } == [nil, 30, 61, nil])
    #expect(bench.station.counted.completions == 2 && bench.station.intervalCompletions == 4)
    #expect(bench.station.gauges[.present].level == 0 && bench.station.counted.failures == 0)
  }

  @Test func `its time is split into waiting, for a slot and for a core, and service`() {
    let bench = Workbench()
    #expect(leave(bench, frame(100), at: 150) == 50)
    let (waiting, service) = (bench.station.times[.waiting].histogram, bench.station.times[.service].histogram)
    #expect(waiting.count == 1 && waiting.maximum == 10 && service.maximum == 40)
    #expect(bench.station.counted.coreWaiting == 3)
  }

  @Test func `failures have a response time of their own, and answers of a scenario are none`() {
    let bench = Workbench()
    #expect(leave(bench, frame(100, StandardOutcome.error), at: 150) == nil)
    #expect(leave(bench, frame(100, 5), at: 160) == 60)
    #expect(bench.station.counted.failures == 1 && bench.station.counted.completions == 2)
    let failed = bench.station.times[.failedResponse].histogram
    #expect(failed.count == 1 && failed.maximum == 50)
  }

  @Test func `what nobody hears of is wasted, and counted once more where it failed`() {
    let bench = Workbench()
    for outcome in [StandardOutcome.ok, StandardOutcome.timeout, 5] { bench.station.waste(outcome) }
    #expect(bench.station.counts[.wasted] == 3 && bench.station.counted.wastedFailures == 1)
  }

  @Test func `when measuring starts, counts begin anew and what is in progress stays`() {
    let bench = Workbench(replicas: 2, slots: 4, cores: 2)
    bench.occupy(2)
    bench.station.takeCore(of: 0, at: 0)
    bench.station.wait(bench.arrive(1)[0], at: 0, work: 0, at: 0)
    bench.station.gauges[.present].add(1, at: 0)
    bench.station.replicas.setActive(1, at: 0)
    _ = leave(bench, frame(100, StandardOutcome.error), at: 150)
    bench.station.waste(StandardOutcome.error)
    bench.station.resetMeasures(at: 200)
    #expect(
      bench.station.counted.completions == 0 && bench.station.counted.failures == 0
        && bench.station.counted.wastedFailures == 0)
    #expect(bench.station.counts[.wasted] == 0 && bench.station.counted.coreWaiting == 0)
    let recorders = [
      bench.station.times[.waiting].histogram, bench.station.times[.service].histogram,
      bench.station.times[.failedResponse].histogram,
    ]
    #expect(recorders.allSatisfy { $0.count == 0 })
    let levels = [
      bench.station.gauges[.busySlots], bench.station.gauges[.busyCores], bench.station.gauges[.queue],
      bench.station.gauges[.present],
      bench.station.replicas.active, bench.station.replicas.absence.unavailable,
    ]
    #expect(levels.map(\.level) == [2, 1, 1, 1, 1, 1])
    #expect(levels.map { $0.area(until: 210) } == [20, 10, 10, 10, 10, 10])
  }
}

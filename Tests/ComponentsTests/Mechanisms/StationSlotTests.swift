import Engine
import Statistics
import Testing

@testable import Components

/// Slots of a station, who waits for them, and who may start.
@Suite struct StationSlotTests {
  @Test func `a replica has as many slots as the plan says, and each counts for itself`() {
    let bench = Workbench(replicas: 2, slots: 2)
    bench.occupy(1)
    #expect(bench.station.hasFreeSlot(0) == true)
    bench.occupy(1, at: 10)
    #expect(bench.station.hasFreeSlot(0) == false && bench.station.hasFreeSlot(1) == true)
    #expect(bench.station.gauges[.busySlots].level == 2 && bench.station.gauges[.busySlots].area(until: 20) == 30)
    bench.vacate(at: 20)
    #expect(bench.station.hasFreeSlot(0) == true && bench.station.gauges[.busySlots].level == 1)
    let endless = Workbench()
    endless.occupy(1_000)
    #expect(endless.station.hasFreeSlot(0) == true)
  }

  @Test func `who finds no slot waits as long as there is room in line, and is refused then`() {
    let bench = Workbench(slots: 1) { $0.queueLimit = 2 }
    let calls = bench.arrive(3)
    func admission(_ index: UInt32, takesSlot: Bool = true) -> Station.Admission {
      bench.station.admission(of: index, at: 0, takesSlot: takesSlot)
    }
    #expect(admission(calls[0]) == .starts)
    bench.occupy(1)
    #expect(admission(calls[0]) == .waits)
    bench.station.wait(calls[0], at: 0, work: 0, at: 0)
    #expect(admission(calls[1]) == .waits)
    bench.station.wait(calls[1], at: 0, work: 0, at: 0)
    #expect(admission(calls[2]) == .refused && admission(calls[2], takesSlot: false) == .starts)
    let record = bench.arrive(1) { $0.lane = 0 }
    #expect(admission(record[0]) == .waits)
  }

  @Test func `the line moves in the order of its discipline, and only when a slot is free`() {
    for (discipline, order) in [(Discipline.fifo, [0, 1, 2]), (.lifo, [2, 1, 0]), (.shortest, [1, 2, 0])] {
      let bench = Workbench(slots: 1) { $0.discipline = discipline }
      bench.occupy(1)
      let calls = bench.arrive(3)
      for (index, work) in zip(calls, [30, 10, 20] as [Nanoseconds]) {
        bench.station.wait(index, at: 0, work: work, at: 5)
      }
      #expect(calls.allSatisfy { bench.frames[$0].state == .queued })
      #expect(bench.station.gauges[.queue].level == 3 && bench.station.nextForSlot(of: 0, at: 5) == nil)
      bench.vacate(at: 15)
      #expect((0..<4).map { _ in bench.station.nextForSlot(of: 0, at: 15) } == order.map { calls[$0] } + [nil])
      #expect(bench.station.gauges[.queue].level == 0 && bench.station.gauges[.queue].area(until: 30) == 30)
    }
  }

  @Test func `where the number of operations adapts, bad responses leave slots free and good ones use them again`() {
    let bench = Workbench(slots: 4) { $0.adaptation = AdaptationPlan(target: 10, least: 1) }
    bench.occupy(4)
    bench.vacate(response: 11)
    #expect(bench.station.hasFreeSlot(0) == false)
    bench.vacate(response: 10)
    #expect(bench.station.hasFreeSlot(0) == true)
    bench.station.slots = 2
    #expect(bench.station.hasFreeSlot(0) == false)
    let plain = Workbench(slots: 4)
    plain.occupy(4)
    plain.vacate(response: 11)
    #expect(plain.station.hasFreeSlot(0) == true)
  }

  @Test func `what waited too long for an interval is refused, and both turns are decisions`() {
    let bench = Workbench(slots: 1) { $0.shedding = SheddingPlan(target: 5, interval: 100) }
    let waiting = bench.arrive(2)
    for index in waiting { bench.station.wait(index, at: 0, work: 0, at: 0) }
    func sheds(_ wait: Nanoseconds, at now: Nanoseconds) -> Bool { bench.station.sheds(0, wait: wait, at: now) }
    #expect(!sheds(9, at: 0) && !sheds(9, at: 99) && bench.kinds.isEmpty)
    #expect(sheds(9, at: 100) == true)
    #expect(sheds(9, at: 200) == true)
    #expect(sheds(4, at: 201) == false)
    #expect(bench.kinds == [.shedBegan, .shedEnded] && bench.decisions.rows.map(\.signal) == [9, 4])
    #expect(!sheds(9, at: 300) && sheds(9, at: 400))
    #expect(bench.station.nextForSlot(of: 0, at: 400) != nil && sheds(9, at: 500))
    #expect(bench.station.nextForSlot(of: 0, at: 500) != nil && !sheds(9, at: 1_000))
    #expect(Workbench(slots: 1).station.sheds(0, wait: 1_000, at: 1_000) == false)
  }

  @Test func `an instance that has just worked is warm, and some are always ready`() {
    let warmth = WarmthPlan(cold: 0, coldStream: 0, keepsWarm: 10, ready: 1)
    let bench = Workbench(slots: 3) { $0.warmth = warmth }
    bench.occupy(1)
    #expect(bench.station.takesWarmInstance(warmth, at: 0) == true)
    bench.occupy(1)
    #expect(bench.station.takesWarmInstance(warmth, at: 0) == false)
    bench.vacate(at: 5)
    bench.occupy(1, at: 15)
    #expect(bench.station.takesWarmInstance(warmth, at: 15) == true)
    #expect(bench.station.takesWarmInstance(warmth, at: 15) == false)
  }
}

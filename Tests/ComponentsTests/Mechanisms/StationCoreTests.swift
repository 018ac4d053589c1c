import Engine
import Statistics
import Testing

@testable import Components

/// Cores of a station, how fast they are, and who leaves before its turn.
@Suite struct StationCoreTests {
  @Test func `a replica has as many cores as the plan says, and none where work needs none`() {
    let bench = Workbench(replicas: 2, cores: 1)
    bench.station.takeCore(of: 1, at: 5)
    #expect(bench.station.hasFreeCore(0) == true && bench.station.hasFreeCore(1) == false)
    #expect(bench.station.gauges[.busyCores].level == 1 && bench.station.gauges[.busyCores].area(until: 15) == 10)
    bench.station.giveCore(of: 1, at: 15)
    #expect(bench.station.hasFreeCore(1) == true && bench.station.gauges[.busyCores].level == 0)
    let endless = Workbench()
    for _ in 0..<1_000 { endless.station.takeCore(of: 0, at: 0) }
    #expect(endless.station.hasFreeCore(0) == true)
  }

  @Test func `the line for a core is one of its own, and knows since when each waits`() {
    let bench = Workbench(cores: 1) { $0.discipline = .shortest }
    let waiting = bench.arrive(3)
    for (index, work) in zip(waiting, [30, 10, 20] as [Nanoseconds]) {
      bench.station.waitForCore(index, at: 0, work: work, at: 7)
    }
    #expect(waiting.allSatisfy { bench.frames[$0].state == .awaitingCore && bench.frames[$0].waitingSince == 7 })
    #expect(bench.station.nextForSlot(of: 0, at: 7) == nil && bench.station.gauges[.queue].level == 3)
    let order = (0..<4).map { _ in bench.station.nextForCore(of: 0, at: 9) }
    #expect(order == [waiting[1], waiting[2], waiting[0], nil])
    #expect(bench.station.gauges[.queue].level == 0 && bench.station.gauges[.queue].area(until: 20) == 6)
  }

  @Test func `who leaves before its turn leaves the line that it stands in`() {
    let bench = Workbench(slots: 1, cores: 1)
    let calls = bench.arrive(4)
    for index in calls[..<2] { bench.station.wait(index, at: 0, work: 0, at: 0) }
    for index in calls[2...] { bench.station.waitForCore(index, at: 0, work: 0, at: 0) }
    bench.station.takeOut(calls[0], of: 0, isForCore: false, at: 3)
    bench.station.takeOut(calls[3], of: 0, isForCore: true, at: 4)
    #expect(bench.station.gauges[.queue].level == 2)
    #expect(bench.station.nextForSlot(of: 0, at: 5) == calls[1] && bench.station.nextForCore(of: 0, at: 5) == calls[2])
    #expect(bench.station.nextForSlot(of: 0, at: 5) == nil && bench.station.nextForCore(of: 0, at: 5) == nil)
  }

  @Test func `work is slower by what faults say, and by each operation beyond a number`() {
    let bench = Workbench(replicas: 2, slots: 8) { $0.degradation = DegradationPlan(from: 2, each: 0.5) }
    bench.occupy(2)
    #expect(bench.station.slowness(of: 0) == 1)
    bench.occupy(3)
    #expect(bench.station.slowness(of: 0) == 2.5 && bench.station.slowness(of: 1) == 1)
    bench.station.conditions.slowness = 4
    bench.station.replicas[1].slowness = 3
    #expect(bench.station.slowness(of: 0) == 10 && bench.station.slowness(of: 1) == 12)
  }

  @Test func `a wait is longer by what faults say, for the keys that they hit`() {
    let bench = Workbench(replicas: 2)
    #expect(bench.station.slowed(100, at: 0, key: 4) == 100)
    bench.station.conditions.slowness = 1.5
    bench.station.replicas[1].slowness = 3
    #expect(bench.station.slowed(101, at: 0, key: 4) == 152 && bench.station.slowed(101, at: 1, key: 4) == 455)
    bench.station.conditions.slowKey = 5
    #expect(bench.station.slowed(100, at: 0, key: 4) == 150 && bench.station.slowed(100, at: 0, key: 5) == 100)
  }

  // MARK: Shared cores

  @Test func `tasks that share cores use as many as there are tasks, and slow each other down beyond that`() {
    let bench = Workbench(cores: 2) { $0.discipline = .sharing }
    let tasks = bench.arrive(4)
    #expect(bench.station.reshare(0, at: 0) == false)
    bench.station.replicas[0].tasks.add(tasks[0], work: 100, at: 0)
    #expect(bench.station.reshare(0, at: 0) == true)
    #expect(bench.station.gauges[.busyCores].level == 1 && bench.station.replicas[0].tasks.nextEnd == 100)
    bench.station.replicas[0].tasks.add(tasks[1], work: 100, at: 0)
    _ = bench.station.reshare(0, at: 0)
    #expect(bench.station.gauges[.busyCores].level == 2 && bench.station.replicas[0].tasks.nextEnd == 100)
    for task in tasks[2...] { bench.station.replicas[0].tasks.add(task, work: 100, at: 50) }
    _ = bench.station.reshare(0, at: 50)
    #expect(bench.station.gauges[.busyCores].level == 2 && bench.station.replicas[0].tasks.nextEnd == 150)
    bench.station.conditions.slowness = 2
    _ = bench.station.reshare(0, at: 50)
    #expect(bench.station.replicas[0].tasks.nextEnd == 250 && bench.station.replicas[0].busyCores == 2)
  }

  @Test func `where a replica has stopped, nobody works or waits any more`() {
    let bench = Workbench(replicas: 2, slots: 1, cores: 1) { $0.discipline = .sharing }
    let calls = bench.arrive(5)
    for replica in 0..<2 {
      bench.station.wait(calls[replica], at: replica, work: 0, at: 0)
      bench.station.waitForCore(calls[2 + replica], at: replica, work: 0, at: 0)
      bench.station.replicas[replica].tasks.add(calls[4], work: 100, at: 0)
      _ = bench.station.reshare(replica, at: 0)
    }
    bench.station.clear(1, at: 10)
    #expect(bench.station.gauges[.queue].level == 2 && bench.station.gauges[.busyCores].level == 1)
    #expect(bench.station.nextForSlot(of: 1, at: 10) == nil && bench.station.nextForCore(of: 1, at: 10) == nil)
    #expect(bench.station.reshare(1, at: 10) == false && bench.station.replicas[0].tasks.nextEnd == 100)
    #expect(bench.station.nextForSlot(of: 0, at: 10) == calls[0])
    #expect(bench.station.nextForCore(of: 0, at: 10) == calls[2])
  }

  @Test func `the cores of a replica that has stopped are free when it is back`() {
    let bench = Workbench(cores: 1)
    bench.station.takeCore(of: 0, at: 0)
    bench.station.clear(0, at: 10)
    #expect(bench.station.hasFreeCore(0) == true && bench.station.gauges[.busyCores].level == 0)
  }

  @Test func `a replica that was let go is there until its last slot and core are free`() {
    let bench = Workbench(replicas: 2, slots: 2, cores: 2)
    bench.occupy(1, of: 1)
    bench.station.takeCore(of: 1, at: 0)
    bench.station.replicas.setActive(1, at: 10)
    #expect(bench.station.replicas.absence.unavailable.level == 0)
    bench.vacate(of: 1, at: 20)
    #expect(bench.station.replicas.absence.unavailable.level == 0)
    bench.station.giveCore(of: 1, at: 30)
    bench.station.settleCores(of: 1, at: 30)
    #expect(bench.station.replicas.absence.unavailable.level == 1)
    bench.station.takeCore(of: 1, at: 40)
    #expect(bench.station.replicas.absence.unavailable.area(until: 50) == 10)
    bench.station.giveCore(of: 1, at: 50)
    bench.station.settleCores(of: 1, at: 50)
    bench.occupy(1, of: 1, at: 60)
    #expect(bench.station.replicas.absence.unavailable.area(until: 80) == 20)
    bench.vacate(of: 1, at: 80)
    #expect(bench.station.replicas.absence.unavailable.area(until: 81) == 21)
  }

  @Test func `shared cores at work keep a replica that was let go`() {
    let bench = Workbench(replicas: 2, cores: 1) { $0.discipline = .sharing }
    bench.station.replicas.setActive(1, at: 0)
    let task = bench.arrive(1)[0]
    bench.station.replicas[1].tasks.add(task, work: 100, at: 10)
    _ = bench.station.reshare(1, at: 10)
    #expect(bench.station.replicas.absence.unavailable.level == 0)
    #expect(bench.station.replicas[1].tasks.removeEnded(at: 110) == task)
    _ = bench.station.reshare(1, at: 110)
    #expect(bench.station.replicas.absence.unavailable.level == 1)
  }
}

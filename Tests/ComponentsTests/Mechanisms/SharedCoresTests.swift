import Engine
import Testing

@testable import Components

/// Tasks on the cores of one replica, and when each ends.
@Suite struct SharedCoresTests {
  private final class Bench {
    var cores: SharedCores
    init(_ count: Int, _ discipline: Discipline = .preemptive) {
      var plan = ComponentPlan(name: "a", kind: "service")
      (plan.cores, plan.discipline) = (count, discipline)
      cores = SharedCores(plan)
    }
  }

  @Test func `what is stopped goes on with what is left of its work`() {
    let bench = Bench(1)
    bench.cores.add(7, work: 100, priority: 4, at: 0)
    bench.cores.setRates(slowness: 2, at: 0)
    #expect(!bench.cores.hasRoom && bench.cores.nextEnd == 200)
    #expect(bench.cores.stop(below: 4, at: 60) == nil && bench.cores.stop(below: 5, at: 60) == nil)
    #expect(bench.cores.stop(below: 3, at: 60) == 7 && bench.cores.hasRoom)
    bench.cores.add(8, work: 10, priority: 3, at: 60)
    bench.cores.setRates(slowness: 1, at: 60)
    #expect(bench.cores.nextEnd == 70 && bench.cores.removeEnded(at: 70) == 8 && bench.cores.removeEnded(at: 70) == nil)
    #expect(bench.cores.resume(8, priority: 3, at: 90) == nil)
    #expect(bench.cores.resume(7, priority: 4, at: 90) == 70 && bench.cores.resume(7, priority: 4, at: 90) == nil)
    bench.cores.setRates(slowness: 1, at: 90)
    #expect(bench.cores.nextEnd == 160 && bench.cores.removeEnded(at: 160) == 7 && bench.cores.count == 0)
  }

  @Test func `the lowest priority is stopped first, and of that who began last, unless it has ended`() {
    let bench = Bench(4)
    for (frame, priority) in [(1, 5), (2, 6), (3, 6), (4, 2)] as [(UInt32, UInt8)] {
      bench.cores.add(frame, work: frame == 3 ? 50 : 100, priority: priority, at: 0)
    }
    bench.cores.setRates(slowness: 1, at: 0)
    #expect(bench.cores.stop(below: 1, at: 50) == 2)
    #expect(
      bench.cores.stop(below: 1, at: 50) == 1 && bench.cores.stop(below: 2, at: 50) == nil && bench.cores.count == 2)
    #expect(bench.cores.removeEnded(at: 50) == 3 && bench.cores.count == 1)
  }

  @Test func `who leaves takes its task along, at work or stopped`() {
    let bench = Bench(2)
    bench.cores.add(1, work: 100, priority: 4, at: 0)
    bench.cores.add(2, work: 30, priority: 5, at: 0)
    bench.cores.setRates(slowness: 1, at: 0)
    #expect(
      bench.cores.remove(3) == false && bench.cores.remove(2) == true && bench.cores.remove(2) == false
        && bench.cores.count == 1)
    bench.cores.setRates(slowness: 1, at: 10)
    #expect(bench.cores.nextEnd == 100 && bench.cores.stop(below: 0, at: 10) == 1)
    bench.cores.forget(1)
    #expect(bench.cores.resume(1, priority: 4, at: 10) == nil)
    bench.cores.add(4, work: 5, at: 10)
    bench.cores.removeAll()
    #expect(bench.cores.count == 0 && bench.cores.nextEnd == -1 && bench.cores.removeEnded(at: 99) == nil)
  }
}

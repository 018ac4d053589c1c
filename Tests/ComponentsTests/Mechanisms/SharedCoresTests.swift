import Engine
import Testing

@testable import Components

/// Tasks on the cores of one replica, and when each ends.
@Suite struct SharedCoresTests {
  private final class Bench {
    var cores: SharedCores
    init(_ count: Int, _ discipline: Discipline = .preemptive, _ change: (inout ComponentPlan) -> Void = { _ in }) {
      var plan = ComponentPlan(name: "a", kind: "service")
      (plan.cores, plan.discipline) = (count, discipline)
      change(&plan)
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

  // MARK: Shares

  @Test func `tasks have their parts by weight, and one core at most`() {
    // Priorities 0, 1 and 2 with the weights 6, 2 and 1.
    let bench = Bench(2, .sharing) { $0.weights = [6, 2, 1, 1, 1, 1, 1, 1] }
    bench.cores.add(1, work: 100, priority: 0, at: 0)
    bench.cores.add(2, work: 100, priority: 1, at: 0)
    bench.cores.add(3, work: 100, priority: 2, at: 0)
    bench.cores.setRates(slowness: 1, at: 0)
    // 6 of 9 parts of two cores are more than one; the other core goes to the others, 2 to 1.
    #expect(bench.cores.nextEnd == 100 && bench.cores.removeEnded(at: 100) == 1)
    // 33⅓ and 66⅔ are left, and a core for each.
    bench.cores.setRates(slowness: 1, at: 100)
    #expect(bench.cores.nextEnd == 134 && bench.cores.removeEnded(at: 134) == 2)
    bench.cores.setRates(slowness: 1, at: 134)
    #expect(bench.cores.nextEnd == 167 && bench.cores.removeEnded(at: 167) == 3 && bench.cores.count == 0)
  }

  @Test func `on one core, work goes on in proportion to its weight`() {
    let bench = Bench(1, .sharing) { $0.weights = [3, 1, 1, 1, 1, 1, 1, 1] }
    bench.cores.add(1, work: 300, priority: 0, at: 0)
    bench.cores.add(2, work: 300, priority: 7, at: 0)
    bench.cores.setRates(slowness: 1, at: 0)
    #expect(bench.cores.nextEnd == 400)
    bench.cores.add(3, work: 100, priority: 7, at: 100)
    bench.cores.setRates(slowness: 1, at: 100)
    // 225 left at three parts of five.
    #expect(bench.cores.nextEnd == 475 && bench.cores.removeEnded(at: 475) == 1)
    bench.cores.setRates(slowness: 1, at: 475)
    // 25 + 75 of the second are done, 75 of the third: 25 left at a half.
    #expect(bench.cores.nextEnd == 525 && bench.cores.removeEnded(at: 525) == 3)
  }

  @Test func `together they are as fast as the curve says for their number`() {
    let bench = Bench(4, .sharing) {
      $0.speeds = SpeedCurve([(1, 1), (2, 1.5), (4, 1)])
      $0.weights = [2, 1, 1, 1, 1, 1, 1, 1]
    }
    bench.cores.add(1, work: 100, priority: 0, at: 0)
    bench.cores.setRates(slowness: 1, at: 0)
    #expect(bench.cores.nextEnd == 100)
    bench.cores.add(2, work: 100, priority: 1, at: 50)
    bench.cores.setRates(slowness: 1, at: 50)
    // One core for the first, which is two thirds of one and a half, and the half for the other.
    #expect(bench.cores.nextEnd == 100)
    for frame in 3...6 as ClosedRange<UInt32> { bench.cores.add(frame, work: 100, priority: 1, at: 60) }
    bench.cores.setRates(slowness: 1, at: 60)
    // 40 left at two sevenths of one core.
    #expect(bench.cores.nextEnd == 200)
  }
}

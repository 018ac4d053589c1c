import Engine
import Testing

@testable import Components

/// Which replica takes a call.
@Suite struct ReplicaPickTests {
  private func bench(
    _ pick: ComponentPlan.Pick, replicas: Int = 4, _ change: (inout ComponentPlan) -> Void = { _ in }
  ) -> Workbench {
    Workbench(replicas: replicas, slots: 100) {
      $0.pick = pick
      change(&$0)
    }
  }

  private func pick(
    _ bench: Workbench, view: Int = 0, key: UInt64 = 0, readsCopies: Bool = false, bits: UInt64 = 0, zone: Int32? = nil
  ) -> Int {
    bench.station.replicas.pick(view: view, key: key, readsCopies: readsCopies, bits: bits, zone: zone)
  }

  /// Only some replicas take work.
  private func leave(_ numbers: Set<Int>, of bench: Workbench) {
    for number in 0..<bench.station.replicas.count {
      bench.station.replicas[number].isActive = numbers.contains(number)
    }
    bench.station.replicas.update(at: 0)
  }

  /// Random bits whose place among four is this one.
  private func bits(_ place: UInt64) -> UInt64 { place << 62 }

  @Test func `replicas that take work have their turn, one after the other`() {
    let bench = bench(.roundRobin)
    #expect((0..<5).map { _ in pick(bench) } == [0, 1, 2, 3, 0])
    leave([0, 2, 3], of: bench)
    #expect((0..<4).map { _ in pick(bench) } == [2, 3, 0, 2])
    leave([2], of: bench)
    #expect((0..<3).map { _ in pick(bench) } == [2, 2, 2])
    leave([], of: bench)
    #expect(Set((0..<4).map { _ in pick(bench) }) == [0, 1, 2, 3])
  }

  @Test func `a random choice gives each replica its equal part of the bits`() {
    let bench = bench(.random)
    #expect((0..<4).map { pick(bench, bits: bits($0)) } == [0, 1, 2, 3])
    #expect(pick(bench, bits: bits(1) - 1) == 0 && pick(bench, bits: .max) == 3)
    leave([1, 3], of: bench)
    #expect((0..<4).map { pick(bench, bits: bits($0)) } == [1, 1, 3, 3])
  }

  @Test func `the least loaded is chosen by who works and who waits there, and ties go round`() {
    let bench = bench(.leastInFlight)
    #expect((0..<5).map { _ in pick(bench) } == [0, 1, 2, 3, 0])
    bench.occupy(2, of: 1)
    bench.occupy(1, of: 2)
    bench.station.wait(bench.arrive(1)[0], at: 2, work: 0, at: 0)
    bench.occupy(1, of: 3)
    bench.occupy(3)
    #expect((0..<2).map { _ in pick(bench) } == [3, 3])
    bench.occupy(1, of: 3)
    #expect((0..<4).map { _ in pick(bench) } == [1, 2, 3, 1])
    bench.occupy(5, of: 1)
    leave([0, 3], of: bench)
    #expect((0..<2).map { _ in pick(bench) } == [3, 3])
  }

  @Test func `of two random ones the less loaded is chosen, and the two are never the same`() {
    let bench = bench(.twoChoices)
    for number in 1..<4 { bench.occupy(1, of: number) }
    let draws = (0..<200).map { RandomStream.mix(7, $0) }
    let taken = draws.count { pick(bench, bits: $0) == 0 }
    // The idle one is among the two in half of all cases.
    #expect((75...125).contains(taken))
    bench.occupy(1, of: 2)
    #expect(draws.allSatisfy { pick(bench, bits: $0) != 2 })
    let busiest = Workbench(replicas: 2, slots: 100) { $0.pick = .twoChoices }
    busiest.occupy(1)
    #expect(draws.allSatisfy { pick(busiest, bits: $0) == 1 })
    let even = Workbench(replicas: 2, slots: 100) { $0.pick = .twoChoices }
    #expect(pick(even, bits: 0) == 0 && pick(even, bits: .max) == 1)
    #expect(pick(Workbench { $0.pick = .twoChoices }, bits: .max) == 0)
  }

  @Test func `callers of a zone take its replicas in turn, and any where it has none or they stand in none`() {
    let bench = bench(.sameZone) { $0.zones = [7, 8] }
    #expect((0..<4).map { _ in pick(bench, zone: 8) } == [1, 3, 1, 3])
    #expect((0..<3).map { _ in pick(bench, zone: 7) } == [0, 2, 0])
    #expect((0..<5).map { _ in pick(bench, zone: 9) } == [1, 2, 3, 0, 1])
    #expect((0..<3).map { _ in pick(bench) } == [2, 3, 0])
    leave([0, 2, 3], of: bench)
    #expect((0..<2).map { _ in pick(bench, zone: 8) } == [3, 3])
  }

  @Test func `a key stays where it is when others come and go`() {
    let bench = bench(.byKey)
    let keys = (0..<400).map(UInt64.init)
    let before = keys.map { pick(bench, key: $0) }
    #expect((0..<4).allSatisfy { number in (70...130).contains(before.count { $0 == number }) })
    #expect(before == keys.map { pick(bench, key: $0) })
    leave([0, 1, 3], of: bench)
    let after = keys.map { pick(bench, key: $0) }
    #expect(after.allSatisfy { $0 != 2 })
    #expect(zip(before, after).allSatisfy { $0 == 2 || $0 == $1 })
    #expect(Set(zip(before, after).filter { $0.0 == 2 }.map(\.1)) == [0, 1, 3])
  }

  @Test func `a shard has its keys, its first copy the writes, and any copy the reads`() {
    let bench = bench(.shard, replicas: 6) { $0.copies = 3 }
    let keys = (0..<100).map(UInt64.init)
    let writes = keys.map { pick(bench, key: $0, bits: .max) }
    #expect(Set(writes) == [0, 3] && writes == keys.map { pick(bench, key: $0) })
    for (bits, copy) in [(0, 0), (UInt64.max / 2, 1), (.max, 2)] as [(UInt64, Int)] {
      #expect(keys.map { pick(bench, key: $0, readsCopies: true, bits: bits) } == writes.map { $0 + copy })
    }
  }

  @Test func `a primary has the writes, and copies that are up the reads in turn`() {
    let bench = bench(.primary)
    #expect((0..<3).map { _ in pick(bench) } == [0, 0, 0])
    #expect((0..<4).map { _ in pick(bench, readsCopies: true) } == [1, 2, 3, 1])
    bench.station.replicas[2].isUp = false
    #expect((0..<3).map { _ in pick(bench, readsCopies: true) } == [3, 1, 3])
    for number in [1, 3] { bench.station.replicas[number].isUp = false }
    #expect(pick(bench, readsCopies: true) == 0)
  }

  @Test func `a load balancer chooses in its own way, and its turns are its own`() {
    let balancers = [ComponentPlan.Pick.roundRobin, .random].map {
      BalancerPlan(component: 1, target: 0, pick: $0)
    }
    let bench = Workbench(replicas: 4, balancers: balancers)
    #expect((0..<2).map { _ in pick(bench) } == [0, 1])
    #expect((0..<2).map { _ in pick(bench, view: 1) } == [0, 1])
    #expect(pick(bench, view: 2, bits: bits(3)) == 3 && pick(bench) == 2)
  }
}

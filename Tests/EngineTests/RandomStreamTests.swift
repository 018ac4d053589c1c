import Testing
import TestSupport

@testable import Engine

@Suite struct RandomStreamTests {
  /// How often each output bit flips when one bit of the input does; half of all times, ideally.
  private func expectAvalanche(
    _ name: String, bits: UInt64 = 64, _ draw: (_ a: UInt64, _ b: UInt64) -> UInt64, flipsSecond: Bool
  ) {
    var generator = SmallGenerator(seed: 30)
    var flips = [Int](repeating: 0, count: 64)
    let samples = 400
    for _ in 0..<samples {
      // Small numbers are what entities and draws are.
      let a = generator.next() >> UInt64(generator.below(60))
      let b = generator.next() >> UInt64(generator.below(60))
      let plain = draw(a, b)
      for bit in 0..<bits {
        let other = flipsSecond ? draw(a, b ^ (1 << bit)) : draw(a ^ (1 << bit), b)
        let changed = plain ^ other
        for output in 0..<64 as Range<UInt64> where changed >> output & 1 == 1 { flips[Int(output)] += 1 }
      }
    }
    let share = flips.map { Double($0) / Double(samples * Int(bits)) }
    // 16,000 trials and more for each output bit: a standard error below 0.004.
    #expect(share.allSatisfy { ($0 - 0.5).magnitude < 0.016 }, "\(name): \(share)")
  }

  @Test func `replication −1 is one like any other, for pilots`() {
    let pilot = RandomStream(seed: 7, replication: -1, name: "a").bits(entity: 1, draw: 2)
    let others = (0..<1000).map { RandomStream(seed: 7, replication: $0, name: "a").bits(entity: 1, draw: 2) }
    #expect(!others.contains(pilot))
  }

  @Test func `one bit of the entity or of the draw number changes half of the output`() {
    let stream = RandomStream(seed: 7, replication: 3, name: "avalanche")
    expectAvalanche("entity", { stream.bits(entity: $0, draw: $1) }, flipsSecond: false)
    expectAvalanche("draw", { stream.bits(entity: $0, draw: $1) }, flipsSecond: true)
  }

  @Test func `one bit of the seed or of the replication changes half of the output`() {
    expectAvalanche(
      "seed",
      { RandomStream(seed: $0, replication: Int($1 >> 60), name: "x").bits(entity: 1, draw: 1) },
      flipsSecond: false)
    expectAvalanche(
      "replication", bits: 40,
      { RandomStream(seed: $0, replication: Int($1 & 0xff_ffff_ffff), name: "x").bits(entity: 1, draw: 1) },
      flipsSecond: true)
  }

  @Test func `a draw depends on nothing but its coordinates`() {
    let one = RandomStream(seed: 1, replication: 2, name: "a.b/c")
    let two = RandomStream(seed: 1, replication: 2, name: "a.b/c")
    for entity in 0..<100 as Range<UInt64> {
      #expect(one.bits(entity: entity, draw: 99 - entity) == two.bits(entity: entity, draw: 99 - entity))
    }
  }

  /// A literal, so that a change of the generator, and with it of every stored result, is noticed.
  @Test func `draws are pinned`() {
    let stream = RandomStream(seed: 7, replication: 0, name: "tracker.get")
    #expect(stream.bits(entity: 42, draw: 0) == Pinned.first)
    #expect(stream.bits(entity: 42, draw: 1) == Pinned.second)
  }

  @Test func `streams of different names, seeds and replications are unrelated`() {
    let streams = [
      RandomStream(seed: 1, replication: 0, name: "a"), RandomStream(seed: 1, replication: 0, name: "b"),
      RandomStream(seed: 1, replication: 0, name: "aa"), RandomStream(seed: 1, replication: 0, name: "ab"),
      RandomStream(seed: 1, replication: 0, name: "ba"), RandomStream(seed: 1, replication: 0, name: ""),
      RandomStream(seed: 1, replication: 0, name: "a\0"), RandomStream(seed: 2, replication: 0, name: "a"),
      RandomStream(seed: 1, replication: 1, name: "a"), RandomStream(seed: 0, replication: 0, name: "a"),
    ]
    let draws = 4096
    let values = streams.map { stream in
      (0..<UInt64(draws)).map { Double(stream.bits(entity: 0, draw: $0)) * 0x1p-64 - 0.5 }
    }
    for left in values.indices {
      for right in values.indices where left < right {
        // Also against the other's sequence shifted by a few draws.
        for shift in 0..<4 {
          var product = 0.0
          for index in 0..<draws - shift { product += values[left][index] * values[right][index + shift] }
          let correlation = product / Double(draws - shift) * 12
          #expect(correlation.magnitude < 5 / Double(draws).squareRoot())
        }
      }
    }
  }

  @Test func `neighbouring entities are not shifted copies of one another`() {
    let stream = RandomStream(seed: 5, replication: 0, name: "linear")
    var seen = Set<UInt64>()
    for entity in 0..<1000 as Range<UInt64> {
      for draw in 0..<100 as Range<UInt64> { seen.insert(stream.bits(entity: entity, draw: draw)) }
    }
    #expect(seen.count == 100_000)
  }

  @Test func `entities that are far apart by any stride are unrelated`() {
    let stream = RandomStream(seed: 5, replication: 0, name: "stride")
    for stride in [1, 2, 512, 1024, 1 << 20, 1 << 32, 0x1_0001] as [UInt64] {
      var product = 0.0
      let count = 4096
      for index in 0..<UInt64(count) {
        let one = Double(stream.bits(entity: index * stride, draw: 0)) * 0x1p-64 - 0.5
        let two = Double(stream.bits(entity: (index + 1) * stride, draw: 0)) * 0x1p-64 - 0.5
        product += one * two
      }
      #expect((product / Double(count) * 12).magnitude < 5 / Double(count).squareRoot())
    }
  }

  @Test func `bits are spread evenly over the whole range`() {
    let stream = RandomStream(seed: 6, replication: 0, name: "even")
    var counts = [Int](repeating: 0, count: 256)
    var low = counts
    for draw in 0..<256_000 as Range<UInt64> {
      let bits = stream.bits(entity: draw / 10, draw: draw % 10)
      counts[Int(bits >> 56)] += 1
      low[Int(bits & 0xff)] += 1
    }
    // Chi-square with 255 degrees of freedom: beyond 365 once in 10⁵.
    for counts in [counts, low] {
      let chiSquare = counts.reduce(0.0) { $0 + Double(($1 - 1000) * ($1 - 1000)) / 1000 }
      #expect(chiSquare > 150 && chiSquare < 365)
    }
  }
}

private enum Pinned {
  static let first: UInt64 = 7_595_010_881_205_289_652
  static let second: UInt64 = 18_405_088_666_554_862_509
}

import Engine

/// Whose turn it is, of the calls of a partition that go to one source: each call that its quota lets through is for the
/// key that has waited longest, or for a random one of those that were not asked for in this round.
///
/// Four bytes for each call of a round. The calls themselves, when they start and how long they take, stay what they are
/// without it: only the key that is compared is another one of the same source.
struct SourceTurns {
  private let isRandom: Bool
  private let stream: RandomStream
  /// Places of calls, by source; those of source `k` begin at `begins[k]`.
  private var places: [UInt32]
  private var begins: [Int]
  /// By source: calls let through so far, in this round where they are random.
  private var taken: [Int]
  private var rounds: [Int]
  /// By source, of the round: place i is asked `(i · step + first) mod count`.
  private var steps: [UInt64]
  private var firsts: [UInt64]

  /// Nil where the plan says nothing of turns, or there is no quota.
  /// - Parameters:
  ///   - keys: of the source that each have a quota; 0 for one quota in all.
  ///   - position: of the call that comes first.
  ///   - sourceKey: by place.
  init?(
    _ plan: PollingPlan, _ shape: PollingPlan.Partition, keys: Int, from position: Int, _ stream: RandomStream,
    sourceKey: (Int) -> Int64
  ) {
    guard plan.overQuota != .skip, shape.allowance != nil || !shape.ownAllowances.isEmpty else { return nil }
    isRandom = plan.overQuota == .random
    self.stream = stream
    let count = shape.count
    var counts = Array(repeating: 0, count: keys + 2)
    let sources = (0..<count).map { keys > 0 ? Int(sourceKey($0)) : 0 }
    for source in sources { counts[source + 1] += 1 }
    for source in 1..<counts.count { counts[source] += counts[source - 1] }
    begins = counts
    places = Array(repeating: 0, count: count)
    taken = Array(repeating: 0, count: keys + 1)
    var filled = counts
    for (place, source) in sources.enumerated() {
      places[filled[source]] = UInt32(place)
      filled[source] += 1
      // Round the clock from where the run begins: whose call comes next has waited longest.
      if place < position && !isRandom { taken[source] += 1 }
    }
    rounds = Array(repeating: .min, count: keys + 1)
    steps = Array(repeating: 1, count: keys + 1)
    firsts = Array(repeating: 0, count: keys + 1)
  }

  /// The place that is asked for in the stead of one whose call may be made; the last one looked at where all of the
  /// source have left the list.
  /// - Parameter round: its cycle or pass.
  mutating func next(of source: Int64, round: Int, isActive: (Int) -> Bool) -> Int {
    let source = Int(source)
    let count = begins[source + 1] - begins[source]
    if isRandom && rounds[source] != round { shuffle(source, round, count) }
    var place = 0
    for _ in 0..<count {
      place = self.place(taken[source] % count, of: source, count)
      taken[source] += 1
      if isActive(place) { break }
    }
    return place
  }

  private func place(_ turn: Int, of source: Int, _ count: Int) -> Int {
    // Both are below 2³².
    let index = isRandom ? (UInt64(turn) &* steps[source] &+ firsts[source]) % UInt64(count) : UInt64(turn)
    return Int(places[begins[source] + Int(index)])
  }

  /// Another order of a source's keys: each has the same chance to be among the first.
  private mutating func shuffle(_ source: Int, _ round: Int, _ count: Int) {
    rounds[source] = round
    taken[source] = 0
    let bits = stream.bits(entity: UInt64(source), draw: UInt64(bitPattern: Int64(round)))
    firsts[source] = (bits >> 32) % UInt64(count)
    var step = (bits & 0xffff_ffff) % UInt64(count)
    while Self.greatestCommonDivisor(step, UInt64(count)) != 1 { step = (step + 1) % UInt64(count) }
    steps[source] = step
  }

  private static func greatestCommonDivisor(_ a: UInt64, _ b: UInt64) -> UInt64 {
    var (a, b) = (a, b)
    while b != 0 { (a, b) = (b, a % b) }
    return a
  }
}

import Engine

extension ReplicaSet {
  /// The replica that takes a call.
  ///
  /// - Parameters:
  ///   - view: 0 for a caller who comes through no load balancer.
  ///   - key: of the call.
  ///   - readsCopies: whether any copy can answer it.
  ///   - bits: random ones, drawn where they are needed.
  ///   - zone: of the caller; nil where it stands in none.
  /// - Complexity: O(1), O(replicas) for least in flight, keys and zones.
  func pick(
    view: Int, key: UInt64, readsCopies: Bool, bits: @autoclosure () -> UInt64, zone: @autoclosure () -> Int32?
  ) -> Int {
    let pick = views[view].pick
    if pick == .shard { return shard(of: key, copy: readsCopies ? bits() : 0) }
    if pick == .primary { return readsCopies ? nextCopy() : Int(primary) }
    let eligible = views[view].eligible.count
    let choices = eligible > 0 ? eligible : count
    let place: Int
    switch pick {
    case .random: place = Self.place(of: bits(), among: choices)
    case .leastInFlight: place = leastInFlight(view, choices)
    case .twoChoices: place = betterOfTwo(view, choices, bits())
    case .sameZone: place = inSameZone(view, choices, zone())
    case .byKey: place = winner(of: key, view, choices)
    default:
      place = views[view].next % choices
      views[view].next = (place + 1) % choices
    }
    return number(at: place, view)
  }

  private static func place(of bits: UInt64, among choices: Int) -> Int {
    Int(UInt64(choices).multipliedFullWidth(by: bits).high)
  }

  /// The replica at a place among those that a view chooses from.
  @inline(__always)
  private func number(at place: Int, _ view: Int) -> Int {
    views[view].eligible.isEmpty ? place : Int(views[view].eligible[place])
  }

  private func load(_ view: Int, _ place: Int) -> Int32 {
    let number = number(at: place, view)
    return self[number].busySlots + self[number].line.count
  }

  private func shard(of key: UInt64, copy bits: UInt64) -> Int {
    let copies = plan.pointee.copies
    let first = Int(RandomStream.mix(key, 0x5a4d) % UInt64(count / copies)) * copies
    return first + Self.place(of: bits, among: copies)
  }

  /// The next copy that is up, the primary where none is.
  private func nextCopy() -> Int {
    for _ in 0..<count {
      let candidate = (views[0].next + 1) % count
      views[0].next = candidate
      if candidate != Int(primary) && self[candidate].isUp { return candidate }
    }
    return Int(primary)
  }

  private func betterOfTwo(_ view: Int, _ choices: Int, _ bits: UInt64) -> Int {
    let one = Self.place(of: bits, among: choices)
    let rest = choices > 1 ? Self.place(of: RandomStream.mix(bits, 2), among: choices - 1) : 0
    let other = choices > 1 && rest >= one ? rest + 1 : rest
    return load(view, other) < load(view, one) ? other : one
  }

  /// The first of the least loaded after the one that was chosen last, so that ties go round.
  private func leastInFlight(_ view: Int, _ choices: Int) -> Int {
    var best = views[view].next % choices
    var least = Int32.max
    let first = best
    for offset in 0..<choices {
      let candidate = (first + offset) % choices
      let load = load(view, candidate)
      if load < least {
        least = load
        best = candidate
      }
    }
    views[view].next = (best + 1) % choices
    return best
  }

  /// In turn among the replicas of the caller's zone; of all where there is none.
  private func inSameZone(_ view: Int, _ choices: Int, _ zone: Int32?) -> Int {
    let first = views[view].next % choices
    views[view].next = (first + 1) % choices
    guard let zone else { return first }
    for offset in 0..<choices {
      let candidate = (first + offset) % choices
      if self[number(at: candidate, view)].zone == zone {
        views[view].next = (candidate + 1) % choices
        return candidate
      }
    }
    return first
  }

  /// Highest weight of key and replica (rendezvous hashing).
  private func winner(of key: UInt64, _ view: Int, _ choices: Int) -> Int {
    var best: UInt64 = 0
    var winner = 0
    for place in 0..<choices {
      let weight = RandomStream.mix(key, UInt64(number(at: place, view)))
      if weight >= best {
        best = weight
        winner = place
      }
    }
    return winner
  }

  // MARK: Consumer groups

  /// The member that has a partition. Until the group has noticed that a member is gone, its partitions are still that
  /// member's.
  func owner(ofPartition partition: Int) -> Int {
    let eligible = views[0].eligible.count
    return eligible == 0 ? partition % count : Int(views[0].eligible[partition % eligible])
  }
}

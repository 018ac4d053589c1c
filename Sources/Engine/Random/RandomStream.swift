/// A named family of random draws: a draw is a function of (seed, replication, name, entity, draw
/// number) and of nothing else, so adding a component or a step leaves every other draw as it was, and
/// two designs that share a workload see the same arrivals and the same demands.
///
///     let stream = RandomStream(seed: 7, replication: 0, name: "tracker.get")
///     let bits = stream.bits(entity: 42, draw: 0)
@frozen
public struct RandomStream: Sendable {
  @usableFromInline let key: UInt64

  /// - Complexity: O(length of the name).
  public init(seed: UInt64, replication: Int, name: String) {
    var key = RandomStream.mix(seed, UInt64(bitPattern: Int64(replication)))
    for byte in name.utf8 { key = RandomStream.mix(key, UInt64(byte)) }
    self.key = key
  }

  /// 64 random bits. Entity and draw number are hashed in separate rounds: keys that are linear in the
  /// entity would give each entity a shifted copy of its neighbour's sequence.
  @inlinable @inline(__always)
  public func bits(entity: UInt64, draw: UInt64) -> UInt64 {
    RandomStream.mix(RandomStream.mix(key, entity), draw)
  }

  /// Two multiply-and-fold rounds over 128-bit products, after Wang Yi's wyhash64 (2020).
  @inlinable @inline(__always)
  public static func mix(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let first = (a ^ 0x2d35_8dcc_aa6c_78a5).multipliedFullWidth(by: b ^ 0x8bb8_4b93_962e_acc9)
    let second = (first.low ^ 0x2d35_8dcc_aa6c_78a5)
      .multipliedFullWidth(by: first.high ^ 0x8bb8_4b93_962e_acc9)
    return second.low ^ second.high
  }
}

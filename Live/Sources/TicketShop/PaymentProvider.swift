/// The payment provider that the shop asks: it takes its time, and declines some.
///
/// What it answers is drawn from the number of the purchase and the seed alone, so that two runs with the same purchases
/// have the same answers.
public struct PaymentProvider: Sendable {
  public enum Answer: Sendable, Equatable {
    case confirmed
    case declined
    /// The answer does not come. Half of these payments took the money.
    case unknown(isCharged: Bool)
  }

  /// From the request to the answer.
  public var time: Duration
  /// Share of payments that are declined, 0 to 1.
  public var declined: Double
  /// Share of payments whose answer does not come, 0 to 1.
  public var unknown: Double
  public var seed: UInt64

  public init(time: Duration = .zero, declined: Double = 0.01, unknown: Double = 0.001, seed: UInt64 = 1) {
    self.time = time
    self.declined = declined
    self.unknown = unknown
    self.seed = seed
  }

  /// Waits for the provider's answer.
  /// - Throws: `CancellationError`.
  func charge(_ purchase: Int) async throws -> Answer {
    if time > .zero { try await Task.sleep(for: time) }
    return answer(purchase)
  }

  package func answer(_ purchase: Int) -> Answer {
    let draw = share(purchase, draw: 0)
    if draw < declined { return .declined }
    if draw < declined + unknown { return .unknown(isCharged: share(purchase, draw: 1) < 0.5) }
    return .confirmed
  }

  /// SplitMix64's finalizer over seed, purchase and draw: evenly in [0, 1).
  private func share(_ purchase: Int, draw: UInt64) -> Double {
    var bits = seed
    for word in [UInt64(bitPattern: Int64(purchase)), draw] {
      bits = (bits ^ word) &+ 0x9e37_79b9_7f4a_7c15
      bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
      bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
      bits ^= bits >> 31
    }
    return Double(bits >> 11) * 0x1p-53
  }
}

import Engine

/// How requests pick a key of a population. A request's key is a function of the request, so it need
/// not be carried: every step of it that names the population means the same key.
struct KeyPick {
  private let stream: RandomStream
  private let count: UInt64
  private let weights: WeightedChoice?

  init(_ plan: PopulationPlan, stream: RandomStream) {
    self.stream = stream
    count = UInt64(max(1, plan.count))
    if case .zipf(let exponent) = plan.pick {
      weights = WeightedChoice(zipf: exponent, count: Int(max(1, plan.count)))
    } else {
      weights = nil
    }
  }

  /// - Parameter visit: 0 for the request's own key; the visit's number for `fresh`.
  func key(of entity: UInt64, visit: UInt64) -> UInt64 {
    let bits = stream.bits(entity: entity, draw: visit)
    if let weights { return UInt64(weights.draw(bits)) }
    return count.multipliedFullWidth(by: bits).high
  }
}

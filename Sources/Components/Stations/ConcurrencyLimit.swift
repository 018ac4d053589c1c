import Engine

/// Operations at once that adapt: one more for each round of good responses, a tenth fewer for a bad one.
struct ConcurrencyLimit: BitwiseCopyable {
  private var limit: Double

  init(_ slots: Int) { limit = Double(slots) }

  @inline(__always)
  var operations: Int32 { Int32(limit) }

  mutating func adapt(to response: Nanoseconds, _ plan: AdaptationPlan, most: Int32) {
    limit =
      response <= plan.target ? min(Double(most), limit + 1 / max(1, limit)) : max(Double(plan.least), limit * 0.9)
  }
}

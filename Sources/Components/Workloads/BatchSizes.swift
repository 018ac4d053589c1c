import Engine

/// How many requests of a workload arrive together.
public enum BatchPlan: Sendable, Equatable {
  case single
  case fixed(Int)
  /// 1, 2, 3, … with a constant chance of one more; the mean is at least one.
  case geometric(mean: Double)

  /// Requests of a batch on average, at least one.
  public var mean: Double {
    switch self {
    case .single: 1
    case .fixed(let size): Double(max(1, size))
    case .geometric(let mean): max(1, mean)
    }
  }
}

/// Draws the sizes of batches, by the number of the batch.
struct BatchSizes {
  private let stream: RandomStream
  private let size: UInt64
  /// `1 / ln(1 − 1 / mean)` of a geometric distribution; zero for a fixed size.
  private let scale: Double

  /// Nil where every request comes alone.
  init?(_ plan: BatchPlan, stream: RandomStream) {
    guard plan.mean > 1 else { return nil }
    self.stream = stream
    switch plan {
    case .geometric(let mean):
      size = 1
      scale = 1 / ElementaryFunctions.log(1 - 1 / mean)
    default:
      size = UInt64(plan.mean)
      scale = 0
    }
  }

  /// At least one, and at most 38 times the mean: a draw has 53 bits.
  func draw(_ batch: UInt64) -> UInt64 {
    if scale == 0 { return size }
    let unit = (Double(stream.bits(entity: batch, draw: 0) >> 11) + 0.5) * 0x1p-53
    return 1 + UInt64((ElementaryFunctions.log(unit) * scale).rounded(.down))
  }
}

/// Laws that hold of any measured queue, whatever its distributions; a run checks itself by them.
///
/// A gap is |a − b| / max(a, b): 0 when both sides agree, also when both are 0, and 1 when only one
/// of them is. Over a finite run a small gap remains from what was in the system at either end. All
/// functions are O(1); arguments must not be negative.
public enum OperationalLaws {
  /// Little's law, L = λW (Little 1961): gap between the mean number in the system and throughput ×
  /// mean response time, both in the same unit of time.
  public static func littleGap(
    meanInSystem: Double, throughput: Double, meanResponse: Double
  ) -> Double {
    gap(meanInSystem, throughput * meanResponse)
  }

  /// The utilisation law, ρc = XS (Denning and Buzen 1978): gap between the mean number of busy
  /// servers and throughput × mean service time.
  ///
  /// `busyShare` is the share of all `servers` that is busy on average, from 0 to 1. Throughput is
  /// that of all servers together, service time that of one request on one server.
  public static func utilizationGap(
    busyShare: Double, throughput: Double, meanService: Double, servers: Int = 1
  ) -> Double {
    gap(busyShare * Double(servers), throughput * meanService)
  }

  /// Flow balance: how many requests are unaccounted for. What was there and what arrived has left
  /// or is there still, so anything but 0 is a bug of the model, at once and not just on average.
  public static func unbalancedFlow(
    presentBefore: Int64, arrivals: UInt64, departures: UInt64, presentAfter: Int64
  ) -> Int128 {
    Int128(presentBefore) + Int128(arrivals) - Int128(departures) - Int128(presentAfter)
  }

  private static func gap(_ left: Double, _ right: Double) -> Double {
    precondition(left >= 0 && right >= 0, "measured figures are not negative")
    let larger = max(left, right)
    if left == right { return 0 }
    return larger < .infinity ? (larger - min(left, right)) / larger : 1
  }
}

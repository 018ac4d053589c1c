import Foundation
import Testing

/// What a twin wrote down of its requests beside what was planned. Times are nanoseconds.
struct ArrivalLog {
  /// Planned, since the start of the run.
  let planned: [Int64]
  /// Received, since the start of the server, and by which path.
  let received: [Int64]
  let paths: [String]

  /// - Parameters:
  ///   - log: file that `host --arrivals` wrote.
  ///   - schedule: file that `live --schedule` wrote.
  init(_ log: String, beside schedule: String, in scratch: Scratch) throws {
    func words(_ name: String) -> [[Substring]] {
      scratch.text(name).split(separator: "\n").map { $0.split(separator: " ") }
    }
    planned = try words(schedule).map { try #require(Int64($0[0])) }.sorted()
    let lines = words(log)
    received = try lines.map { try #require(Int64($0[0])) }.sorted()
    paths = lines.map { String($0[2]) }
  }

  /// How much later each request was received than planned, in their order. What the clocks are apart is left out: it is
  /// that of the request that was least late.
  var lags: [Int64] { zip(received, planned).map { $0 - $1 - offset } }

  private var offset: Int64 { zip(received, planned).map { $0 - $1 }.min() ?? 0 }

  /// When the longest span without a request began, on the clock of the plan.
  var silenceBegan: Int64 {
    let gaps = zip(received, received.dropFirst()).map { (from: $0, length: $1 - $0) }
    return (gaps.max { $0.length < $1.length }?.from ?? 0) - offset
  }
}

extension [Int64] {
  /// The value that a share of all does not exceed.
  func quantile(_ share: Double) -> Int64 {
    let sorted = sorted()
    return sorted.isEmpty ? 0 : sorted[Swift.min(sorted.count - 1, Int(share * Double(sorted.count)))]
  }
}

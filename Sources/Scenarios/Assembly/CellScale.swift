import Engine

/// `--scale 1:1000` removes whole cells, entities with their partitions, replicas and slots, and keeps
/// the load of each cell that stays. Where fewer than one cell would be left, a smaller one remains,
/// and the result is not comparable with the full size: a pool of ten servers makes its customers wait
/// longer than a pool of a hundred at the same utilisation (Erlang C).
struct CellScale {
  let factor: Int64

  init(_ factor: Int64) { self.factor = max(1, factor) }

  var isFull: Bool { factor == 1 }

  func entities(_ count: Int64) -> Int64 { max(1, (count + factor / 2) / factor) }

  func rate(_ rate: Double) -> Double { rate / Double(factor) }

  /// A rate that all cells share, such as a quota, and whether it answers as at full size. What is refused there depends
  /// on how calls bunch; with fewer than a hundred calls in the second's worth that may be saved up, their number varies
  /// by more than a tenth from second to second, which at full size it does not.
  func sharedRate(_ rate: Double, burst: Double? = nil) -> (rate: Double, burst: Double, isComparable: Bool) {
    let scaled = self.rate(rate)
    let saved = burst.map(self.rate) ?? scaled
    return (scaled, max(1, saved), isFull || saved >= Self.leastBurst)
  }

  static let leastBurst = 100.0

  /// Cells that are left, at least one, and whether they are whole cells.
  func cells(_ count: Int64) -> (count: Int64, isWhole: Bool) {
    if count % factor == 0 { return (count / factor, true) }
    return (max(1, (count + factor / 2) / factor), false)
  }

  /// Replicas and the size of each: replicas go first, then slots of the last one.
  func pool(
    replicas: Int64, each: [Int64]
  ) -> (replicas: Int64, each: [Int64], isComparable: Bool) {
    if isFull { return (replicas, each, true) }
    if replicas >= factor {
      let (count, isWhole) = cells(replicas)
      return (count, each, isWhole)
    }
    let shrunk = each.map { max(1, ($0 * replicas + factor / 2) / factor) }
    return (1, zip(each, shrunk).map { $0 == 0 ? 0 : $1 }, false)
  }
}

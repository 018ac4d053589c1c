/// `0-2,7`: whole numbers in order.
enum IndexRanges {
  static func text(_ indices: [Int]) -> String {
    var ranges: [ClosedRange<Int>] = []
    for index in indices.sorted() {
      if let last = ranges.last, last.upperBound + 1 >= index {
        ranges[ranges.count - 1] = last.lowerBound...max(last.upperBound, index)
      } else {
        ranges.append(index...index)
      }
    }
    return ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
      .joined(separator: ",")
  }

  /// - Throws: `UnknownName` where they are not written so, or not below `count`.
  static func indices(_ text: String, below count: Int) throws -> [Int] {
    try text.split(separator: ",", omittingEmptySubsequences: false).flatMap { range in
      let ends = range.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      guard let first = ends.first ?? nil, let last = ends.last ?? nil, ends.count <= 2, 0 <= first, first <= last,
        last < count
      else { throw UnknownName(description: "--points \(text): write it as in 0-2,7, below \(count)") }
      return Array(first...last)
    }
  }
}

/// A part of a run's replications, for one of several machines: those whose numbers leave the same rest.
package struct Shard: Sendable, Equatable {
  /// From 1 to `count`.
  package var number: Int
  package var count: Int

  /// Nil unless `number` is one of `count`.
  package init?(number: Int, count: Int) {
    guard count >= 1, (1...count).contains(number) else { return nil }
    self.number = number
    self.count = count
  }

  /// `2/4`, or `1+1/4` where whoever starts the parts counts from 0.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let count = Int(parts[1]) else { return nil }
    let terms = parts[0].split(separator: "+", omittingEmptySubsequences: false).map { Int($0) }
    guard (1...2).contains(terms.count), !terms.contains(nil) else { return nil }
    let (number, isTooLarge) = (terms[0] ?? 0).addingReportingOverflow(terms.count == 2 ? terms[1] ?? 0 : 0)
    guard !isTooLarge else { return nil }
    self.init(number: number, count: count)
  }

  /// The number of its `index`-th replication, from 0.
  package func replication(at index: Int) -> Int { index * count + number - 1 }

  /// How many of `total` replications are its own.
  package func share(of total: Int) -> Int { (total - number + count) / count }
}

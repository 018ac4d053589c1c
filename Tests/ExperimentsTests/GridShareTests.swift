import Testing

@testable import Experiments

@Suite struct GridShareTests {
  private func numbers(_ share: GridShare, _ point: Int, of total: Int) -> [Int] {
    share.replications(of: point).map { own in (0..<own.share(of: total)).map(own.replication(at:)) } ?? []
  }

  @Test func `every replication of every point is run by one part, and no part is idle`() throws {
    for points in 1...7 {
      for replications in 1...6 {
        for parts in 1...(points * replications) {
          var seen: [[Int]] = Array(repeating: [], count: points)
          for part in 1...parts {
            let share = GridShare(try #require(Shard(number: part, count: parts)), of: points)
            let own = (0..<points).map { numbers(share, $0, of: replications) }
            #expect(own.contains { !$0.isEmpty }, "part \(part) of \(parts), \(points) points")
            for point in 0..<points { seen[point] += own[point] }
          }
          #expect(seen.allSatisfy { $0.sorted() == Array(0..<replications) }, "\(points) × \(replications) in \(parts)")
        }
      }
    }
  }

  @Test func `of one point it is the shard itself, and points stay whole while there are enough`() throws {
    let shard = try #require(Shard(number: 2, count: 5))
    #expect(GridShare(shard, of: 1).replications(of: 0) == shard)
    let share = GridShare(shard, of: 12)
    #expect((0..<12).filter { share.replications(of: $0) != nil } == [1, 6, 11])
    #expect(share.replications(of: 6) == Shard(number: 1, count: 1))
  }

  @Test func `more replications leave what a part had where it was`() throws {
    let share = GridShare(try #require(Shard(number: 3, count: 9)), of: 4)
    for point in 0..<4 {
      let (few, many) = (numbers(share, point, of: 5), numbers(share, point, of: 20))
      #expect(Array(many.prefix(few.count)) == few)
    }
  }

  @Test func `a shard is written as i of n, or as a sum where somebody counts from 0`() {
    #expect(Shard("2/4") == Shard(number: 2, count: 4))
    #expect(Shard("1+0/4") == Shard(number: 1, count: 4) && Shard("1+3/4") == Shard(number: 4, count: 4))
    for text in ["0/4", "5/4", "1+4/4", "1+/4", "+1/4", "1+1+1/4", "9223372036854775807+1/4", "1/0", "x/4", "2"] {
      #expect(Shard(text) == nil, "\(text)")
    }
  }
}

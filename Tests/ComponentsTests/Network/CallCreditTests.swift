import Components
import Engine
import Testing

/// A rate of calls that is kept by credit.
@Suite struct CallCreditTests {
  /// Calls that are let pass, of those at so many instants.
  private func admitted(_ rate: Double, _ instants: [Nanoseconds], from begins: Nanoseconds = 0) -> Int {
    var due = begins
    return instants.count { CallCredit(perSecond: rate).admits(&due, at: $0) }
  }

  @Test(arguments: [0.1, 1.0 / 3, 0.5, 0.7, 1.5, 2.5, 99.9])
  func `who comes evenly and no faster is never refused`(rate: Double) {
    for share in [0.2, 0.9, 1] {
      let gap = 1e9 / (rate * share)
      let instants = (0..<1000).map { Nanoseconds((Double($0) * gap).rounded(.up)) }
      #expect(admitted(rate, instants) == 1000, "\(share) of \(rate)/s")
    }
  }

  @Test(arguments: [(0.1, 60), (0.5, 300), (1.5, 900), (2.5, 1500), (7.25, 4350)])
  func `what passes in the long run is the rate, and one call's or one second's worth`(rate: Double, calls: Int) {
    // Twenty a second for ten minutes.
    let passed = admitted(rate, (0..<12_000).map { $0 * 50 * .millisecond })
    #expect(passed >= calls && passed <= calls + max(1, Int(rate.rounded(.up))))
  }

  @Test func `at once it lets pass what is saved up and no more`() {
    #expect(admitted(0.5, [0, 0, 0]) == 1)
    #expect(admitted(2.5, Array(repeating: 0, count: 9)) == 2)
    #expect(admitted(0, [0, .hour]) == 0)
  }

  @Test(arguments: [(0.7, 3), (2.5, 4), (10, 64)])
  func `leases of a quota let pass as much as the quota`(quota: Double, partitions: Int) {
    let share = 1 / Double(partitions)
    let credit = CallCredit(perSecond: quota * share)
    let begins = credit.due(withCredit: share * max(1, quota))
    var passed = 0
    for partition in 0..<partitions {
      let instants = (0..<12_000).map { Nanoseconds($0 * 50 + partition) * .millisecond }
      var due = begins
      passed += instants.count { credit.admits(&due, at: $0) }
    }
    let expected = quota * 600
    let range = expected - Double(partitions)...expected + max(1, quota) + 1
    #expect(range.contains(Double(passed)), "\(passed)")
  }
}

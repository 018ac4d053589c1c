import Testing

@testable import RoadWarriorCore

@Suite struct PartitionOwnershipTests {
  @Test func `instances that take turns break nothing`() {
    var ownership = PartitionOwnership()
    for turn in 0..<10 {
      ownership.take(3, instance: turn, at: Int64(turn))
      ownership.take(9, instance: 2, at: Int64(turn))
      ownership.giveBack(3, instance: turn)
      ownership.giveBack(9, instance: 2)
    }
    #expect(ownership.monitors[.oneConsumer].violations == 0)
  }

  @Test func `the same instance may take a partition again`() {
    var ownership = PartitionOwnership()
    ownership.take(0, instance: 1, at: 0)
    ownership.take(0, instance: 1, at: 1)
    #expect(ownership.monitors[.oneConsumer].violations == 0)
  }

  @Test func `two instances on one partition are noticed`() {
    var ownership = PartitionOwnership()
    ownership.take(4, instance: 1, at: 10)
    ownership.take(4, instance: 2, at: 11)
    ownership.take(4, instance: 3, at: 12)
    let reading = ownership.monitors[.oneConsumer]
    #expect(reading.violations == 2 && reading.firstAt == 11 && reading.firstSubject == 4)
  }

  @Test func `only the owner gives a partition back`() {
    var ownership = PartitionOwnership()
    ownership.take(4, instance: 1, at: 10)
    ownership.giveBack(4, instance: 2)
    ownership.giveBack(100, instance: 2)
    ownership.take(4, instance: 2, at: 11)
    #expect(ownership.monitors[.oneConsumer].violations == 1)
  }
}

import Testing

@testable import Components

/// The speed of cores by how much is at work on them.
@Suite struct SpeedCurveTests {
  private let curve = SpeedCurve([(1, 1), (2, 1.8), (4, 3), (8, 2.5)])

  @Test func `it is a straight line between two points, and stays after the last`() {
    let speeds = [1, 2, 3, 4, 6, 8, 9, 1000].map { curve.speed(of: $0) }
    #expect(speeds == [1, 1.8, 2.4, 3, 2.75, 2.5, 2.5, 2.5] && curve.highest == 3)
    var plan = ComponentPlan(name: "a", kind: "service")
    plan.cores = 4
    #expect(plan.coreSpeed == 4)
    plan.speeds = curve
    #expect(plan.coreSpeed == 3)
  }

  @Test func `of fewer cores and tasks, each does what it did`() {
    let half = SpeedCurve([(1, 1), (2, 1.8), (4, 3), (8, 2.5)], scale: 2)
    #expect((1...5).map { half.speed(of: $0) } == [0.9, 1.5, 1.375, 1.25, 1.25])
  }

  @Test func `it is plain where it says what cores do anyway`() {
    #expect(SpeedCurve([(1, 1), (4, 4)]).isPlain(cores: 4) && SpeedCurve([(1, 1)]).isPlain(cores: 1))
    #expect(
      !SpeedCurve([(1, 1), (4, 4)]).isPlain(cores: 5) && !SpeedCurve([(1, 1), (4, 4), (9, 3.5)]).isPlain(cores: 4))
    #expect(!SpeedCurve([(1, 0.5)]).isPlain(cores: 1) && !curve.isPlain(cores: 4))
  }
}

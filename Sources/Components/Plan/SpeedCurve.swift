/// How fast the cores of a replica are together, by how much is at work on them: contention and coherency, as in the
/// Universal Scalability Law (N. Gunther, "Guerrilla Capacity Planning", 2007), or whatever was measured.
///
/// In cores' worth of work: 1 is what one core does alone. Between the points that are stated it is a straight line, and
/// after the last one it stays.
public struct SpeedCurve: Sendable, Equatable {
  /// With 1 at work, with 2, and so on to the last point.
  let speeds: [Double]

  /// - Parameters:
  ///   - points: ascending, the first for one at work.
  ///   - scale: of so many cores one is left, and of the tasks.
  public init(_ points: [(atWork: Int, speed: Double)], scale: Double = 1) {
    let last = max(1, Int((Double(points.last?.atWork ?? 1) / scale).rounded(.up)))
    speeds = (1...last).map { Self.interpolate(points, at: Double($0) * scale) / scale }
  }

  private static func interpolate(_ points: [(atWork: Int, speed: Double)], at number: Double) -> Double {
    guard let next = points.firstIndex(where: { Double($0.atWork) >= number }) else { return points.last?.speed ?? 1 }
    guard next > 0 else { return points[0].speed }
    let (low, high) = (points[next - 1], points[next])
    return low.speed + (high.speed - low.speed) * (number - Double(low.atWork)) / Double(high.atWork - low.atWork)
  }

  /// - Parameter atWork: at least 1.
  func speed(of atWork: Int) -> Double { speeds[min(atWork, speeds.count) - 1] }

  /// The most that the cores ever do.
  var highest: Double { speeds.max() ?? 1 }

  /// Whether it is what cores do that nothing holds up.
  package func isPlain(cores: Int) -> Bool {
    (1...max(cores, speeds.count)).allSatisfy { speed(of: $0) == Double(min($0, cores)) }
  }
}

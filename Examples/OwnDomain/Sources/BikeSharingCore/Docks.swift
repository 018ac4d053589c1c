/// Bicycles at the docks of a city. Who comes to an empty dock walks on, and who brings a bicycle to a full one rides on.
public struct Docks: Sendable {
  public enum Rental: Int, Sendable { case rented, empty }
  public enum Return: Int, Sendable { case docked, full }

  /// Bicycles that one dock holds.
  public let places: Int
  /// Whether a dock checks what it holds before it opens. Without it two riders may be given the same bicycle.
  public let checks: Bool
  private var bicycles: [Int]
  /// Times that a dock had fewer bicycles than none, or more than places; and when first.
  public private(set) var violations: UInt64 = 0
  public private(set) var firstViolation: Int64?

  /// - Parameters:
  ///   - docks: how many there are.
  ///   - places: bicycles that each of them holds, at least 1.
  ///   - bicycles: at each of them to begin with, at most `places`.
  public init(docks: Int, places: Int, bicycles: Int, checks: Bool) {
    precondition(docks > 0 && places > 0 && (0...places).contains(bicycles))
    self.places = places
    self.checks = checks
    self.bicycles = Array(repeating: bicycles, count: docks)
  }

  /// A rider asks for a bicycle. O(1).
  public mutating func rent(at dock: Int, now: Int64) -> Rental {
    if checks && bicycles[dock] == 0 { return .empty }
    change(dock, by: -1, now: now)
    return .rented
  }

  /// A rider brings a bicycle. O(1).
  public mutating func bring(to dock: Int, now: Int64) -> Return {
    if checks && bicycles[dock] == places { return .full }
    change(dock, by: 1, now: now)
    return .docked
  }

  private mutating func change(_ dock: Int, by delta: Int, now: Int64) {
    bicycles[dock] += delta
    guard !(0...places).contains(bicycles[dock]) else { return }
    violations += 1
    firstViolation = firstViolation ?? now
  }
}

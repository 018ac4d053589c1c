import Components
import Engine

/// Faults that are on at the same time. Most compose (`Conditions` says how); those that do not are refused
/// where their times are known.
extension Checker {
  func checkOverlaps() {
    for (number, fault) in scenario.faults.enumerated() {
      for earlier in scenario.faults[..<number] where overlap(earlier, fault) {
        guard let conflict = conflict(earlier, fault) else { continue }
        problems.error(
          "\(conflict) fault `\(earlier.name)` at \(earlier.place), which is on at the same time", at: fault.place,
          suggestion: "let one begin when the other has ended, or make them one fault")
      }
    }
  }

  private func overlap(_ one: Fault, _ other: Fault) -> Bool {
    guard case .once(let begins, let lasts) = one.timing, case .once(let start, let length) = other.timing else {
      return false
    }
    return begins < start + length && start < begins + lasts
  }

  /// Why two faults of one component cannot be on together; nil when they can.
  private func conflict(_ one: Fault, _ other: Fault) -> String? {
    guard case .component(let name) = one.target, case .component(name) = other.target else { return nil }
    switch (one.effect, other.effect) {
    case (.reorder, .reorder): return "fault `\(other.name)` reorders the records of `\(name)`, and so does"
    case (.slow, .slow), (.slow, .error), (.slow, .outage), (.error, .slow), (.error, .error), (.error, .outage),
      (.outage, .slow), (.outage, .error), (.outage, .outage):
      return one.key == other.key ? nil : "fault `\(other.name)` hits other keys of `\(name)` than"
    default: return nil
    }
  }
}

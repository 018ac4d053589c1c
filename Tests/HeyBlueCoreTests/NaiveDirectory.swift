@testable import HeyBlueCore

/// Availability in words: time goes on instant by instant, and everybody is looked at each time.
struct NaiveDirectory {
  struct Officer {
    var state = WindowState.off
    var activation: Int64 = 0
    var number: UInt32 = 0
    var place: GroundPoint?
    var isReported = false
  }

  let enforcement: WindowEnforcement
  let window: Int64
  let grace: Int64
  var officers: [Officer]
  var now: Int64 = 0
  var violations: [(at: Int64, officer: UInt32)] = []

  init(_ enforcement: WindowEnforcement, window: Int64, grace: Int64, officers count: Int) {
    self.enforcement = enforcement
    self.window = window
    self.grace = grace
    officers = Array(repeating: Officer(), count: count)
  }

  mutating func wait(until time: Int64) {
    while now < time {
      now += 1
      for number in officers.indices {
        if enforcement != .client && officers[number].state.isOpen && now >= officers[number].activation + window {
          close(number, .expired)
        }
        look(at: number)
      }
    }
  }

  mutating func activate(_ officer: Int) -> ActivationOutcome {
    let isRunning = officers[officer].state.isOpen && now < officers[officer].activation + window
    if isRunning && officers[officer].state == .active { return .alreadyActive }
    officers[officer].state = .active
    if isRunning { return .resumed }
    officers[officer].activation = now
    officers[officer].number += 1
    officers[officer].isReported = false
    return .activated
  }

  mutating func place(_ officer: Int, at point: GroundPoint) -> FixOutcome {
    if !officers[officer].state.isOpen { return .notActive }
    officers[officer].state = .active
    officers[officer].place = point
    look(at: officer)
    return .placed
  }

  mutating func clientExpired(_ officer: Int, number: UInt32) -> ClosingOutcome {
    if !officers[officer].state.isOpen { return .notActive }
    if enforcement == .serverLease || number != officers[officer].number { return .ignored }
    close(officer, .expired)
    return .removed
  }

  mutating func stop(_ officer: Int) -> ClosingOutcome {
    if !officers[officer].state.isOpen { return .notActive }
    close(officer, .stopped)
    return .removed
  }

  mutating func lose(_ officer: Int) -> Bool {
    if officers[officer].state != .active { return false }
    officers[officer].state = .lost
    return true
  }

  var places: [UInt32: GroundPoint] {
    var places: [UInt32: GroundPoint] = [:]
    for (number, officer) in officers.enumerated() { places[UInt32(number)] = officer.place }
    return places
  }

  /// HB-I1 for one officer at this instant.
  private mutating func look(at officer: Int) {
    let bound = officers[officer].activation + window + grace
    if officers[officer].place != nil && now > bound && !officers[officer].isReported {
      officers[officer].isReported = true
      violations.append((now, UInt32(officer)))
    }
  }

  private mutating func close(_ officer: Int, _ state: WindowState) {
    officers[officer].state = state
    officers[officer].place = nil
  }
}

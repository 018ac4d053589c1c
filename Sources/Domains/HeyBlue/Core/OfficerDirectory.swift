package enum FixOutcome: UInt8, Sendable, CaseIterable {
  case placed
  case notActive
}

package enum ClosingOutcome: UInt8, Sendable, CaseIterable {
  case removed
  case notActive
  /// The message is about an earlier window, or this kind of enforcement does not heed it.
  case ignored
}

/// The real-time side of the Connections service: who is available, where, and for whom the server looks (card, use
/// cases "Officer available" and "Citizen nearby (server proximity)").
///
/// Commands come in the order of time. With a lease an officer is discoverable from the first fix of a window until,
/// but not at, the instant at which the window's length is over; no timer is needed for that. HB-I1 is watched apart
/// from the lease, once for each window.
package struct OfficerDirectory: Sendable {
  package struct Rules: Sendable {
    package var enforcement: WindowEnforcement
    /// Nanoseconds; 15 minutes in the document.
    package var window: Int64
    /// Nanoseconds after the end of a window that HB-I1 allows for the client's message (HB-S1).
    package var grace: Int64
    /// Cells of a grid by which every answer is compared with the true nearest officer; nil for no audit.
    package var audit: Tiling?

    package init(
      enforcement: WindowEnforcement, window: Int64 = 900_000_000_000, grace: Int64 = 1_000_000_000,
      audit: Tiling? = nil
    ) {
      self.enforcement = enforcement
      self.window = window
      self.grace = grace
      self.audit = audit
    }
  }

  package let rules: Rules
  package private(set) var index: OfficerIndex
  package private(set) var monitors = Monitors()
  /// Lookups that were audited, and how many of them did not give the true nearest officer's distance.
  package private(set) var audited: UInt64 = 0
  package private(set) var wrong: UInt64 = 0
  private var windows: AvailabilityWindows
  private var truth: CellGrid?
  private var leases = DeadlineQueue()
  private var bounds = DeadlineQueue()
  private var clock = Int64.min

  package init(rules: Rules, index: OfficerIndex) {
    precondition(rules.grace >= 0, "a negative grace")
    self.rules = rules
    self.index = index
    windows = AvailabilityWindows(length: rules.window, officers: index.capacity)
    truth = rules.audit.map { CellGrid(tiling: $0, officers: index.capacity) }
  }

  // MARK: Commands of the officer's app

  /// Begins a window, without a place yet.
  package mutating func activate(_ officer: UInt32, at now: Int64) -> ActivationOutcome {
    advance(to: now)
    let outcome = windows.activate(officer, at: now)
    if outcome == .activated {
      let number = windows.number(of: officer)
      leases.append(.init(at: now + rules.window, officer: officer, number: number))
      bounds.append(.init(at: now + rules.window + rules.grace, officer: officer, number: number))
    }
    return outcome
  }

  /// A location message: the first of a window makes the officer discoverable.
  /// - Parameter draw: 64 random bits that choose where a walk begins.
  /// - Returns: what became of it, and the distances compared.
  package mutating func place(
    _ officer: UInt32, at point: GroundPoint, draw: UInt64, at now: Int64
  ) -> (outcome: FixOutcome, comparisons: UInt64) {
    advance(to: now)
    guard windows.state(of: officer).isOpen else { return (.notActive, 0) }
    windows.hear(officer)
    if index.contains(officer) {
      truth?.move(officer, to: point)
      return (.placed, index.move(officer, to: point, draw: draw))
    }
    let bound = windows.activation(of: officer) + rules.window + rules.grace
    if now > bound { monitors.report(.windowBound, UInt64(officer), at: now) }
    truth?.insert(officer, at: point)
    return (.placed, index.insert(officer, at: point, draw: draw))
  }

  /// The app says that a window's time is over.
  /// - Parameter number: of the window, as `number(of:)` gave it when the window began.
  package mutating func clientExpired(_ officer: UInt32, number: UInt32, at now: Int64) -> ClosingOutcome {
    advance(to: now)
    guard windows.state(of: officer).isOpen else { return .notActive }
    guard rules.enforcement.heedsClient, number == windows.number(of: officer) else { return .ignored }
    close(officer, as: .expired)
    return .removed
  }

  /// The officer ends a window before its time.
  package mutating func stop(_ officer: UInt32, at now: Int64) -> ClosingOutcome {
    advance(to: now)
    guard windows.state(of: officer).isOpen else { return .notActive }
    close(officer, as: .stopped)
    return .removed
  }

  /// The client falls silent: nothing more will come from it, and nobody is told.
  /// - Returns: whether a window was active.
  package mutating func lose(_ officer: UInt32, at now: Int64) -> Bool {
    advance(to: now)
    return windows.lose(officer)
  }

  // MARK: The server's side

  /// The nearest officer for a citizen, decided by the server.
  /// - Parameter reach: centimetres beyond which nobody is of interest.
  package mutating func nearest(
    to point: GroundPoint, reach: Int32? = nil, draw: UInt64, at now: Int64
  ) -> Nearest {
    advance(to: now)
    let limit = reach.map { Int64($0) * Int64($0) } ?? .max
    let found = index.nearest(to: point, within: limit, draw: draw)
    if let truth {
      audited += 1
      let right = truth.nearest(to: point, within: limit, in: index.places)
      if right.squaredDistance != found.squaredDistance { wrong += 1 }
    }
    return found
  }

  /// Lets leases run out, and notes who is still discoverable beyond the bound.
  package mutating func advance(to now: Int64) {
    precondition(now >= clock, "commands come in the order of time")
    clock = now
    if rules.enforcement.hasLease {
      while let lease = leases.next(upTo: now) {
        if windows.number(of: lease.officer) == lease.number, windows.state(of: lease.officer).isOpen {
          close(lease.officer, as: .expired)
        }
      }
    } else {
      while leases.next(upTo: now) != nil {}
    }
    // At the bound itself nobody is late yet.
    while now > .min, let bound = bounds.next(upTo: now - 1) {
      if windows.number(of: bound.officer) == bound.number, index.contains(bound.officer) {
        monitors.report(.windowBound, UInt64(bound.officer), at: bound.at)
      }
    }
  }

  package func state(of officer: UInt32) -> WindowState { windows.state(of: officer) }

  /// Windows that the officer has had, the present one included.
  package func number(of officer: UInt32) -> UInt32 { windows.number(of: officer) }

  /// Whether the officer has an active window by the clock, whatever the store still shows.
  package func hasActiveWindow(_ officer: UInt32, at now: Int64) -> Bool {
    windows.state(of: officer) == .active && windows.isRunning(officer, at: now)
  }

  private mutating func close(_ officer: UInt32, as state: WindowState) {
    guard windows.close(officer, as: state) else { return }
    if index.contains(officer) {
      truth?.remove(officer)
      index.remove(officer)
    }
  }
}

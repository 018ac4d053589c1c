/// What a tracker makes of one poll.
package enum Comparison: UInt8, Sendable, CaseIterable {
  case unchanged
  case changed
  case cancelled
  case finished
}

/// Compares what is known of a reservation with what its source says: the decision behind every poll.
package struct Tracker<Draws: SourceDraws & Sendable>: Sendable {
  package let source: SourceOfTruth<Draws>

  package init(source: SourceOfTruth<Draws>) { self.source = source }

  /// Asks the source, whose clock shows `instant`, and takes over its version.
  ///
  /// Almost every poll of almost every reservation ends at the first line.
  /// - Parameter seen: told the source time of each event that the poll discovers, oldest first.
  /// - Complexity: O(events since the last poll).
  @inlinable @inline(__always)
  package func compare(
    _ known: inout TrackedReservation, _ reservation: UInt64, at instant: UInt64,
    seen: (UInt64) -> Void
  ) -> Comparison {
    if known.nextEvent > UInt32(truncatingIfNeeded: instant >> TrackedReservation.tickShift) {
      return .unchanged
    }
    return discover(&known, reservation, at: instant, seen: seen)
  }

  @usableFromInline @inline(never)
  func discover(
    _ known: inout TrackedReservation, _ reservation: UInt64, at instant: UInt64,
    seen: (UInt64) -> Void
  ) -> Comparison {
    var result = Comparison.unchanged
    while known.isActive && known.nextEvent != TrackedReservation.never {
      let version = known.version &+ 1
      let time = source.instant(of: known.nextEvent, reservation, version: version)
      if time > instant { break }
      seen(time)
      known.version = version
      known.nextEvent = source.tick(after: known.nextEvent, reservation, version: version)
      switch source.event(reservation, version: version) {
      case .changed:
        result = .changed
      case .cancelled:
        known.state = .cancelled
        result = .cancelled
      case .finished:
        known.state = .finished
        result = .finished
      }
    }
    return result
  }
}

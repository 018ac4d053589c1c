/// Travellers' edits between the answer "accepted" and the table: what a traveller reads of a reservation meanwhile does
/// not show the own edit yet (card, RW-S5; organisers' answer 22: an edit is visible at once).
///
/// ```swift
/// var edits = AcceptedEdits()
/// edits.accept(reservation, at: 10)
/// edits.isPending(reservation)          // true: a read would be stale
/// edits.settle(reservation)             // 10; the table has it, or has refused it
/// ```
///
/// Memory: some 48 bytes for each reservation with an edit on its way.
package struct AcceptedEdits: Sendable {
  private struct Pending {
    var count = 0
    var latest: Int64 = 0
  }

  private var pending: [UInt64: Pending] = [:]

  package init() {}

  /// A traveller was told that the edit is accepted. O(1).
  package mutating func accept(_ reservation: UInt64, at now: Int64) {
    pending[reservation, default: Pending()].count += 1
    pending[reservation]?.latest = now
  }

  /// An edit has reached the table, whatever became of it there: when the latest was accepted; nil where none is on its
  /// way, as for a second delivery. O(1).
  package mutating func settle(_ reservation: UInt64) -> Int64? {
    guard var edit = pending[reservation] else { return nil }
    edit.count -= 1
    pending[reservation] = edit.count > 0 ? edit : nil
    return edit.latest
  }

  /// Whether an accepted edit of the reservation is not in the table yet. O(1).
  package func isPending(_ reservation: UInt64) -> Bool { pending[reservation] != nil }
}

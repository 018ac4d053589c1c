/// Fields of a reservation that both a traveller and automatic data may fill.
package struct ReservationFields: OptionSet, Hashable, BitwiseCopyable, Sendable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  package static let title = ReservationFields(rawValue: 1)
  package static let note = ReservationFields(rawValue: 2)
  package static let place = ReservationFields(rawValue: 4)
  package static let travellers = ReservationFields(rawValue: 8)
  package static let cost = ReservationFields(rawValue: 16)
  package static let all = ReservationFields(rawValue: 31)

  /// One by one.
  package var each: [ReservationFields] {
    (0..<8).map { ReservationFields(rawValue: 1 << $0) }.filter { isSuperset(of: $0) }
  }
}

package enum MergeMode: Sendable, CaseIterable {
  /// Automatic data takes the fields that the traveller did not edit since it was read.
  case fieldLevel
  /// The document that arrives replaces all of them, as a bulk load does.
  case wholeDocument
}

package enum MergeOutcome: UInt8, Sendable, CaseIterable {
  case written
  /// Some fields keep the traveller's edits.
  case partlyKept
  /// All of them do.
  case kept
}

/// Travellers' manual edits, against automatic data that was read before and arrives after them (card, RW-I4).
///
/// ```swift
/// var merge = FieldMerge(mode: .fieldLevel)
/// merge.edit(reservation, [.note], at: 20)
/// merge.take(reservation, .all, readAt: 10, at: 30)   // .partlyKept: all but the note
/// merge.take(reservation, .all, readAt: 40, at: 50)   // .written
/// ```
///
/// About 32 bytes for each field that shows a manual edit; nothing for others.
package struct FieldMerge: Sendable {
  package let mode: MergeMode
  package private(set) var monitors = Monitors()
  /// When the traveller edited what a field shows.
  private var edits: [UInt64: Int64] = [:]

  package init(mode: MergeMode) { self.mode = mode }

  /// Fields that show what the traveller wrote.
  package var editedCount: Int { edits.count }

  package func edited(_ reservation: UInt32) -> ReservationFields {
    ReservationFields.all.each.reduce(into: []) { found, field in
      if edits[Self.key(reservation, field)] != nil { found.insert(field) }
    }
  }

  package mutating func edit(_ reservation: UInt32, _ fields: ReservationFields, at now: Int64) {
    for field in fields.each {
      let key = Self.key(reservation, field)
      edits[key] = max(now, edits[key] ?? now)
    }
  }

  /// Automatic data arrives.
  /// - Parameter readAt: when it was read at its source: a poll's answer, or a batch's snapshot.
  /// - Returns: the fields that it was written to.
  package mutating func take(
    _ reservation: UInt32, _ fields: ReservationFields, readAt: Int64, at now: Int64
  ) -> (outcome: MergeOutcome, written: ReservationFields) {
    if edits.isEmpty { return (.written, fields) }
    var written = fields
    var isOverwritten = false
    for field in fields.each {
      let key = Self.key(reservation, field)
      guard let edited = edits[key] else { continue }
      if edited > readAt {
        if mode == .fieldLevel {
          written.remove(field)
          continue
        }
        isOverwritten = true
      }
      edits[key] = nil
    }
    if isOverwritten { monitors.report(.editKept, UInt64(reservation), at: now) }
    return (written == fields ? .written : written.isEmpty ? .kept : .partlyKept, written)
  }

  /// The reservation is over, or its traveller's account is deleted.
  package mutating func forget(_ reservation: UInt32) {
    for field in ReservationFields.all.each { edits[Self.key(reservation, field)] = nil }
  }

  private static func key(_ reservation: UInt32, _ field: ReservationFields) -> UInt64 {
    UInt64(reservation) << 8 | UInt64(field.rawValue)
  }
}

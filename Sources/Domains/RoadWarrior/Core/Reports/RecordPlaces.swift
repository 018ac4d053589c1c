/// Places where records about a traveller are kept (card, sections 3 and UC15).
package struct RecordPlaces: OptionSet, Hashable, BitwiseCopyable, Sendable {
  package let rawValue: UInt16
  package init(rawValue: UInt16) { self.rawValue = rawValue }

  /// Five collections of the store.
  package static let userRows = RecordPlaces(rawValue: 1 << 0)
  package static let reservationRows = RecordPlaces(rawValue: 1 << 1)
  package static let tripRows = RecordPlaces(rawValue: 1 << 2)
  package static let grantRows = RecordPlaces(rawValue: 1 << 3)
  package static let notificationRows = RecordPlaces(rawValue: 1 << 4)
  /// The latest record of a key stays until a tombstone replaces it: mailboxes and tracked reservations.
  package static let compactedTopics = RecordPlaces(rawValue: 1 << 5)
  /// What was fetched from the mailbox.
  package static let storedMail = RecordPlaces(rawValue: 1 << 6)
  /// Reports behind links.
  package static let reportObjects = RecordPlaces(rawValue: 1 << 7)
  /// The batch's object with the traveller's jobs.
  package static let jobObjects = RecordPlaces(rawValue: 1 << 8)
  /// The batch's data sets.
  package static let lakeRows = RecordPlaces(rawValue: 1 << 9)
  /// Plain topics, until their retention is over.
  package static let updateTopics = RecordPlaces(rawValue: 1 << 10)
  /// Until what is in them was consumed.
  package static let queues = RecordPlaces(rawValue: 1 << 11)

  package static let all = RecordPlaces(rawValue: 1 << 12 - 1)
  /// Places that empty by themselves; the others keep what they have until it is deleted.
  package static let passing: RecordPlaces = [.updateTopics, .queues]

  package var each: [RecordPlaces] {
    (0..<12).map { RecordPlaces(rawValue: 1 << $0) }.filter { isSuperset(of: $0) }
  }
}

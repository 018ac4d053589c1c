import Components
import Engine
import RoadWarriorCore

/// The commands that scenarios may use, in the order of the description.
enum RoadWarriorCommand: Int, CaseIterable {
  case compare
  case applyUpdate
  case registerNotice
  case noticeDelivered
  case noticeDeadLettered
  case edit
  case remove
  case beginRun
  case stage
  case beginLoad
  case load
  case view
  case checkMail
  case readMailbox
  case handOn
  case writeCursor
  case parseMail

  /// Of a batch run, and not of one reservation.
  var isOfBatch: Bool { (RoadWarriorCommand.beginRun.rawValue...RoadWarriorCommand.load.rawValue).contains(rawValue) }
  /// Of a mailbox, or of one of its mails.
  var isOfMail: Bool { rawValue >= RoadWarriorCommand.checkMail.rawValue }
}

/// The `domain:` parameters of a Road Warrior scenario, with their defaults filled in.
struct RoadWarriorSettings: Sendable {
  var apply = ApplyMode.versionCheck
  var deduplicates = true
  var notified = 1.0
  var cancelled = 0.0
  /// Per reservation and second.
  var changes = 0.05 / 86_400
  var changesByGroup: [(name: String, value: ParameterValue)] = []
  /// Per reservation and second; zero: they last.
  var endsPerSecond = 0.0
  var providerExponent = 1.0
  var reservations: Int64 = 0
  /// A load brings all rows, not only those that have changed.
  var loadsAll = false
  var storms: [Storm] = []
  var mail: MailSettings

  struct Storm: Sendable {
    var begins: Nanoseconds
    var ends: Nanoseconds
    /// Nil: all of them.
    var group: String?
    var factor: Double
  }

  init(_ configuration: BindingConfiguration) {
    mail = MailSettings(configuration)
    let parameters = configuration.parameters
    switch parameters["apply"]?.word {
    case "last-arrival-wins": apply = .lastArrivalWins
    case "whole-document": apply = .wholeDocument
    default: apply = .versionCheck
    }
    deduplicates = parameters["deduplicate"]?.flag ?? true
    notified = parameters["notified"]?.ratio ?? 1
    cancelled = parameters["cancelled"]?.ratio ?? 0
    if let rate = parameters["changes"]?.rate { changes = rate }
    if let table = parameters["changes"]?.table { changesByGroup = table }
    if let life = parameters["active-life"]?.nanoseconds, life > 0 {
      endsPerSecond = 1e9 / Double(life)
    }
    if let storm = parameters["storm"]?.table {
      func value(_ name: String) -> ParameterValue? { storm.first { $0.name == name }?.value }
      let begins = value("at")?.nanoseconds ?? 0
      storms = [
        Storm(
          begins: begins, ends: begins + (value("for")?.nanoseconds ?? 0), group: value("of")?.word,
          factor: value("changes")?.factor ?? 1)
      ]
    }
    loadsAll = parameters["load"]?.word == "full"
    reservations = configuration.populations.first { $0.entity == "reservation" }?.count ?? 0
  }

  func changesPerSecond(group: String) -> Double {
    changesByGroup.first { $0.name == group }?.value.rate ?? changes
  }

  func clock(of entity: TrackedEntity, group: String, lead: Nanoseconds) -> SourceClock {
    SourceClock(
      lead: lead,
      storms: (entity == .mailbox ? [] : storms).filter { $0.group == nil || $0.group == group }.map {
        ($0.begins, $0.ends, $0.factor)
      })
  }
}

import Scenarios

/// Why results could not be stored or read: the file, and what is wrong with it.
package struct RecordingError: Error, Sendable, Equatable {
  package enum Reason: Sendable, Equatable {
    /// The file is there and is not SQLite.
    case notADatabase
    /// An SQLite database of another program.
    case otherProgram
    /// Written by a later version of this program.
    case newerSchema(found: Int, known: Int)
    case readOnly
    case diskFull
    /// Another process held the database for longer than the patience of this one.
    case busy
    case noSuchRun(Int64)
    /// A stored value is not what was written.
    case damaged(String)
    /// A stored replication has not the digest that it was stored with; runs of the database that it is part of.
    case damagedReplication(Int, runs: [Int64])
    /// Anything else that the system or SQLite said.
    case unusable(String)
  }

  package var path: String
  package var reason: Reason

  package init(path: String, reason: Reason) {
    self.path = path
    self.reason = reason
  }
}

extension RecordingError: CustomStringConvertible {
  /// `results/shop.sqlite: …, hint: …`
  package var description: String { "\(path.shown): \(explanation.shown); \(hint)" }

  var explanation: String {
    switch reason {
    case .notADatabase: "this file is not an SQLite database"
    case .otherProgram: "this database belongs to another program"
    case .newerSchema(let found, let known):
      "this database has schema version \(found), and this program knows up to \(known)"
    case .readOnly: "this place cannot be written to"
    case .diskFull: "the disk is full; what was stored before is intact"
    case .busy: "another process is writing to this database"
    case .noSuchRun(let run): "there is no run \(run)"
    case .damaged(let what): "what is stored is damaged (\(what))"
    case .damagedReplication(let number, let runs):
      "replication \(number)\(Self.text(of: runs)) is damaged: it is not what was stored"
    case .unusable(let what): what
    }
  }

  /// ` of run 2`, ` of runs 2 and 3`
  private static func text(of runs: [Int64]) -> String {
    guard let last = runs.last else { return "" }
    let first = runs.dropLast().map(String.init).joined(separator: ", ")
    return runs.count == 1 ? " of run \(last)" : " of runs \(first) and \(last)"
  }

  /// What to do about it.
  package var hint: String {
    switch reason {
    case .notADatabase, .otherProgram: "choose another place with --out"
    case .newerSchema: "use the program that wrote it, or choose another place with --out"
    case .readOnly: "choose a place that can be written to with --out"
    case .diskFull: "make room, or choose another disk with --out"
    case .busy: "try again when the other one has finished"
    case .noSuchRun: "list the runs with: SELECT run, name, recorded_at FROM run_summary"
    case .damagedReplication: "restore the file from a copy, or run it again with --fresh, which replaces it"
    case .damaged: "restore the file from a copy, or run the scenario again"
    case .unusable: "check the path, or choose another place with --out"
    }
  }
}

import Experiments
import Scenarios

/// The runs of one database, as a table of what differs between them.
package struct RunList {
  package struct Entry: Encodable {
    package var run: Int64
    package var name: String
    package var options: [String]
    package var assignments: [String]
    package var seed: UInt64
    package var load: Double
    package var scale: Int64
    package var replications: Int
    package var mode: String
    package var verdict: String
    package var partial: Bool
    package var recorded_at: String
    package var program_version: String
    package var digest: String

    package init(
      run: Int64, name: String, options: [String], assignments: [String], seed: UInt64, load: Double, scale: Int64,
      replications: Int, mode: RunMode, verdict: Verdict, isPartial: Bool, recordedAt: String, programVersion: String,
      digest: String
    ) {
      (self.run, self.name, self.options, self.assignments) = (run, name, options, assignments)
      (self.seed, self.load, self.scale, self.replications) = (seed, load, scale, replications)
      (self.mode, self.verdict, partial) = (mode.rawValue, verdict.rawValue, isPartial)
      (recorded_at, program_version, self.digest) = (recordedAt, programVersion, digest)
    }
  }

  let entries: [Entry]

  package init(_ entries: [Entry]) { self.entries = entries }

  typealias Column = (title: String, alignment: TextTable.Alignment, cell: (Entry) -> String)

  /// What is not the same in all of them.
  var differing: [Column] {
    let all: [Column] = [
      ("scenario", .left, { $0.name.shown }),
      ("mode", .left, { $0.mode }),
      ("with", .left, { $0.options.joined(separator: ",").shown }),
      ("set", .left, { $0.assignments.joined(separator: " ").shown }),
      ("seed", .right, { "\($0.seed)" }),
      ("load", .right, { "x" + Decimal.significant($0.load) }),
      ("scale", .right, { "1:\($0.scale)" }),
      ("replications", .right, { "\($0.replications)" }),
      ("version", .left, { $0.program_version }),
    ]
    return all.filter { column in Set(entries.map(column.cell)).count > 1 }
  }

  /// What identifies a run, what differs, and how it ended.
  private var columns: [Column] {
    [("run", .right, { "\($0.run)" }), ("recorded (UTC)", .left, { Self.minute($0.recorded_at) })] + differing
      + [
        ("verdict", .left, { $0.partial ? "partial" : $0.verdict }), ("digest", .left, { $0.partial ? "" : $0.digest }),
      ]
  }

  /// `2026-11-21T09:30:00Z` → `2026-11-21 09:30`
  static func minute(_ text: String) -> String { String(text.prefix(16)).replacing("T", with: " ") }

  /// What all runs have in common, and a line for each.
  package func text(color: Bool, unicode: Bool) -> String {
    guard let first = entries.first else { return "no runs" }
    var common: [String] = []
    func note(_ text: (Entry) -> String) {
      if Set(entries.map(text)).count == 1, !text(first).isEmpty { common.append(text(first)) }
    }
    note { $0.name.shown }
    note { $0.mode == RunMode.live.rawValue ? "live" : "" }
    note { $0.options.isEmpty ? "" : "with \($0.options.joined(separator: ",").shown)" }
    note { $0.assignments.map { "--set \($0.shown)" }.joined(separator: " ") }
    note { "seed \($0.seed)" }
    note { $0.load == 1 ? "" : "load x\(Decimal.significant($0.load))" }
    note { $0.scale == 1 ? "" : "scale 1:\($0.scale)" }
    note { "\($0.replications) replication\($0.replications == 1 ? "" : "s")" }
    var table = TextTable(columns.map { ($0.title, $0.alignment) }, glyphs: Glyphs(isASCII: !unicode))
    for entry in entries { table.add(columns.map { $0.cell(entry) }) }
    let lines = table.lines(indent: "  ", ink: Ink(isColored: color))
    return (common.isEmpty ? [] : [common.joined(separator: ", ")] + lines).joined(separator: "\n")
  }

  /// All of them with all that is known, as one versioned JSON object.
  package func json() throws -> String { try JSONReport.text(Document(runs: entries)) }

  private struct Document: Encodable {
    let schema = JSONReport.schema
    let list = "runs"
    let runs: [Entry]
  }
}

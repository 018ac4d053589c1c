import Experiments
import GRDB

/// A line in the list of runs that a database holds.
package struct StoredRun: Sendable, Equatable {
  package var run: Int64
  /// The scenario's name.
  package var name: String
  package var options: [String]
  package var assignments: [String]
  package var seed: UInt64
  package var load: Double
  package var scale: Int64
  package var replications: Int
  package var mode: RunMode
  package var verdict: Verdict
  package var programVersion: String
  package var digest: String
  package var isPartial: Bool
  /// When it was last written, in UTC: `2026-11-21T09:30:00Z`.
  package var recordedAt: String

  static func all(in database: Database) throws -> [StoredRun] {
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT r.run, r.name, r.seed, r.load, r.scale, r.replications, r.mode, r.verdict, r.program_version, r.digest,
          r.partial, coalesce(h.recorded_at, '')
        FROM runs r LEFT JOIN hosts h ON h.run = r.run ORDER BY r.run
        """)
    return try rows.map { row in
      var source = RowSource(row, of: "runs")
      let run = try source.integer()
      let name = try source.text()
      guard let seed = UInt64(try source.text()) else { throw Damage(what: "runs: seed") }
      let lists = RunRows(database: database, run: run)
      return StoredRun(
        run: run, name: name, options: try lists.read("options", ["option"]) { try $0.text() },
        assignments: try lists.read("assignments", ["assignment"]) { try $0.text() }, seed: seed,
        load: try source.number(), scale: try source.integer(), replications: try source.int(), mode: try source.word(),
        verdict: try source.word(), programVersion: try source.text(), digest: try source.text(),
        isPartial: try source.flag(), recordedAt: try source.text())
    }
  }
}

import Foundation
import GRDB
import Statistics

/// A row of `replications`, with the digest that tells whether it is still what was written.
struct StoredReplication {
  var model: String
  var seed: String
  var build: String
  var number: Int
  var warmUp: Int64
  var remark: String?
  var measurements: Data
  /// As stored; empty in rows that version 3 has not reached.
  var digest = ""

  init(model: String, seed: String, build: String, number: Int, warmUp: Int64, remark: String?, measurements: Data) {
    self.model = model
    self.seed = seed
    self.build = build
    self.number = number
    self.warmUp = warmUp
    self.remark = remark
    self.measurements = measurements
    digest = expectedDigest
  }

  /// - Throws: `Damage` where a column has not the type that it was written with.
  init(_ row: Row) throws {
    var source = RowSource(row, of: "replications")
    model = try source.text()
    seed = try source.text()
    build = try source.text()
    number = Int(try source.integer())
    warmUp = try source.integer()
    remark = try source.optionalText()
    measurements = try source.blob()
    digest = row["digest"] ?? ""
  }

  /// In place of what the database has of it.
  func insert(into database: Database) throws {
    try database.execute(
      sql: """
        INSERT OR REPLACE INTO replications
          (model, seed, build, replication, warm_up_ns, remark, measurements, digest)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [model, seed, build, number, warmUp, remark, measurements, digest])
  }

  var isIntact: Bool { digest == expectedDigest }

  /// Of everything in the row, its key included: a row that has become another's is found as well. O(bytes).
  var expectedDigest: String {
    var digest = Digest()
    for text in [model, seed, build] { digest.add(text) }
    digest.add(number)
    digest.add(warmUp)
    digest.add(remark == nil ? 0 : 1)
    digest.add(remark ?? "")
    digest.add(measurements.count)
    measurements.withUnsafeBytes { buffer in
      let words = buffer.count / 8
      for word in 0..<words {
        digest.add(UInt64(littleEndian: buffer.loadUnaligned(fromByteOffset: word * 8, as: UInt64.self)))
      }
      for byte in buffer[(words * 8)...] { digest.add(Int(byte)) }
    }
    return digest.hex
  }
}

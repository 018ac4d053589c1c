import Foundation
import Testing

/// A baseline that a program of the schema before this one has saved.
@Suite struct UpgradeTests {
  /// Takes away what schema version 7 has added.
  private static let toVersion6 = """
    DROP VIEW fidelity; DROP VIEW live_call; DROP TABLE live_runs; ALTER TABLE runs DROP COLUMN mode;
    PRAGMA user_version = 6;
    """

  @Test func `a baseline of an earlier schema is read, compared with and brought up to date`() throws {
    let program = try Program()
    defer { program.remove() }
    _ = try program.write("shop.yaml", GateShop.text())
    #expect(try program("baseline", "save", "shop.yaml", "-q", "--replications", "3").code == 0)
    try program.change("baseline.sqlite", Self.toVersion6)
    let same = try program("check", "shop.yaml", "-q", "--baseline", "baseline.sqlite")
    #expect(same.code == 0 && same.output.contains("over 3 pairs of replications: 11 exactly the same"), "\(same)")
    let version = try program.shell("sqlite3 baseline.sqlite 'PRAGMA user_version; SELECT mode FROM runs'")
    #expect(version.output == "7\nsimulated\n", "\(version)")
    #expect(try program("report", "baseline.sqlite", "--no-report").code == 0)
  }

  @Test func `a database of a later version is refused and left as it is`() throws {
    let program = try Program()
    defer { program.remove() }
    _ = try program.write("shop.yaml", GateShop.text())
    #expect(try program("run", "shop.yaml", "-q", "--no-report").code == 0)
    try program.change("results/shop.sqlite", "PRAGMA user_version = 8; CREATE TABLE new (what TEXT)")
    let sums = "sha256sum results/shop.sqlite"
    let before = try program.shell(sums).output
    let refused = try program("run", "shop.yaml", "-q", "--no-report")
    #expect(refused.code == 74 && refused.errors.contains("schema version 8"), "\(refused)")
    #expect(try program.shell(sums).output == before)
  }
}

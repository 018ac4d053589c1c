import Foundation
import Testing

/// The classic failures: each happens as its file is written, and does not with the cure that the file names.
@Suite struct ClassicsTests {
  static let folder = "scenarios/classics"
  static let all: [String] = {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: "\(Program.root)/\(folder)")) ?? []
    return files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
  }()

  @Test func `all ten are there`() { #expect(ClassicsTests.all.count == 10, "\(ClassicsTests.all)") }

  @Test(arguments: all)
  func `it fails as written`(_ name: String) throws {
    let ending = try run(name)
    #expect(ending.code == 99, "\(ending)")
    // It is the trigger or what follows that breaks a budget: before, all is well.
    #expect(ending.output.contains("✓ before"), "\(ending)")
  }

  @Test(arguments: all)
  func `the cure holds every budget`(_ name: String) throws {
    let ending = try run(name, "--with", "cured")
    #expect(ending.code == 0, "\(ending)")
  }

  /// Seeds other than that of the file: neither failure nor cure is luck.
  @Test(arguments: all)
  func `it is so whatever the seed`(_ name: String) throws {
    for seed in ["2", "3"] {
      #expect(try run(name, "--seed", seed).code == 99, "seed \(seed)")
      #expect(try run(name, "--with", "cured", "--seed", seed).code == 0, "seed \(seed)")
    }
  }

  private func run(_ name: String, _ arguments: String...) throws -> Program.Ending {
    let program = try Program()
    defer { program.remove() }
    return try program(["run", program.scenario("classics/\(name)"), "--no-report", "-q"] + arguments)
  }
}

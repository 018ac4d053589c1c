import Foundation
import Testing

/// `Examples/OwnDomain`: a package that a team elsewhere would write, built from a tag of this repository as committed.
@Suite struct OwnDomainTests {
  /// - Parameter quiet: without what goes to standard error.
  private func run(
    _ command: [String], in folder: String, quiet: Bool = false
  ) throws -> (code: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    let output = Pipe()
    process.standardOutput = output
    process.standardError = quiet ? FileHandle.nullDevice : output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }

  /// Of a share of outcomes, and of the core's monitor.
  private func figures(_ output: String) throws -> (inVain: Double, violations: Int) {
    let result = try #require(try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
    let budgets = try #require(result["budgets"] as? [[String: Any]])
    let found = try #require(budgets.first { $0["name"] as? String == "found" })
    let invariants = try #require(result["invariants"] as? [[String: Any]])
    return (try #require(found["observed"] as? Double), try #require(invariants.first?["violations"] as? Int))
  }

  @Test func `a domain of one's own is a package, and decides in the loop`() throws {
    let program = try Program()
    defer { program.remove() }
    let folder = program.folder
    #expect(try run(["git", "clone", "-q", Program.root, "orrery"], in: folder).code == 0)
    #expect(try run(["git", "-C", "orrery", "tag", "-f", "0.1.0"], in: folder).code == 0)
    let own = folder + "/own"
    try FileManager.default.copyItem(atPath: Program.root + "/Examples/OwnDomain", toPath: own)
    let manifest = own + "/Package.swift"
    let text = try String(contentsOfFile: manifest, encoding: .utf8)
    try #require(text.contains("file:///srv/git/orrery"))
    try text.replacingOccurrences(of: "file:///srv/git/orrery", with: "file://\(folder)/orrery")
      .write(toFile: manifest, atomically: true, encoding: .utf8)

    let build = try run(["swift", "build", "-q"], in: own)
    try #require(build.code == 0, "\(build.output.suffix(2000))")
    let binary = ".build/debug/bike-sharing"
    let evening = [binary, "run", "scenarios/evening.yaml", "--no-report", "-q", "--json", "-"]
    let careful = try figures(try run(evening, in: own, quiet: true).output)
    #expect(careful.inVain > 0.005 && careful.inVain < 0.2 && careful.violations == 0)
    let trusting = try figures(
      try run(evening + ["--with", "without-checks"], in: own, quiet: true).output)
    #expect(trusting.inVain == 0 && trusting.violations > 0)
    let help = try run([binary, "--help"], in: own)
    #expect(help.code == 0 && help.output.contains("USAGE: bike-sharing") && !help.output.contains("orrery run"))
    #expect(try run([binary, "show", "bike-sharing"], in: own).output.contains("BS-1"))
  }

  @Test func `its page counts the lines of its files`() throws {
    let own = Program.root + "/Examples/OwnDomain/"
    let rows = try String(contentsOfFile: own + "README.md", encoding: .utf8).split(separator: "\n")
      .map { $0.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) } }.filter { $0.count == 3 }
    let files = rows.compactMap { row in Int(row[2]).map { (file: row[0].filter { $0 != "`" }, lines: $0) } }
    #expect(files.count == 4)
    for (file, lines) in files {
      let text = try String(contentsOfFile: own + file, encoding: .utf8)
      #expect(text.count { $0.isNewline } == lines, "\(file)")
    }
  }
}

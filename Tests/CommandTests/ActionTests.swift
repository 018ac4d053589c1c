import Foundation
import Testing

/// The steps of `action.yml`, as GitHub runs them: an archive, a check on the main branch, and one of a change that makes
/// the service slower.
@Suite struct ActionTests {
  /// A scratch folder that is a repository with a scenario, and an archive as `scripts/package` makes it.
  private func prepared() throws -> (program: Program, environment: [String: String]) {
    let program = try Program()
    let made = try program.shell(
      """
      mkdir -p orrery-0/lib/orrery orrery-0/bin repository/.orrery && cp '\(program.binary)' orrery-0/lib/orrery/orrery &&
      install -m 755 '\(Program.root)/Packaging/orrery' orrery-0/bin/orrery &&
      tar -cf - orrery-0 | gzip -1 >orrery.tar.gz && sha256sum orrery.tar.gz | cut -d' ' -f1
      """)
    #expect(made.code == 0, "\(made)")
    _ = try program.write("repository/shop.yaml", GateShop.text())
    let environment = [
      "ORRERY_ARCHIVE": "\(program.folder)/orrery.tar.gz",
      "ORRERY_CHECKSUM": made.output.trimmingCharacters(in: .whitespacesAndNewlines),
      "ORRERY_FOLDER": "\(program.folder)/installed", "ORRERY_SCENARIOS": "*.yaml",
      "ORRERY_BASELINE": ".orrery/baseline.sqlite", "ORRERY_RESULTS": ".orrery/results", "ORRERY_MARGIN": "",
      "GITHUB_ACTIONS": "true", "GITHUB_WORKSPACE": "\(program.folder)/repository",
      "GITHUB_PATH": "\(program.folder)/path", "GITHUB_OUTPUT": "\(program.folder)/output",
      "GITHUB_STEP_SUMMARY": "\(program.folder)/summary",
    ]
    return (program, environment)
  }

  private func step(
    _ name: String, _ program: Program, _ environment: [String: String]
  ) throws -> Program.Ending {
    // Folders that a step adds are in front for those after it.
    let command = "PATH=\"$(tr '\\n' : <\"$GITHUB_PATH\" 2>/dev/null)$PATH\" '\(Program.root)/scripts/ci/\(name)'"
    return try program.shell(command, in: "repository", environment: environment)
  }

  private func text(_ program: Program, _ name: String) throws -> String {
    try String(contentsOfFile: "\(program.folder)/\(name)", encoding: .utf8)
  }

  @Test func `a change that makes it slower is annotated, summed up and kept`() throws {
    let (program, environment) = try prepared()
    defer { program.remove() }
    let installed = try step("install", program, environment)
    #expect(installed.code == 0 && installed.output.contains("orrery 0."), "\(installed)")
    #expect(try text(program, "path") == "\(program.folder)/installed/bin\n")
    // On the main branch, where there is no baseline yet.
    let first = try step("check", program, environment)
    #expect(first.code == 0 && first.errors.contains("there is no baseline yet"), "\(first)")
    let saved = try step("baseline", program, environment)
    #expect(saved.code == 0, "\(saved)")
    _ = try program.write("repository/shop.yaml", GateShop.text(service: "exponential(mean 10.2ms)"))
    let second = try step("check", program, environment)
    #expect(second.code == 0 && second.output.contains("::error file=shop.yaml"), "\(second)")
    #expect(try text(program, "output") == "exit-code=0\nexit-code=98\n")
    #expect(try text(program, "summary").contains("baseline"))
    for file in ["gate.xml", "gate.md", "gate.json"] {
      #expect(try !text(program, "repository/.orrery/results/\(file)").isEmpty)
    }
    let minded = try step("check", program, environment.merging(["ORRERY_MARGIN": "5%"]) { $1 })
    #expect(minded.code == 0)
    #expect(try text(program, "output").hasSuffix("exit-code=98\nexit-code=0\n"), "\(minded)")
  }

  @Test func `another archive than the one that was meant is not unpacked`() throws {
    var (program, environment) = try prepared()
    defer { program.remove() }
    environment["ORRERY_CHECKSUM"] = String(repeating: "0", count: 64)
    let refused = try step("install", program, environment)
    #expect(refused.code == 74 && refused.errors.contains("is not the archive"), "\(refused)")
    #expect(!FileManager.default.fileExists(atPath: "\(program.folder)/installed/bin"))
  }

  @Test func `names of scenarios are no commands, and one that stands for nothing is told`() throws {
    var (program, environment) = try prepared()
    defer { program.remove() }
    #expect(try step("install", program, environment).code == 0)
    environment["ORRERY_SCENARIOS"] = "shop.yaml\n$(touch${IFS}one) `touch two` ; touch three"
    let told = try step("check", program, environment)
    #expect(told.code == 0 && told.errors.contains("$(touch${IFS}one)"), "\(told)")
    #expect(try text(program, "output") == "exit-code=74\n")
    let names = try FileManager.default.contentsOfDirectory(atPath: "\(program.folder)/repository")
    #expect(names.sorted() == [".orrery", "shop.yaml"])
  }

  @Test func `the action calls these steps, pins what is not ours, and puts nothing of others into a shell`() throws {
    let text = try String(contentsOfFile: "\(Program.root)/action.yml", encoding: .utf8)
    let lines = text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    let uses = lines.filter { $0.hasPrefix("uses:") || $0.hasPrefix("- uses:") }
    #expect(uses.count == 3)
    for line in uses { #expect(line.contains(#/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/#), "\(line)") }
    let runs = lines.filter { $0.hasPrefix("run:") }
    let steps = runs.compactMap { $0.firstMatch(of: #/scripts\/ci\/(\w+)/#).map { String($0.1) } }
    #expect(steps == ["install", "check", "baseline"])
    for name in steps {
      #expect(FileManager.default.isExecutableFile(atPath: "\(Program.root)/scripts/ci/\(name)"), "\(name)")
    }
    for line in runs { #expect(!line.contains("${{"), "\(line)") }
    // What a step reads, the action gives it.
    for name in steps {
      let script = try String(contentsOfFile: "\(Program.root)/scripts/ci/\(name)", encoding: .utf8)
      for match in script.matches(of: #/\$\{?(ORRERY_[A-Z]+)/#) { #expect(text.contains("\(match.1):"), "\(match.1)") }
    }
  }
}

import Foundation
import TestSupport
import Testing

/// The real program over mutants of the shipped files and of random systems, with numbers from 10⁻¹⁸ to 10²⁴: each is
/// validated and run for a second of simulated time. None may trap, and none may hang.
///
/// Many files go into one process; one that dies, or takes too long, is divided until the file is found. 500 files as a
/// rule, 10,000 with ORRERY_LONG=1 (`./scripts/test --long`); ORRERY_MUTANTS and ORRERY_MUTANT_SEED choose others, and
/// ORRERY_PROGRAM=debug the program.
@Suite struct MutantRunTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let isDebug = Program.usualConfiguration == "debug"

  /// Longest time for one file, and what a batch takes beside.
  private static let secondsPerFile = 10.0

  /// Exit codes that say something of the file, or of the machine, and not of the program.
  private static let known: Set<Int32> = [0, 65, 74, 97, 98, 99]

  private struct Mutant {
    var seed: UInt64
    var path: String
  }

  @Test func `no mutant traps or hangs`() throws {
    let program = try Program()
    defer { program.remove() }
    let count =
      Self.environment["ORRERY_MUTANTS"].flatMap { Int($0) } ?? (Self.environment["ORRERY_LONG"] == "1" ? 10_000 : 500)
    let first = Self.environment["ORRERY_MUTANT_SEED"].flatMap { UInt64($0) } ?? 1
    let originals = try shippedFiles(copiedInto: program.folder)
    var failures: [String] = []
    for start in stride(from: 0, to: count, by: 50) {
      let batch = try (start..<min(count, start + 50)).map { number in
        try mutant(seed: first + UInt64(number), of: originals)
      }
      for command in ["validate", "run"] { failures += try bisect(batch, command, program) }
      for mutant in batch { try FileManager.default.removeItem(atPath: mutant.path) }
    }
    #expect(failures.isEmpty, "\(failures.joined(separator: "\n\n"))")
  }

  /// The folder of shipped files again, so that what they name is beside them.
  private func shippedFiles(copiedInto folder: String) throws -> [String] {
    try FileManager.default.copyItem(atPath: "\(Program.root)/scenarios", toPath: "\(folder)/scenarios")
    return ShippedScenarios.files(in: "\(folder)/scenarios")
  }

  private func mutant(seed: UInt64, of originals: [String]) throws -> Mutant {
    var random = SmallGenerator(seed: seed)
    let original = originals[random.below(originals.count)]
    let text =
      random.below(2) == 0 ? try String(contentsOfFile: original, encoding: .utf8) : RandomScenario(seed: seed).text
    let path = NSString(string: original).deletingLastPathComponent + "/mutant-\(seed).yaml"
    try ScenarioMutant.of(text, &random).write(toFile: path, atomically: true, encoding: .utf8)
    return Mutant(seed: seed, path: path)
  }

  /// What went wrong with the files of a batch, each with its seed.
  private func bisect(_ batch: [Mutant], _ command: String, _ program: Program) throws -> [String] {
    guard let wrong = try failure(of: batch, command, program) else { return [] }
    if batch.count == 1 {
      let text = (try? String(contentsOfFile: batch[0].path, encoding: .utf8)) ?? ""
      return ["\(command) of the mutant of seed \(batch[0].seed): \(wrong)\n\(text)"]
    }
    let middle = batch.count / 2
    return try bisect(Array(batch[..<middle]), command, program) + bisect(Array(batch[middle...]), command, program)
  }

  /// How the program ended, where it should not have ended so.
  private func failure(of batch: [Mutant], _ command: String, _ program: Program) throws -> String? {
    var arguments = [command] + batch.map(\.path) + ["--scale", "1:100"]
    if command == "run" {
      arguments += [
        "-q", "--no-color", "--no-report", "--out", "out", "--threads", "1", "--replications", "1", "--refuse-above",
        Self.isDebug ? "0.2" : "2", "--set", "run.duration=1s", "--set", "run.warm-up=0s",
      ]
    }
    let output = program.folder + "/output.txt"
    _ = FileManager.default.createFile(atPath: output, contents: nil)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program.binary)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: program.folder)
    process.environment = Self.environment.merging(["SWIFT_BACKTRACE": "enable=no"]) { $1 }
    let handle = try #require(FileHandle(forWritingAtPath: output))
    process.standardOutput = handle
    process.standardError = handle
    let ended = DispatchSemaphore(value: 0)
    process.terminationHandler = { _ in ended.signal() }
    try process.run()
    // A batch has time for its slowest file and the usual for the others.
    let limit = Self.secondsPerFile + Double(batch.count - 1)
    if ended.wait(timeout: .now() + limit) == .timedOut {
      kill(process.processIdentifier, SIGKILL)
      ended.wait()
      return "hangs for more than \(limit) s"
    }
    if process.terminationReason == .exit, Self.known.contains(process.terminationStatus) { return nil }
    let said = (try? String(contentsOfFile: output, encoding: .utf8)) ?? ""
    return "ends with \(process.terminationStatus): \(said.suffix(600))"
  }
}

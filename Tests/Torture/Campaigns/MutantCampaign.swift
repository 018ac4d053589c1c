import Foundation
import TestSupport

/// Structure-aware and textual mutants of scenario files, in process and, one in a hundred, through the real program:
/// nothing traps or hangs, and every problem has a place.
struct MutantCampaign: Campaign {
  let stage: Stage
  let name = "mutants"
  let share = 30.0
  /// Of so many mutants one also goes through the program.
  private static let ofProgram: UInt64 = 100
  /// Exit codes that say something of the file, or of the machine, and not of the program.
  private static let known: Set<Int32> = [0, 65, 74, 97, 98, 99]

  private var crew: WorkerCrew { WorkerCrew(stage: stage, campaign: name) }

  func prepare() throws {}

  func run(until end: ContinuousClock.Instant) throws {
    let task = MutantTask(folder: stage.folder, seed: stage.seed)
    let ledger = stage.ledger
    crew.run(until: end) { number, done, faults in
      ledger.count("mutants", of: name)
      ledger.count(done, of: name)
      for fault in faults { found(fault, number, task) }
      if number % Self.ofProgram == 0 && !faults.contains(where: { $0.hasPrefix("hangs") }) {
        through(number, task)
      }
    }
  }

  func again(_ number: UInt64) throws {
    let task = MutantTask(folder: stage.folder, seed: stage.seed)
    for fault in crew.faults(of: task.text(of: number).text, as: number) { found(fault, number, task) }
    through(number, task)
    stage.ledger.count("mutants", of: name)
  }

  private func found(_ fault: String, _ number: UInt64, _ task: MutantTask) {
    let text = task.text(of: number).text
    let sort = Self.sort(fault)
    var finding = Finding("in process: \(sort)", details: fault, files: ["mutant.yaml": text])
    finding.number = number
    if stage.ledger.isNew(finding.what, of: name) {
      finding.files["smaller.yaml"] = Shrinker(text) { smaller in
        crew.faults(of: smaller, as: number).contains { Self.sort($0) == sort }
      }.smallest()
    }
    stage.ledger.add(finding, of: name)
  }

  /// What a fault says without the places and names of its file.
  static func sort(_ fault: String) -> String {
    let words = fault.split(separator: ":").first.map(String.init) ?? fault
    return fault.hasPrefix("dies") || fault.hasPrefix("exits") ? String(fault.prefix(160)) : words
  }

  // MARK: Through the program

  private func through(_ number: UInt64, _ task: MutantTask) {
    let (text, path) = task.text(of: number)
    stage.ledger.count("through the program", of: name)
    for command in ["validate", "run"] {
      guard let wrong = ending(command, text, path) else { continue }
      var finding = Finding("\(command) \(wrong.short)", details: wrong.said, files: ["mutant.yaml": text])
      finding.number = number
      finding.command = "orrery \(arguments(command, "mutant.yaml").joined(separator: " "))"
      if stage.ledger.isNew(finding.what, of: name) {
        finding.files["smaller.yaml"] = Shrinker(text) { ending(command, $0, path)?.short == wrong.short }.smallest()
      }
      stage.ledger.add(finding, of: name)
    }
  }

  private func arguments(_ command: String, _ path: String) -> [String] {
    let common = [command, path, "--scale", "1:100"]
    return command == "validate"
      ? common
      : common + [
        "-q", "--no-color", "--no-report", "--out", "\(path).out", "--threads", "1", "--replications", "1",
        "--refuse-above", "2", "--set", "run.duration=1s", "--set", "run.warm-up=0s",
      ]
  }

  /// Nil where it is as it should be.
  private func ending(_ command: String, _ text: String, _ path: String) -> Ending? {
    let path = path + ".\(UUID().uuidString.prefix(8)).yaml"
    defer {
      try? FileManager.default.removeItem(atPath: path)
      try? FileManager.default.removeItem(atPath: path + ".out")
    }
    guard (try? text.write(toFile: path, atomically: false, encoding: .utf8)) != nil else { return nil }
    let ending = stage.orrery(arguments(command, path), in: stage.folder, seconds: 20)
    return ending.signal == 0 && !ending.isTimedOut && Self.known.contains(ending.code) ? nil : ending
  }
}

import Foundation

/// What a worker does with one case after the other, in its own process, so that a trap ends it alone.
protocol WorkerTask {
  init(folder: String, seed: UInt64)
  /// The text of a case, and the path at which it stands.
  func text(of number: UInt64) throws -> (text: String, path: String)
  /// What is wrong with what is made of a text, and what was done with it.
  func judge(_ text: String, at path: String, number: UInt64) -> (faults: [String], done: String)
}

/// The process of this program that works through cases, and tells the other end of its standard output about each: `b`
/// begins one, `f` says what is wrong, `e` ends one and says what was done.
enum Worker {
  static func main(
    _ name: String, folder: String, seed: UInt64, first: UInt64, step: UInt64, seconds: Double, text: String?
  ) throws {
    // An orphan has nobody to tell.
    signal(SIGPIPE, SIG_DFL)
    let task: any WorkerTask =
      name == "mutants"
      ? MutantTask(folder: folder, seed: seed) : TopologyTask(folder: folder, seed: seed)
    if let text {
      let path = try task.text(of: first).path
      let words = try String(contentsOfFile: text, encoding: .utf8)
      for fault in task.judge(words, at: path + ".smaller.yaml", number: first).faults { tell("f \(line(fault))") }
      return
    }
    let end = ContinuousClock.now + .seconds(seconds)
    var number = first
    while ContinuousClock.now < end {
      tell("b \(number)")
      let (text, path) = try task.text(of: number)
      let (faults, done) = task.judge(text, at: path, number: number)
      for fault in faults { tell("f \(line(fault))") }
      tell("e \(done)")
      number += step
    }
  }

  private static func line(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).joined(separator: " ⏎ ")
  }

  private static func tell(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }
}

/// Workers for the cases of a campaign: starts them, hears them, and starts another one behind a case that killed one.
struct WorkerCrew: Sendable {
  let stage: Stage
  let campaign: String
  /// A worker that says nothing for so long hangs.
  static let patience = 30.0

  /// - Parameters:
  ///   - told: called with each case that has ended, and what is wrong with it.
  func run(until end: ContinuousClock.Instant, told: @escaping @Sendable (UInt64, String, [String]) -> Void) {
    let group = DispatchGroup()
    for job in 0..<stage.jobs {
      group.enter()
      Thread.detachNewThread {
        var next = stage.first + UInt64(job)
        while ContinuousClock.now < end && !Cleaning.isAsked {
          let (number, cause) = work(from: next, until: end, told: told)
          guard let cause else { break }
          told(number, "deaths", [cause])
          next = number + UInt64(stage.jobs)
        }
        group.leave()
      }
    }
    group.wait()
  }

  /// The last case that one worker has begun, and how it ended there if it did not get to its own end.
  private func work(
    from first: UInt64, until end: ContinuousClock.Instant, told: (UInt64, String, [String]) -> Void
  ) -> (UInt64, String?) {
    let seconds = max(0, (end - .now) / .seconds(1))
    let pipe = Pipe()
    let child = Child(
      Stage.own,
      arguments + ["--from", "\(first)", "--step", "\(stage.jobs)", "--seconds", "\(seconds)"], in: stage.folder,
      output: pipe)
    do {
      try child.start()
    } catch {
      stage.ledger.fail("a worker cannot be started: \(error)")
      return (first, nil)
    }
    try? pipe.fileHandleForWriting.close()
    var number = first
    var isAtWork = false
    var faults: [String] = []
    var lines = LineReader(descriptor: pipe.fileHandleForReading.fileDescriptor)
    while let line = lines.next(within: Self.patience) {
      let rest = String(line.dropFirst(2))
      switch line.first {
      case "b": (number, isAtWork, faults) = (UInt64(rest) ?? number, true, [])
      case "f": faults.append(rest)
      default:
        told(number, rest, faults)
        isAtWork = false
      }
    }
    let ending = child.wait(within: lines.hasEnded ? 5 : 0)
    if ending.isTimedOut { return (number, "hangs") }
    guard isAtWork || ending.code != 0 else { return (number, nil) }
    let said = ending.said.split(separator: "\n").first { $0.contains("atal error") || $0.contains("rror:") } ?? ""
    return (number, "\(ending.short) \(said)")
  }

  private var arguments: [String] { ["--worker", campaign, "--scratch", stage.folder, "--seed", "\(stage.seed)"] }

  /// What is wrong with a text, judged by a worker of its own.
  func faults(of text: String, as number: UInt64, seconds: Double = Self.patience) -> [String] {
    let file = "\(stage.folder)/judged-\(UUID().uuidString).yaml"
    defer { try? FileManager.default.removeItem(atPath: file) }
    guard (try? text.write(toFile: file, atomically: true, encoding: .utf8)) != nil else { return [] }
    let ending = Child(Stage.own, arguments + ["--from", "\(number)", "--text", file], in: stage.folder)
      .ending(within: seconds)
    if ending.isTimedOut { return ["hangs"] }
    let told = ending.said.split(separator: "\n").filter { $0.hasPrefix("f ") }.map { String($0.dropFirst(2)) }
    if ending.code == 0 { return told }
    let said = ending.said.split(separator: "\n").first { $0.contains("atal error") || $0.contains("rror:") } ?? ""
    return told + ["\(ending.short) \(said)"]
  }
}

/// Lines of a pipe, with a bound on the time of waiting for each.
struct LineReader {
  private let descriptor: Int32
  private var bytes: [UInt8] = []
  private(set) var hasEnded = false

  init(descriptor: Int32) { self.descriptor = descriptor }

  mutating func next(within seconds: Double) -> String? {
    while true {
      if let end = bytes.firstIndex(of: UInt8(ascii: "\n")) {
        let line = String(decoding: bytes[..<end], as: UTF8.self)
        bytes.removeSubrange(...end)
        return line
      }
      var poll = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard Foundation.poll(&poll, 1, Int32(seconds * 1000)) > 0 else { return nil }
      var buffer = [UInt8](repeating: 0, count: 65_536)
      let count = read(descriptor, &buffer, buffer.count)
      guard count > 0 else {
        hasEnded = true
        return nil
      }
      bytes += buffer[..<count]
    }
  }
}

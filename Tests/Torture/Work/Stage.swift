import Foundation
import Synchronization
import TestSupport

/// What all campaigns share: the programs, the shipped files, a folder to work in, and the seed.
struct Stage: Sendable {
  let program: String
  /// The debug build, where there is one.
  let debugProgram: String?
  let folder: String
  let seed: UInt64
  let jobs: Int
  let first: UInt64
  let ledger: Ledger
  /// This program.
  static let own = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path

  struct Missing: Error, CustomStringConvertible {
    var description: String
  }

  init(program: String?, folder: String, seed: UInt64, jobs: Int, first: UInt64, ledger: Ledger) throws {
    let beside = URL(fileURLWithPath: Self.own).deletingLastPathComponent().path + "/orrery"
    self.program = program.map { URL(fileURLWithPath: $0).path } ?? beside
    guard FileManager.default.isExecutableFile(atPath: self.program) else {
      throw Missing(description: "\(self.program) is missing: build it, or name it with --program")
    }
    let debug = "\(Self.root)/.build/debug/orrery"
    debugProgram = FileManager.default.isExecutableFile(atPath: debug) ? debug : nil
    (self.folder, self.seed, self.jobs, self.first, self.ledger) = (folder, seed, jobs, first, ledger)
    try FileManager.default.copyItem(atPath: "\(Self.root)/scenarios", toPath: "\(folder)/scenarios")
  }

  /// What a case draws from.
  static func random(_ seed: UInt64, _ campaign: String, _ number: UInt64) -> SmallGenerator {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in campaign.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    var base = SmallGenerator(seed: seed ^ hash)
    return SmallGenerator(seed: base.next() &+ number &* 0x9e6c_63d0_876a_68df)
  }

  func random(_ campaign: String, _ number: UInt64) -> SmallGenerator { Self.random(seed, campaign, number) }

  /// Runs the program in a folder.
  func orrery(_ arguments: [String], in folder: String, seconds: Double = 30, debug: Bool = false) -> Ending {
    Child(debug ? debugProgram ?? program : program, arguments, in: folder).ending(within: seconds)
  }

  /// Cases on all jobs at once, by number, until the time is over. An error of the torture itself ends it.
  func crew(until end: ContinuousClock.Instant, _ body: @escaping @Sendable (UInt64) throws -> Void) {
    let next = CaseCounter(first)
    let group = DispatchGroup()
    for _ in 0..<jobs {
      group.enter()
      Thread.detachNewThread {
        while ContinuousClock.now < end && !Cleaning.isAsked {
          let number = next.next()
          do {
            try body(number)
          } catch {
            ledger.fail("case \(number): \(error)")
            break
          }
        }
        group.leave()
      }
    }
    group.wait()
  }
}

/// Numbers of cases, each given once.
final class CaseCounter: Sendable {
  private let number: Atomic<UInt64>
  init(_ first: UInt64) { number = Atomic(first) }
  func next() -> UInt64 { number.wrappingAdd(1, ordering: .relaxed).oldValue }
}

import ArgumentParser
import Experiments
import Foundation

/// How many threads simulate.
struct ThreadOptions: ParsableArguments {
  @Option(help: "Threads to use; results do not depend on it.")
  var threads: Int?

  func validate() throws {
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads takes a whole number from 1 to 1024")
    }
  }

  var count: Int { threads ?? max(1, ProcessInfo.processInfo.activeProcessorCount) }

  /// What this program is, and how many threads it uses; everything else as it is by default.
  func runOptions() -> RunOptions {
    var options = RunOptions()
    options.threads = count
    options.programVersion = Orrery.version
    options.build = ProgramBuild.digest
    return options
  }
}

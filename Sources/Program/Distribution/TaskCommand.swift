import Foundation

/// What a task runs: this program on one shard, as a vector of words that no shell reads.
struct TaskCommand {
  /// Path on the machine of the task.
  var program: String
  /// The command and its options, but for the shard and the database.
  var words: [String]

  /// - Parameter shard: `2/4`
  func vector(shard: String, database: String) -> [String] {
    [program] + words + ["--shard", shard, "--out", database]
  }

  /// The program that is running.
  static var ownProgram: String {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
  }

  /// A path from the root, so that it means the same in every folder and is no option.
  static func absolute(_ path: String) -> String {
    path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
  }
}

extension ScenarioOptions {
  /// The same for a task, with a number of replications and of threads. A task is refused for its size by who
  /// submits it, who knows how many it is divided among.
  func words(replications: Int, threads: Int) -> [String] {
    options.map { "--with=\($0)" } + assignments.map { "--set=\($0)" } + (seed.map { ["--seed=\($0)"] } ?? [])
      + (scale.map { ["--scale=\($0)"] } ?? [])
      + [
        "--replications=\(replications)", "--threads=\(threads)", "--refuse-above=1e9", "--no-report", "--quiet",
        "--no-color",
      ]
  }
}

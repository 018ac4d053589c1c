/// Scripts for a batch system. Every name in them is quoted; options of the batch system are not written into them.
enum JobScript {
  /// Runs the shard whose number the batch system puts into a variable, and leaves its exit code in the folder.
  ///
  /// - Parameters:
  ///   - number: the variable.
  ///   - directory: that paths in the scenario's options are relative to.
  static func array(
    _ command: TaskCommand, shards: Int, number: String, folder: PartFolder, directory: String
  ) -> String {
    let words = ([command.program] + command.words).map(ShellWord.bash).joined(separator: " \\\n  ")
    let parts = ShellWord.bash(folder.path + "/part-")
    return """
      #!/bin/bash
      # One part of a study; the number of the task is that of the part.
      shard=$\(number)
      part=\(parts)$shard
      cd -- \(ShellWord.bash(directory)) || exit 74
      exec >>"$part.log" 2>&1
      echo "part $shard of \(shards) on ${SLURMD_NODENAME:-$(hostname)}"
      \(words) \\
        --shard "$shard/\(shards)" --out "$part.sqlite"
      code=$?
      # Whole or not at all: who reads it may look at any moment.
      echo "$code" >"$part.exit.new" && mv -- "$part.exit.new" "$part.exit"
      exit "$code"

      """
  }

  /// Runs a command when all parts have ended.
  static func merge(_ words: [String], folder: PartFolder, directory: String) -> String {
    """
    #!/bin/bash
    # Puts the parts of a study together.
    cd -- \(ShellWord.bash(directory)) || exit 74
    exec >>\(ShellWord.bash(folder.path + "/merge.log")) 2>&1
    exec \(words.map(ShellWord.bash).joined(separator: " \\\n  "))

    """
  }
}

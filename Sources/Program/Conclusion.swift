import ArgumentParser
import Reporting

/// The end of a command.
enum Conclusion {
  /// Runs what a command does; says what went wrong, if anything, and exits by the outcome. The last line is the exit
  /// code with its meaning.
  ///
  /// - Parameter success: what exit code 0 means for the command; nil where it goes without saying.
  static func of(_ console: Console, success: String? = Outcome.ok.meaning, _ body: () throws -> Outcome) throws {
    let outcome: Outcome
    do {
      outcome = try body()
    } catch {
      let (failed, message) = Failure.outcome(of: error)
      // Programs that draw are interrupted as well, and their failing is no news.
      if !Interruption.isSignalled { console.note(message) }
      outcome = failed
    }
    try end(console, outcome, success: success)
  }

  /// For a command that writes results: nothing is begun whose end could not be written.
  static func of(
    _ output: OutputOptions, success: String? = Outcome.ok.meaning, _ body: (Console) throws -> Outcome
  ) throws {
    try of(output.console, success: success) {
      try output.checkPlace()
      return try body(output.console)
    }
  }

  /// Says how the command ends, and exits accordingly.
  static func end(_ console: Console, _ outcome: Outcome, success: String? = Outcome.ok.meaning) throws {
    var outcome = Interruption.isSignalled && outcome != .internalError ? .interrupted : outcome
    if StandardStreams.hasLostOutput {
      console.note("error: not all that was printed could be written")
      outcome = Outcome.worst(of: [outcome, .ioFailure])
    }
    if let meaning = outcome == .ok ? success : outcome.meaning {
      console.say(
        ExitLine.text(
          code: outcome.rawValue, meaning: meaning, color: console.usesColor, unicode: Console.usesUnicode))
    }
    if outcome != .ok { throw ExitCode(outcome.rawValue) }
  }
}

import ArgumentParser
import Reporting

/// The end of a command.
enum Conclusion {
  /// Runs what a command does; says what went wrong, if anything, and exits by the outcome. The last line is the exit
  /// code with its meaning.
  ///
  /// - Parameter success: what exit code 0 means for the command; nil where it goes without saying.
  static func of(
    _ console: Console, success: @autoclosure () -> String? = Outcome.ok.meaning, _ body: () throws -> Outcome
  ) throws {
    let outcome: Outcome
    do {
      outcome = try body()
    } catch {
      let (failed, message) = Failure.outcome(of: error)
      // Programs that draw are interrupted as well, and their failing is no news.
      if !Interruption.isSignalled { console.note(message) }
      outcome = failed
    }
    try end(console, outcome, success: success())
  }

  /// For a command that writes results: nothing is begun whose end could not be written.
  ///
  /// - Parameters:
  ///   - keepsOutputClear: for another document than that of `--json`.
  ///   - success: as it is when the command has ended.
  static func of(
    _ output: OutputOptions, beside exposition: ExpositionOptions? = nil, keepsOutputClear: Bool = false,
    success: @autoclosure () -> String? = Outcome.ok.meaning, _ body: (Console) throws -> Outcome
  ) throws {
    let console = output.console(keepsOutputClear: keepsOutputClear || exposition?.keepsOutputClear ?? false)
    try of(console, success: success()) {
      try output.checkPlace()
      try exposition?.checkPlace()
      return try body(console)
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

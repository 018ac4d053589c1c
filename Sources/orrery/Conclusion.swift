import ArgumentParser

/// The end of a command.
enum Conclusion {
  /// Runs what a command does; says what went wrong, if anything, and exits by the outcome.
  static func of(_ console: Console, _ body: () throws -> Outcome) throws {
    let outcome: Outcome
    do {
      outcome = try body()
    } catch {
      let (failed, message) = Failure.outcome(of: error)
      console.note(message)
      outcome = failed
    }
    if outcome != .ok { throw ExitCode(outcome.rawValue) }
  }
}

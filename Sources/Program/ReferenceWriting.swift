import ArgumentParser
import Reporting

extension ReferenceJSON {
  /// Writes an object to a file, or to standard output with `-`.
  static func write(_ object: some Encodable, to place: String) throws {
    let text = try JSONReport.text(object)
    if place == "-" { return Console.document(String(text.dropLast())) }
    do {
      try OutputOptions.write(text, to: place)
    } catch {
      Console(isQuiet: false, noColor: true, keepsOutputClear: true).note("error: \(error)")
      throw ExitCode(Outcome.ioFailure.rawValue)
    }
  }
}

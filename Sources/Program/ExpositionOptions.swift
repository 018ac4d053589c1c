import ArgumentParser
import Experiments
import Reporting

/// Figures of runs for what collects metrics.
struct ExpositionOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Writes the figures as OpenMetrics text to a file, or to standard output with `-`.", valueName: "file"))
  var openmetrics: String?

  var keepsOutputClear: Bool { openmetrics == "-" }

  /// - Parameter json: where the other document goes.
  func check(beside json: String?) throws {
    if openmetrics == "-" && json == "-" {
      throw ValidationError("--json and --openmetrics cannot both go to standard output")
    }
    if openmetrics?.isEmpty ?? false { throw ValidationError("--openmetrics takes a file, or `-`") }
  }

  /// - Throws: `OutputOptions.Unwritable` where the file cannot be written, before anything is run for it.
  func checkPlace() throws(OutputOptions.Unwritable) { try OutputOptions.checkPlace(openmetrics) }

  /// - Throws: `OutputOptions.Unwritable`.
  func write(_ results: [RunResult]) throws {
    guard let openmetrics, !results.isEmpty else { return }
    let text = OpenMetrics.text(results)
    if openmetrics == "-" { Console.verbatim(text) } else { try OutputOptions.write(text, to: openmetrics) }
  }
}

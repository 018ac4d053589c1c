/// Why a report could not be written.
package enum ReportError: Error, Sendable, Equatable {
  /// The program that draws is not installed, or cannot be started.
  case missingProgram(name: String, reason: String)
  /// The program that draws failed; `message` is what it said.
  case drawingFailed(program: String, message: String)
  case cannotWrite(path: String, reason: String)
}

extension ReportError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .missingProgram(let name, let reason):
      "cannot start \(name) (\(reason)); install it: apt-get install gnuplot-nox graphviz"
    case .drawingFailed(let program, let message):
      "\(program) could not draw: \(message)"
    case .cannotWrite(let path, let reason):
      "\(path): the report cannot be written here (\(reason)); choose another place with --out"
    }
  }
}

import ArgumentParser
import Foundation
import Reporting
import Scenarios

extension ReferenceJSON {
  /// Writes an object to a file, or to standard output with `-`.
  static func write(_ object: some Encodable, to place: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let data = try encoder.encode(object)
    if place == "-" { return Console.document(String(decoding: data, as: UTF8.self)) }
    do {
      try (data + Data("\n".utf8)).write(to: URL(fileURLWithPath: place), options: .atomic)
    } catch {
      Console(isQuiet: false, noColor: true, keepsOutputClear: true).note("error: \(place.shown): cannot be written")
      throw ExitCode(Outcome.ioFailure.rawValue)
    }
  }
}

import Foundation

/// A file that a scenario is read from is missing or cannot be read.
package struct ScenarioFileError: Error, Sendable, CustomStringConvertible {
  package var path: String
  package var reason: String
  package init(path: String, reason: String) {
    self.path = path
    self.reason = reason
  }
  package var description: String { "cannot read \(path.shown): \(reason)" }
}

/// Reads files once and remembers them in the order of reading: together they are the scenario's text.
final class SourceFiles {
  /// Larger files are certainly something else.
  static let largestFile = 16 << 20

  private(set) var read: [String] = []
  private var contents: [String: [UInt8]] = [:]
  private let known: [String: [UInt8]]
  private var traces: [String: TraceFile] = [:]
  private let wanted: FilesRead?

  /// - Parameters:
  ///   - known: texts that are taken for the files with their paths; where there are some, no other is read.
  ///   - wanted: hears of every path.
  init(_ known: [Scenario.SourceText] = [], wanted: FilesRead? = nil) {
    self.wanted = wanted
    self.known = Dictionary(known.map { ($0.path, Array($0.text.utf8)) }) { first, _ in first }
  }

  /// Whether the texts are those that a run has stored.
  var areStored: Bool { !known.isEmpty }

  func bytes(of path: String) throws(ScenarioFileError) -> [UInt8] {
    if let known = contents[path] { return known }
    let bytes: [UInt8]
    if let text = known[path] {
      bytes = text
    } else if known.isEmpty {
      bytes = try load(path, atMost: Self.largestFile, "16 MiB")
    } else {
      throw ScenarioFileError(path: path, reason: "it is not among the stored texts")
    }
    contents[path] = bytes
    read.append(path)
    return bytes
  }

  /// Arrival times are read once for all options. They can be long, so they are not part of the text that a run keeps.
  func trace(of path: String) throws(ScenarioFileError) -> TraceFile {
    if let known = traces[path] { return known }
    let trace = TraceFile(try load(path, atMost: TraceFile.largestFile, "512 MiB"), file: path)
    traces[path] = trace
    return trace
  }

  private func load(_ path: String, atMost limit: Int, _ limitText: String) throws(ScenarioFileError) -> [UInt8] {
    wanted?.note(path)
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
      throw ScenarioFileError(path: path, reason: "no such file")
    }
    guard !isDirectory.boolValue else {
      throw ScenarioFileError(path: path, reason: "it is a directory")
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw ScenarioFileError(path: path, reason: "not readable")
    }
    guard data.count <= limit else { throw ScenarioFileError(path: path, reason: "larger than \(limitText)") }
    return [UInt8](data)
  }

  /// Every file that was read, invalid bytes replaced.
  var texts: [Scenario.SourceText] {
    read.map { Scenario.SourceText(path: $0, text: String(decoding: contents[$0] ?? [], as: UTF8.self)) }
  }

  /// A path written in one file, as seen from where the program runs.
  static func resolve(_ path: String, from file: String) -> String {
    guard !path.hasPrefix("/"), let slash = file.lastIndex(of: "/") else { return path }
    return String(file[...slash]) + (path.hasPrefix("./") ? String(path.dropFirst(2)) : path)
  }
}

extension SourceFiles {
  /// `scenarios/web-shop.yaml` → `web-shop`.
  static func stem(of path: String) -> String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    return file.split(separator: ".").first.map(String.init) ?? file
  }
}

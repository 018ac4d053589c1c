import Foundation
import Reporting

/// The files and lines that a CI service reads.
struct GateFiles {
  var junit: String?
  var markdown: String?
  var benchmark: String?

  private var environment: [String: String] { ProcessInfo.processInfo.environment }

  func write(_ report: GateReport) throws {
    if let junit { try write(JUnitReport.text(report), to: junit) }
    if let markdown { try write(GateMarkdown.text(report), to: markdown) }
    if let benchmark { try write(try BenchmarkJSON.text(report), to: benchmark) }
    if let summary = environment["GITHUB_STEP_SUMMARY"], !summary.isEmpty { try append(report, to: summary) }
  }

  private func write(_ text: String, to path: String) throws {
    do {
      let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw OutputOptions.Unwritable(path: path)
    }
    try OutputOptions.write(text, to: path)
  }

  /// Steps share the file, and what is in it counts against the same limit.
  private func append(_ report: GateReport, to path: String) throws {
    do {
      let present = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
      let room = GateMarkdown.summaryBytes - present - 1
      // GitHub drops all of a summary that is too long.
      guard room > 512 else { return }
      let text = GateMarkdown.text(report, limit: room)
      if !FileManager.default.fileExists(atPath: path) { try Data().write(to: URL(fileURLWithPath: path)) }
      let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
      defer { try? file.close() }
      try file.seekToEnd()
      try file.write(contentsOf: Data((text + "\n").utf8))
    } catch {
      throw OutputOptions.Unwritable(path: path)
    }
  }

  /// Lines for GitHub, when it is there to read them.
  func annotations(_ report: GateReport) -> [String] {
    guard environment["GITHUB_ACTIONS"] == "true" else { return [] }
    return Annotations.lines(report, located: located)
  }

  /// A path as the repository has it: below the workspace when it is there. Nil for what is no file.
  private func located(_ path: String) -> String? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    guard let workspace = environment["GITHUB_WORKSPACE"], !workspace.isEmpty else { return path }
    let root = URL(fileURLWithPath: workspace).resolvingSymlinksInPath().path
    let file = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    return file.hasPrefix(root + "/") ? String(file.dropFirst(root.count + 1)) : path
  }
}

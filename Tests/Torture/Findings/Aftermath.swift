import Foundation

/// What is looked at in the folder of a command that was disturbed.
struct Aftermath {
  let folder: String
  let writing: Writing
  let reference: WritingFolder.Reference
  let before: DatabaseContents?

  private var database: String? { writing.database.map { "\(folder)/\($0)" } }

  /// The database is sound, holds what it held, and finished runs are those of an undisturbed command.
  func faultsOfDatabase() -> [Finding] {
    guard let database else { return [] }
    guard FileManager.default.fileExists(atPath: database) else {
      return before == nil ? [] : [Finding("\(writing.arguments[0]): the database is gone")]
    }
    let contents: DatabaseContents
    do {
      contents = try DatabaseContents(database)
    } catch {
      return [Finding("\(writing.arguments[0]): the database cannot be opened", details: "\(error)")]
    }
    var findings: [Finding] = []
    if !contents.isSound {
      findings.append(Finding("\(writing.arguments[0]): the database is not sound", details: contents.remark))
    }
    let losses = before.map { contents.losses(since: $0) } ?? []
    let isReplaced = writing.replaces && contents.finished == reference.digests
    if !losses.isEmpty && !isReplaced {
      findings.append(
        Finding("\(writing.arguments[0]): what was stored before is lost", details: losses.joined(separator: "\n")))
    }
    let strange = contents.finished(since: before).filter { !reference.digests.contains($0) }
    if !strange.isEmpty {
      findings.append(
        Finding(
          "\(writing.arguments[0]): a run passes for finished and is not",
          details: "\(strange), expected some of \(reference.digests)"))
    }
    return findings
  }

  /// Files that were asked for are whole or not there, and what is hidden is gone, if the program could see to it.
  func faultsOfFiles(couldClean: Bool) -> [Finding] {
    var findings: [Finding] = []
    let walker = FileManager.default.enumerator(atPath: folder)
    for case let path as String in walker ?? .init() {
      let name = NSString(string: path).lastPathComponent
      if couldClean && name.hasPrefix(".") {
        findings.append(Finding("\(writing.arguments[0]): something hidden is left", details: path))
      }
      // Parts of a report that is being written are no files that were asked for.
      guard !path.split(separator: "/").contains(where: { $0.hasPrefix(".") }) else { continue }
      if !isWhole("\(folder)/\(path)") {
        findings.append(Finding("\(writing.arguments[0]): a file is half written", details: path))
      }
    }
    return findings
  }

  private func isWhole(_ path: String) -> Bool {
    let bytes = { FileManager.default.contents(atPath: path) ?? Data() }
    func ends(_ text: String) -> Bool {
      String(decoding: bytes().suffix(100), as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        .hasSuffix(text)
    }
    switch NSString(string: path).pathExtension {
    case "html": return ends("</html>")
    case "xml": return ends("</testsuites>")
    case "svg": return ends("</svg>")
    case "json": return (try? JSONSerialization.jsonObject(with: bytes())) != nil
    default: return true
    }
  }

  /// The command again ends as one does that nothing has disturbed.
  func faultsOfRepetition(_ stage: Stage) -> [Finding] {
    let verb = writing.arguments[0]
    if let database, FileManager.default.fileExists(atPath: database) {
      let listed = stage.orrery(["report", "--list", database], in: folder)
      if listed.code != 0 {
        return [Finding("\(verb): report --list \(listed.short) afterwards", details: listed.said)]
      }
    }
    let again = stage.orrery(writing.arguments, in: folder)
    guard again.code == reference.code else {
      return [Finding("\(verb) again \(again.short), and not with \(reference.code)", details: again.said)]
    }
    guard let database, let contents = try? DatabaseContents(database) else { return [] }
    var left = contents.finished(since: writing.replaces ? nil : before)
    let missing = reference.digests.filter { digest in
      guard let place = left.firstIndex(of: digest) else { return true }
      left.remove(at: place)
      return false
    }
    return missing.isEmpty
      ? [] : [Finding("\(verb) again has another digest", details: "\(missing) of \(contents.finished)")]
  }
}

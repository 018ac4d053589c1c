import Foundation
import Testing

/// `docs/language.md` tells the truth: its reference is what the program prints, and every scenario in it is read by
/// the program.
///
/// `UPDATE_GOLDEN=1` rewrites the reference.
@Suite struct LanguagePageTests {
  private static let page = "\(Program.root)/docs/language.md"
  private static let mark = "<!-- From here on printed by `orrery show --markdown`. -->\n"

  /// What is written by hand, and what is generated.
  private func parts() throws -> (text: String, reference: String) {
    let text = try String(contentsOfFile: Self.page, encoding: .utf8)
    let place = try #require(text.range(of: Self.mark), "the page has no mark where the reference begins")
    return (String(text[..<place.lowerBound]), String(text[place.upperBound...]))
  }

  @Test func `the reference is what the program prints`() throws {
    let program = try Program()
    defer { program.remove() }
    let printed = try program("show", "--markdown")
    #expect(printed.code == 0 && printed.errors.isEmpty, "\(printed.errors)")
    let (text, reference) = try parts()
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
      return try (text + Self.mark + printed.output).write(toFile: Self.page, atomically: true, encoding: .utf8)
    }
    let (old, new) = (reference.components(separatedBy: "\n"), printed.output.components(separatedBy: "\n"))
    let first = zip(old, new).first { $0 != $1 }
    let isSame = reference == printed.output
    #expect(
      isSame,
      """
      the reference in docs/language.md is not what the program prints; UPDATE_GOLDEN=1 rewrites it
      page:    \(first?.0 ?? "\(old.count) lines")
      program: \(first?.1 ?? "\(new.count) lines")
      """)
  }

  @Test func `every scenario of the page is read without a problem`() throws {
    let program = try Program()
    defer { program.remove() }
    let files = Self.files(in: try parts().text)
    #expect(files.keys.sorted() == ["polling.yaml", "post.yaml", "tea-shop.yaml", "two-offices.yaml"])
    for (name, text) in files { _ = try program.write(name, text) }
    for name in files.keys.sorted() {
      let ending = try program("validate", name)
      #expect(ending.code == 0 && !(ending.errors + ending.output).contains("warning"), "\(name): \(ending)")
      #expect(try program("run", name, "-q", "--no-report", "--set", "run.duration=10min").code != 65, "\(name)")
    }
  }

  /// Blocks with a name are files; those without one are, one after the other, the tea shop.
  private static func files(in text: String) -> [String: String] {
    var files: [String: String] = [:]
    var open: String?
    for line in text.components(separatedBy: "\n") {
      if line.hasPrefix("```") {
        let words = line.dropFirst(3).split(separator: " ")
        open = open == nil && words.first == "yaml" ? words.dropFirst().first.map(String.init) ?? "tea-shop.yaml" : nil
      } else if let open {
        files[open, default: ""] += line + "\n"
      }
    }
    return files
  }
}

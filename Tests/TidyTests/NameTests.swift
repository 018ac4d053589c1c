import Foundation
import Testing

/// Names and places: what things may be called, and what a file may mention.
@Suite struct NameTests {
  /// Names of the types that a file declares.
  private func types(_ text: String) -> [String] {
    text.split(separator: "\n").compactMap { line in
      let words = line.split(whereSeparator: { " :<{(,".contains($0) }).map(String.init)
      let keywords: Set = ["struct", "class", "enum", "actor", "protocol", "typealias"]
      guard !line.drop(while: { $0 == " " }).hasPrefix("//"), let place = words.firstIndex(where: keywords.contains),
        place + 1 < words.count, words[place + 1].first?.isUppercase == true
      else { return nil }
      return words[place + 1]
    }
  }

  @Test func `types say what they are`() throws {
    let suffixes = ["Manager", "Helper", "Helpers", "Util", "Utils", "Utility", "Info", "Data", "Impl"]
    for folder in ["Sources", "Tests"] {
      for (path, text) in try ImportTests.files(folder) {
        for name in types(text) {
          #expect(!suffixes.contains { name.hasSuffix($0) }, "\(path): \(name)")
        }
      }
    }
  }

  @Test func `a module and a type never share a name`() throws {
    let manifest = try String(contentsOf: ImportTests.root.appendingPathComponent("Package.swift"), encoding: .utf8)
    // `.target(name: "Engine"` and so on, of whatever kind, on one line or two.
    let modules = Set(manifest.matches(of: /arget\(\s*name: "(\w+)"/).map { String($0.1) })
    try #require(modules.isSuperset(of: ["Engine", "HeyBlueCore", "DomainBindings", "OrreryProgram"]))
    for (path, text) in try ImportTests.files("Sources") {
      for name in types(text) { #expect(!modules.contains(name), "\(path): \(name)") }
    }
  }

  @Test func `nothing knows the machine that it was written on`() throws {
    let paths = ["/wo" + "rk/", "/tm" + "p/", "/ro" + "ot/", "/ho" + "me/"]
    let manager = FileManager.default
    for top in [
      "Package.swift", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "Containerfile", "action.yml", "Packaging",
      "Sources", "docs", "scenarios", "scripts", ".ci",
    ] {
      let start = ImportTests.root.appendingPathComponent(top).path
      var isFolder: ObjCBool = false
      guard manager.fileExists(atPath: start, isDirectory: &isFolder) else { continue }
      let inside = isFolder.boolValue ? (manager.enumerator(atPath: start)?.compactMap { $0 as? String } ?? []) : [""]
      for name in inside {
        let path = name.isEmpty ? start : "\(start)/\(name)"
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { continue }
        for place in paths { #expect(!text.contains(place), "\(top)/\(name): \(place)") }
      }
    }
  }
}

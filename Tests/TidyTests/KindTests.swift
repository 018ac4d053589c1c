import Foundation
import Testing

/// A kind is one value in one file of the catalogue: whoever asks what a component is asks for its structure or a facet.
@Suite struct KindTests {
  private func catalogued() throws -> [(path: String, name: String)] {
    try ImportTests.files("Sources/Components/Catalogue/Kinds").map { path, text in
      let line = try #require(text.split(separator: "\n").first { $0.contains("name: \"") }, "\(path) has no kind")
      return (path, String(line.split(separator: "\"")[1]))
    }
  }

  @Test func `each file of the catalogue holds one kind, by whose name it is called`() throws {
    let kinds = try catalogued()
    #expect(kinds.count >= 27 && Set(kinds.map(\.name)).count == kinds.count)
    for (path, name) in kinds {
      let file = name.split(separator: "-").map(\.capitalized).joined() + ".swift"
      #expect(path.hasSuffix("/" + file), "\(path) holds \(name)")
    }
  }

  @Test func `no code asks for a kind by its name`() throws {
    let names = try catalogued().map(\.name)
    for (path, text) in try ImportTests.files("Sources") where !path.contains("/Catalogue/") {
      for name in names {
        for question in [
          "kind == \"\(name)\"", "kind != \"\(name)\"", "kind.name == \"\(name)\"", "kind.name != \"\(name)\"",
        ] {
          #expect(!text.contains(question), "\(path): \(question)")
        }
        // Words of one part are also names of metrics, keys and signals.
        if name.contains("-") { #expect(!text.contains("case \"\(name)\""), "\(path): case \(name)") }
      }
    }
  }
}

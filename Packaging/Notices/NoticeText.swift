import Foundation

/// The text that goes with the program: who wrote what is in it, and under which terms.
struct NoticeText {
  let packages: [LinkedPackages.Package]
  /// The folder of the licences of what is no Swift package.
  let licences: URL

  struct WithoutLicence: Error, CustomStringConvertible {
    var package: String
    var description: String { "\(package) has no licence that could be quoted" }
  }

  /// What the toolchain and Debian bring, and the file with their terms.
  private static let others: [(name: String, origin: String, file: String)] = [
    ("Swift standard library, Foundation and libdispatch", "https://github.com/swiftlang/swift", "swift.txt"),
    ("ICU, as a part of Foundation", "https://github.com/swiftlang/swift-foundation-icu", "icu.txt"),
    ("Boost.Iostreams and Boost.Filesystem", "https://www.boost.org", "boost.txt"),
    ("gnuplot-iostream", "http://www.stahlke.org/dan/gnuplot-iostream", "gnuplot-iostream.txt"),
    ("LibYAML, as a part of Yams", "https://github.com/yaml/libyaml", "libyaml.txt"),
  ]

  /// - Throws: `WithoutLicence` for a package whose terms are not found.
  var text: String {
    get throws {
      var parts = [
        "Orrery contains the following software of others. SQLite, the C and the C++ library are those of the system."
      ]
      for package in packages {
        parts.append(
          Self.part("\(package.name) \(package.version)", origin: package.origin, texts: try Self.texts(of: package)))
      }
      for other in Self.others {
        let text = try LinkedPackages.read(licences.appendingPathComponent(other.file))
        parts.append(Self.part(other.name, origin: other.origin, texts: [text]))
      }
      return parts.joined(separator: "\n\n")
    }
  }

  private static func part(_ name: String, origin: String, texts: [String]) -> String {
    let rule = String(repeating: "=", count: 80)
    return ([rule, name, origin, rule, ""] + texts.map { $0.trimmingCharacters(in: .newlines) + "\n" })
      .joined(separator: "\n")
  }

  /// Licences and notices, those at the root first, then those of code that the package has taken over.
  private static func texts(of package: LinkedPackages.Package) throws -> [String] {
    let manager = FileManager.default
    let atRoot = try manager.contentsOfDirectory(atPath: package.folder.path).filter(isTerms).sorted()
    let sources = package.folder.appendingPathComponent("Sources").path
    let inside = (try? manager.subpathsOfDirectory(atPath: sources)) ?? []
    let takenOver = inside.filter { isTerms(($0 as NSString).lastPathComponent) }.sorted().map { "Sources/\($0)" }
    guard atRoot.contains(where: { $0.lowercased().hasPrefix("licen") }) else {
      throw WithoutLicence(package: package.name)
    }
    return try (atRoot + takenOver).map { name in
      let text = try LinkedPackages.read(package.folder.appendingPathComponent(name))
      return name.contains("/") ? "\(name):\n\n\(text)" : text
    }
  }

  private static func isTerms(_ name: String) -> Bool {
    let stem = name.lowercased().split(separator: ".").first ?? ""
    return ["license", "licence", "notice", "copying"].contains(stem)
  }
}

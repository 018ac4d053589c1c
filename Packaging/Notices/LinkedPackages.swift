import Foundation

/// The Swift packages of which modules are linked into a program, as the list of its object files says.
struct LinkedPackages {
  struct Package {
    var name: String
    var version: String
    var origin: String
    /// Where it is checked out.
    var folder: URL
  }

  /// In alphabetical order.
  let all: [Package]

  /// - Throws: `Unreadable` where the program has not been built in that folder.
  init(scratch: URL, product: String) throws {
    let release = scratch.appendingPathComponent("release").resolvingSymlinksInPath()
    let list = try Self.read(release.appendingPathComponent("\(product).product/Objects.LinkFileList"))
    let modules = Set(list.split(separator: "\n").compactMap(Self.module))
    let linked = Set(try modules.compactMap { try Self.checkout(of: release.appendingPathComponent($0)) })
    let state = try JSONDecoder().decode(
      WorkspaceState.self, from: Data(try Self.read(scratch.appendingPathComponent("workspace-state.json")).utf8))
    let checkouts = scratch.appendingPathComponent("checkouts")
    all = state.object.dependencies.filter { linked.contains($0.subpath) }
      .map {
        Package(
          name: $0.packageRef.name, version: $0.state.checkoutState?.version ?? "unknown version",
          origin: $0.packageRef.location, folder: checkouts.appendingPathComponent($0.subpath))
      }
      .sorted { $0.name.lowercased() < $1.name.lowercased() }
    if let lost = linked.first(where: { name in !state.object.dependencies.contains { $0.subpath == name } }) {
      throw Unreadable(path: "\(lost) among the dependencies of \(scratch.path)")
    }
  }

  struct Unreadable: Error, CustomStringConvertible {
    var path: String
    var description: String { "\(path): cannot be read" }
  }

  /// The folder of a module's object files, `Yams.build`.
  private static func module(of object: Substring) -> String? {
    object.split(separator: "/").last { $0.hasSuffix(".build") && !$0.hasPrefix(".") }.map(String.init)
  }

  /// The name of the checkout that a module was built from; nil for one of this package.
  private static func checkout(of module: URL) throws -> String? {
    let names = try FileManager.default.subpathsOfDirectory(atPath: module.path).sorted()
    // Swift modules have a list of their sources, C modules what each object depends on.
    guard let name = names.first(where: { $0 == "sources" }) ?? names.first(where: { $0.hasSuffix(".d") }) else {
      throw Unreadable(path: "what \(module.lastPathComponent) was built from")
    }
    let text = try read(module.appendingPathComponent(name))
    guard let mark = text.range(of: "/checkouts/") else { return nil }
    return String(text[mark.upperBound...].prefix { $0 != "/" })
  }

  static func read(_ file: URL) throws -> String {
    guard let text = try? String(contentsOf: file, encoding: .utf8) else { throw Unreadable(path: file.path) }
    return text
  }
}

/// What SwiftPM writes down of the packages that it has fetched.
private struct WorkspaceState: Decodable {
  struct Dependency: Decodable {
    struct Reference: Decodable {
      var name: String
      var location: String
    }
    struct State: Decodable {
      struct Checkout: Decodable { var version: String? }
      var checkoutState: Checkout?
    }
    var packageRef: Reference
    var state: State
    var subpath: String
  }
  struct Object: Decodable { var dependencies: [Dependency] }

  var object: Object
}

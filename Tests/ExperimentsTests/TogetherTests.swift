import Experiments
import Foundation
import Scenarios
import Testing

/// Systems on one clock that share nothing measure together what each measures alone.
@Suite struct TogetherTests {
  private static let shipped = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("scenarios").path

  private let run = "run: { starts: Fri 19:59, duration: 90s, warm-up: 10s, drain: 30s, replications: 1, load: x0.05 }"

  /// Digests of some systems on one clock, by prefix and name.
  private func digests(_ files: [(prefix: String, file: String)]) throws -> [String: String] {
    let systems = files.map { "  \($0.prefix): { file: \(Self.shipped)/\($0.file) }\n" }.joined()
    let text = "orrery: 1\nname: together\nseed: 5\n\(run)\nsystems:\n\(systems)"
    return try digests(Study.read(text))
  }

  private func digests(_ scenario: Scenario) throws -> [String: String] {
    Dictionary(uniqueKeysWithValues: try Study.run(scenario).digests.map { ($0.component, $0.digest) })
  }

  /// Its components, flows, measures and operations, and not what is of the whole run.
  private func own(_ digests: [String: String], _ prefix: String) -> [String: String] {
    digests.filter { $0.key.contains("\(prefix)/") }
  }

  private let files = [
    ("shop", "web-shop.yaml"), ("mail", "06-queue-and-workers.yaml"), ("tiers", "03-two-tiers.yaml"),
    ("again", "web-shop.yaml"), ("tries", "05-retries.yaml"),
  ]

  @Test func `each has the digests together that it has alone`() throws {
    let together = try digests(files)
    for (prefix, file) in files {
      let alone = own(try digests([(prefix, file)]), prefix)
      #expect(alone.count > 1)
      let changed = alone.keys.filter { alone[$0] != together[$0] }.sorted()
      #expect(changed.isEmpty, "\(file)")
    }
  }

  @Test func `a prefix changes nothing`() throws {
    let all = own(try digests(files), "shop")
    for (name, digest) in own(try digests([("again", "web-shop.yaml")]), "again") {
      #expect(all[name.replacingOccurrences(of: "again/", with: "shop/")] == digest, "\(name)")
    }
  }
}

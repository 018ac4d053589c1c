import Foundation
import Testing

/// What is not ours has one door each.
@Suite struct ThirdPartyTests {
  private static let ours: Set<String> = [
    "Engine", "Statistics", "RoadWarriorCore", "HeyBlueCore", "TicketSalesCore", "SysopsSquadCore", "Components",
    "DomainBindings", "Scenarios", "Experiments",
    "Recording",
    "Reporting", "Plotting", "ChartLibrary", "OrreryProgram", "OrreryEngine", "Transports", "LoadTesting", "Browsing",
  ]
  private static let system: Set<String> = ["Synchronization", "Glibc", "Foundation", "Swift"]

  /// Folders below `Sources` by the modules that they import.
  private func importers() throws -> [String: Set<String>] {
    var importers: [String: Set<String>] = [:]
    for (path, text) in try ImportTests.files("Sources") {
      let folder = String(path.split(separator: "/")[1])
      for line in text.split(separator: "\n") where !line.hasPrefix("//") && !line.hasPrefix(" ") {
        let words = line.split(separator: " ").map(String.init)
        guard let place = words.firstIndex(of: "import"), place <= 1, place + 1 < words.count else { continue }
        importers[words[place + 1], default: []].insert(folder)
      }
    }
    return importers
  }

  @Test func `each package is imported by exactly one module`() throws {
    let foreign = try importers().filter { !Self.ours.contains($0.key) && !Self.system.contains($0.key) }
    #expect(foreign == ["ArgumentParser": ["Program"], "Yams": ["Scenarios"], "GRDB": ["Recording"]])
  }

  @Test func `scripts of the page are short, and ask nobody for anything`() throws {
    let folder = ImportTests.root.appendingPathComponent("Sources/Reporting/Page/Script")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    #expect(names.count >= 7)
    for name in names {
      let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.count <= 501, "\(name)")
      for (place, line) in lines.enumerated() { #expect(line.count <= 120, "\(name):\(place + 1)") }
      for door in ["fetch(", "XMLHttpRequest", "WebSocket", "import(", "eval(", "innerHTML", "document.write"] {
        #expect(!text.contains(door), "\(name): \(door)")
      }
    }
  }

  @Test func `uPlot is as its authors released it`() throws {
    let folder = ImportTests.root.appendingPathComponent("ThirdParty/uPlot")
    let script = try String(contentsOf: folder.appendingPathComponent("uPlot.iife.min.js"), encoding: .utf8)
    #expect(script.hasPrefix("/*! https://github.com/leeoniya/uPlot (v1.6.32) */") && script.utf8.count == 53_081)
    let license = try String(contentsOf: folder.appendingPathComponent("LICENSE"), encoding: .utf8)
    #expect(license.hasPrefix("The MIT License (MIT)"))
  }

  @Test func `gnuplot-iostream is included by Plotting alone`() throws {
    let start = ImportTests.root.appendingPathComponent("Sources").path
    let walker = try #require(FileManager.default.enumerator(atPath: start))
    var includers = Set<String>()
    for case let path as String in walker where [".cpp", ".hpp", ".h", ".swift"].contains(where: path.hasSuffix) {
      let text = try String(contentsOfFile: "\(start)/\(path)", encoding: .utf8)
      if text.contains("#include") && text.contains("gnuplot-iostream") {
        includers.insert(String(path.split(separator: "/")[0]))
      }
    }
    #expect(includers == ["Plotting"])
  }

  @Test func `nothing below the reader of scenarios knows Foundation`() throws {
    let lower: Set = ["Engine", "Statistics", "Components", "Domains"]
    #expect(try importers()["Foundation", default: []].isDisjoint(with: lower))
  }

  @Test func `every folder of sources is a module that the table knows`() throws {
    let folders = try FileManager.default.contentsOfDirectory(
      atPath: ImportTests.root.appendingPathComponent("Sources").path
    ).filter { !$0.contains(".") }
    #expect(
      Set(folders)
        == Self.ours.filter {
          !$0.hasSuffix("Core") && !$0.hasPrefix("Orrery") && !["DomainBindings", "ChartLibrary"].contains($0)
        }.union([
          "Domains", "Program", "Products", "orrery",
        ]))
  }
}

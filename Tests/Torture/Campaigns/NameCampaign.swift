import Foundation
import TestSupport

/// Hostile names in scenarios, options, files and folders: they are refused, or stay text in every output and inside of
/// the folder that they were meant for.
struct NameCampaign: FolderCampaign {
  let stage: Stage
  let name = "names"
  let share = 7.0
  private static let known: Set<Int32> = [0, 64, 65, 74, 97, 98, 99]

  func prepare() throws {}

  // MARK: What is written

  private static let pieces = [
    "</script><i>torture</i>", "\"><i>torture</i>", "'><i>torture</i>", "<i>torture</i>", "--><i>torture</i>",
    "]]><i>torture</i>", "</style><i>torture</i>", "&lt;i&gt;", "\n::error::torture", "\r\n::warning::torture",
    "\u{1b}[2Jtorture", "\u{7}", "\u{202e}torture", "\u{0}", "'", "\"", "`touch torture`", "$(touch torture)",
    "; touch torture", "| touch torture", "../", "../../torture", "..", ".", "/", "//", "💥", "é", "e\u{301}", "İ", " ",
    "%s%n", "%00", "\\", "\\n", "#", "*", "?", "~", "-", "--out", "-rf", "con", "a'); DROP TABLE runs; --", "{{7*7}}",
    "${HOME}", "é".decomposedStringWithCanonicalMapping, "中文", "\u{feff}", "\u{2028}", "\t",
  ]

  private static func text(_ random: inout SmallGenerator) -> String {
    if random.below(12) == 0 { return String(repeating: "long-", count: 1 + random.below(2000)) }
    return (0..<1 + random.below(3)).map { _ in
      random.below(3) == 0 ? "torture" : pieces[random.below(pieces.count)]
    }.joined()
  }

  /// As YAML has it between quotes.
  private static func quoted(_ text: String) -> String {
    YAMLTree.map([(key: text, value: .scalar(""))]).text.replacing(/: ""\n$/, with: "")
  }

  /// Where a name stands in the scenario; `NAME` is put there, in quotes.
  private static let places = [
    "name: NAME", "question: NAME", "components: { NAME: { kind: service, operations: { page: 1ms } } }",
    "flows: { NAME: [ { call: app.page, timeout: 1s } ] }", "budgets: { NAME: p95 latency(flow=visit) < 1s }",
    "workloads: { NAME: { rate: 1/s, flows: { visit: 100% } } }", "options: { NAME: { run.duration: 2s } }",
    "populations: { NAME: { count: 5 } }", "policies: { NAME: { timeout: 1s } }",
    "faults: { NAME: { at: 1s, for: 1s, hits: app, outage: yes } }",
    "components: { app: { kind: service, operations: { NAME: 1ms, page: 1ms } } }",
    "budgets: { b: NAME }", "prices: { fixed: { NAME: $5/month } }", "origin: NAME",
    "systems: { NAME: { file: x.yaml } }",
    "systems: { x: { file: NAME } }", "workloads: { w: { trace: NAME, flows: { visit: 100% } } }",
  ]

  private static let base: [(key: String, text: String)] = [
    ("orrery", "1"), ("name", "shop"), ("question", "what holds?"), ("run", "{ duration: 2s, warm-up: 0s, drain: 1s }"),
    ("components", "{ app: { kind: service, operations: { page: 1ms } } }"),
    ("flows", "{ visit: [ { call: app.page, timeout: 1s, as: \"step\" } ] }"),
    ("workloads", "{ w: { rate: 20/s, flows: { visit: 100% } } }"),
    ("budgets", "{ quick: p95 latency(flow=visit) < 1s }"),
  ]

  private static func scenario(_ text: String, _ random: inout SmallGenerator) -> String {
    var parts = base
    for _ in 0...random.below(2) {
      let place = places[random.below(places.count)].split(separator: ":", maxSplits: 1).map(String.init)
      let value = String(place[1].dropFirst()).replacingOccurrences(of: "NAME", with: quoted(text))
      if let index = parts.firstIndex(where: { $0.key == place[0] }) {
        // What the others need stays.
        let isMap = value.hasPrefix("{") && place[0] != "run"
        parts[index].text =
          isMap
          ? "{ \(parts[index].text.dropFirst(2).dropLast(2)), \(value.dropFirst(2).dropLast(2)) }" : value
      } else {
        parts.append((place[0], value))
      }
    }
    return parts.map { "\($0.key): \($0.text)\n" }.joined()
  }

  // MARK: A case

  func run(_ number: UInt64, in folder: String) throws -> [Finding] {
    var random = stage.random(name, number)
    let text = Self.text(&random)
    let inside = "\(folder)/inside"
    try FileManager.default.createDirectory(atPath: inside, withIntermediateDirectories: true)
    var file = "shop.yaml"
    var scenario = WritingFolder.scenario.replacingOccurrences(of: "60s", with: "2s")
    var more: [String] = []
    switch random.below(4) {
    case 0:
      // A file that the system lets one call so; its last part alone, so that it stays inside.
      file = Self.component(text) + ".yaml"
      if random.below(2) == 0 { scenario = scenario.replacingOccurrences(of: "name: shop\n", with: "") }
    case 1:
      let argument = text.filter { $0 != "\0" }
      more =
        [
          ["--with", argument], ["--set", "components.\(argument).threads=5"], ["--set", "name=\(argument)"],
          ["--out", Self.component(argument)], ["--json", Self.component(argument) + ".json"], ["--set", argument],
          ["--set", "question=\(argument)"], ["--shard", argument], ["--scale", argument],
        ][random.below(9)]
    default: scenario = Self.scenario(text, &random)
    }
    guard (try? scenario.write(toFile: "\(inside)/\(file)", atomically: false, encoding: .utf8)) != nil else {
      stage.ledger.count("no file", of: name)
      return []
    }
    let command = [
      ["run", "./\(file)"], ["run", "./\(file)", "--no-report", "--json", "-"], ["validate", "./\(file)"],
      ["check", "./\(file)", "--junit", "gate.xml", "--markdown", "gate.md"], ["baseline", "save", "./\(file)"],
    ][random.below(5)]
    let arguments =
      command + (command[0] == "run" ? more : Array(more.prefix(more.first?.hasPrefix("--set") == true ? 2 : 0)))
    let ending = stage.orrery(arguments, in: inside)
    stage.ledger.count("exits \(ending.code)", of: name)
    var findings = faults(of: ending, arguments[0])
    findings += strays(in: folder) + markup(in: inside, arguments[0])
    for index in findings.indices {
      findings[index].details += "\n\(text.debugDescription)\n\(ending.said)"
      findings[index].command = "orrery \(arguments.map(\.debugDescription).joined(separator: " "))"
    }
    return findings
  }

  /// The part of a path that a text can be, at most as long as a name may be.
  private static func component(_ text: String) -> String {
    var name = text.filter { $0 != "/" && $0 != "\0" }
    while name.utf8.count > 200 { name.removeLast() }
    return name == "." || name == ".." || name.isEmpty ? "dots" : name
  }

  // MARK: What is wrong

  private func faults(of ending: Ending, _ verb: String) -> [Finding] {
    var findings: [Finding] = []
    if ending.isCrash || !Self.known.contains(ending.code) { findings.append(Finding("\(verb) \(ending.short)")) }
    if ending.said.contains(where: { $0 == "\u{1b}" || $0 == "\u{7}" || $0 == "\u{202e}" || $0 == "\u{0}" }) {
      findings.append(Finding("\(verb) prints characters that move the cursor"))
    }
    if ending.said.split(whereSeparator: \.isNewline).contains(where: { $0.drop { $0 == " " }.hasPrefix("::") }) {
      findings.append(Finding("\(verb) prints a command for a CI service"))
    }
    return findings
  }

  /// Nothing was written beside the folder, and no shell has heard of it.
  private func strays(in folder: String) -> [Finding] {
    let around = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let inside = (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/inside")) ?? []
    var findings: [Finding] = []
    if around != ["inside"] {
      findings.append(Finding("something is written outside of the folder", details: "\(around)"))
    }
    if inside.contains("torture") && inside.count > 2 {
      findings.append(Finding("a file is called as no command calls it", details: "\(inside)"))
    }
    return findings
  }

  /// A name in a page is text, wherever it stands.
  private func markup(in folder: String, _ verb: String) -> [Finding] {
    var findings: [Finding] = []
    let walker = FileManager.default.enumerator(atPath: folder)
    for case let path as String in walker ?? .init() where path.hasSuffix(".html") || path.hasSuffix(".svg") {
      let page = (try? String(contentsOfFile: "\(folder)/\(path)", encoding: .utf8)) ?? ""
      // In a script or a style it is text until the first end of that element.
      let body = page.replacing(/(?s)<(script|style)[^>]*>.*?<\/(script|style)/, with: "")
      if body.contains("<i>torture") { findings.append(Finding("\(verb): a name is markup in a page", details: path)) }
    }
    return findings
  }
}

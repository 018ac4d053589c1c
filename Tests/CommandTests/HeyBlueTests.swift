import Foundation
import Testing

/// What the files of `scenarios/hey-blue` say in their comments; large ones at a scale.
@Suite struct HeyBlueTests {
  private func run(_ name: String, _ arguments: String...) throws -> (code: Int32, tree: [String: Any]) {
    let program = try Program()
    defer { program.remove() }
    let (process, output, _) = try program.start(
      ["run", program.scenario(name), "--json", "-", "-q", "--no-report"] + arguments)
    let text = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let tree = try #require(try JSONSerialization.jsonObject(with: text) as? [String: Any])
    return (process.terminationStatus, tree)
  }

  /// How often a command, or a flow, ended in an outcome.
  private func count(_ name: String, _ outcome: String, _ tree: [String: Any]) -> Double {
    let outcomes = tree["outcomes"] as? [[String: Any]] ?? []
    let found = outcomes.first { $0["name"] as? String == name && $0["outcome"] as? String == outcome }
    return Double(found?["count"] as? Int ?? 0)
  }

  /// Requests of a workload in one of its phases.
  private func offered(_ workload: String, _ phase: String, _ tree: [String: Any]) -> Double {
    let phases = tree["phases"] as? [[String: Any]] ?? []
    let found = phases.first { $0["workload"] as? String == workload && $0["name"] as? String == phase }
    return Double(found?["offered"] as? Int ?? 0)
  }

  private func violations(_ tree: [String: Any]) -> [String: Int] {
    var all: [String: Int] = [:]
    for entry in tree["invariants"] as? [[String: Any]] ?? [] {
      guard let id = entry["id"] as? String, let violations = entry["violations"] as? Int, violations > 0 else {
        continue
      }
      all[id] = violations
    }
    return all
  }

  /// Mean service time at a component, in microseconds.
  private func service(_ component: String, _ tree: [String: Any]) -> Double {
    let components = tree["components"] as? [[String: Any]] ?? []
    let found = components.first { $0["name"] as? String == component }
    return Double(found?["mean_service_ns"] as? Int ?? 0) / 1000
  }

  // MARK: The bill

  @Test(arguments: ["microservices", "monolith"])
  func `a month of 50,000 users costs what the document says`(_ style: String) throws {
    let (code, tree) = try run("hey-blue/normal-day", "--scale", "1:10", "--with", "style=\(style)")
    #expect(code == 0 && violations(tree) == [:])
    let cost = try #require(tree["cost"] as? [String: Any])
    var dollars: [String: Double] = [:]
    for line in cost["lines"] as? [[String: Any]] ?? [] {
      let item = line["item"] as? String ?? ""
      let name = item == "fixed" ? line["component"] as? String ?? "" : item
      dollars[name, default: 0] += Double(line["per_month_micros"] as? Int ?? 0) / 1e6
    }
    #expect(abs((dollars["call"] ?? 0) - 450) < 1, "\(dollars)")
    #expect(dollars["instance"] == 1000 && dollars["hb/cloud-sql"] == 1260 && dollars["hb/pub-sub"] == 70)
    #expect(abs(Double(cost["per_month_micros"] as? Int ?? 0) / 1e6 - 2780) < 1)
    let components = tree["components"] as? [[String: Any]] ?? []
    let calls = components.first { $0["name"] as? String == "hb/gateway" }?["arrivals"] as? Int ?? 0
    #expect(abs(Double(calls) * 10 / 86_400 - 57.87) < 0.5787)
  }

  // MARK: Windows

  @Test(arguments: ["both", "lease"])
  func `a lease ends the windows of silent officers`(_ enforcement: String) throws {
    let (code, tree) = try run("hey-blue/silent-clients", "--with", "enforcement=\(enforcement)")
    #expect(code == 0 && violations(tree) == [:])
    #expect(count("hb/lose", "lost", tree) > 1000)
  }

  @Test func `without a lease one window in twenty overstays, as expected`() throws {
    let (code, tree) = try run("hey-blue/silent-clients", "--with", "enforcement=client")
    #expect(code == 0)
    let broken = violations(tree)
    #expect(broken.keys.sorted() == ["HB-I1"])
    let share = Double(broken["HB-I1"] ?? 0) / count("hb/activate", "activated", tree)
    // A standard error is 0.1 points.
    #expect((0.044...0.056).contains(share), "\(share)")
  }

  // MARK: Points

  @Test(arguments: ["reserve", "ledger", "async"])
  func `ten points are spent once, but for the document's debit`(_ debit: String) throws {
    let (code, tree) = try run("hey-blue/double-spend", "--with", "debit=\(debit)")
    #expect(code == 0)
    let isSafe = debit != "async"
    #expect(violations(tree) == (isSafe ? [:] : ["HB-I3": 50]))
    #expect(count("hb/issue-voucher", "issued", tree) == (isSafe ? 50 : 100))
  }

  // MARK: The index

  @Test(arguments: [("scan", false), ("scan", true), ("graph", false), ("graph", true), ("grid", true)])
  func `the measured table of two hundred officers`(_ index: String, _ isClustered: Bool) throws {
    let (code, tree) = try run("hey-blue/index-table", "--with", "index=\(index)" + (isClustered ? ",clustered" : ""))
    #expect(code == 0 && violations(tree) == [:])
    let wrong = count("look", "wrong", tree) / (count("look", "right", tree) + count("look", "wrong", tree))
    let comparisons = service("places", tree)
    switch index {
    case "scan": #expect(wrong == 0 && comparisons == 200)
    case "grid": #expect(wrong == 0)
    default:
      #expect((isClustered ? 0.40...0.62 : 0.025...0.09).contains(wrong), "\(wrong)")
      #expect((49...72).contains(comparisons), "\(comparisons)")
    }
  }

  @Test(arguments: ["grid", "scan", "graph"])
  func `in a parade the walk over the graph is wrong more often than not`(_ index: String) throws {
    let (code, tree) = try run(
      "hey-blue/parade", "--with", "index=\(index)", "--replications", "1", "--set", "run.duration=30min")
    #expect(code == 0 && violations(tree) == [:])
    let wrong = count("hb/look", "wrong-officer", tree)
    let share = wrong / (wrong + count("hb/look", "ok", tree))
    #expect(index == "graph" ? share > 0.5 : wrong == 0, "\(share)")
  }

  // MARK: The country

  @Test func `a hundredth of the country refreshes and connects as the volumes say`() throws {
    let (code, tree) = try run("hey-blue/national-peak", "--scale", "1:100")
    #expect(code == 0 && violations(tree) == [:])
    // 25,000 citizens every five minutes: 20 measured minutes at the mean, 20 at the peak.
    #expect(abs(offered("citizens", "mean", tree) - 100_000) < 500)
    #expect(abs(offered("citizens", "peak", tree) - 200_000) < 1000)
    // A window every quarter of an hour: 10 measured minutes at the mean, 20 at the peak.
    #expect(abs(offered("officers", "mean", tree) - 1167) < 60 && abs(offered("officers", "peak", tree) - 4667) < 120)
    // 69.44 a second for 25 minutes, 138.9 for 20: 2,708, of which a standard error is 52.
    #expect(abs(count("hb/log", "logged", tree) - 2708) < 160)
    #expect(count("hb/open-socket", "no-socket", tree) == 0)
  }

  @Test(arguments: ["hey-blue/systems/microservices", "hey-blue/systems/modular-monolith"])
  func `the systems alone are valid`(_ name: String) throws {
    let program = try Program()
    defer { program.remove() }
    let ending = try program("validate", program.scenario(name))
    #expect(ending.code == 0, "\(ending)")
  }
}

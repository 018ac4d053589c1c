import Foundation
import Testing

/// What the files of `scenarios/hey-blue` say in their comments; large ones at a scale.
@Suite struct HeyBlueTests {
  /// Requests of a workload in one of its phases.
  private func offered(_ workload: String, _ phase: String, _ run: JSONRun) -> Double {
    let found = run.rows("phases").first { $0["workload"] as? String == workload && $0["name"] as? String == phase }
    return Double(found?["offered"] as? Int ?? 0)
  }

  /// Mean service time at a component, in microseconds.
  private func service(_ component: String, _ run: JSONRun) -> Double {
    return Double(run.component(component)["mean_service_ns"] as? Int ?? 0) / 1000
  }

  // MARK: The bill

  @Test(arguments: ["microservices", "monolith"])
  func `a month of 50,000 users costs what the document says`(_ style: String) throws {
    let run = try JSONRun("hey-blue/normal-day", "--scale", "1:10", "--with", "style=\(style)")
    #expect(run.code == 0 && run.violated == [:])
    let cost = try #require(run.tree["cost"] as? [String: Any])
    var dollars: [String: Double] = [:]
    for line in cost["lines"] as? [[String: Any]] ?? [] {
      let item = line["item"] as? String ?? ""
      let name = item == "fixed" ? line["component"] as? String ?? "" : item
      dollars[name, default: 0] += Double(line["per_month_micros"] as? Int ?? 0) / 1e6
    }
    #expect(abs((dollars["call"] ?? 0) - 450) < 1, "\(dollars)")
    #expect(dollars["instance"] == 1000 && dollars["hb/cloud-sql"] == 1260 && dollars["hb/pub-sub"] == 70)
    #expect(abs(Double(cost["per_month_micros"] as? Int ?? 0) / 1e6 - 2780) < 1)
    let calls = run.component("hb/gateway")["arrivals"] as? Int ?? 0
    let replications = try #require(run.tree["replications"] as? Int)
    #expect(abs(Double(calls / replications) * 10 / 86_400 - 57.87) < 0.5787)
  }

  // MARK: Windows

  @Test(arguments: ["both", "lease"])
  func `a lease ends the windows of silent officers`(_ enforcement: String) throws {
    let run = try JSONRun("hey-blue/silent-clients", "--with", "enforcement=\(enforcement)")
    #expect(run.code == 0 && run.violated == [:])
    #expect(Double(run.count("hb/lose", "lost")) > 1000)
  }

  @Test func `without a lease one window in twenty overstays, as expected`() throws {
    let run = try JSONRun("hey-blue/silent-clients", "--with", "enforcement=client")
    #expect(run.code == 0)
    let broken = run.violated
    #expect(broken.keys.sorted() == ["HB-I1"])
    let share = Double(broken["HB-I1"] ?? 0) / Double(run.count("hb/activate", "activated"))
    // A standard error is 0.1 points.
    #expect((0.044...0.056).contains(share), "\(share)")
  }

  // MARK: Points

  @Test(arguments: ["reserve", "ledger", "async"])
  func `ten points are spent once, but for the document's debit`(_ debit: String) throws {
    let run = try JSONRun("hey-blue/double-spend", "--with", "debit=\(debit)")
    #expect(run.code == 0)
    let isSafe = debit != "async"
    #expect(run.violated == (isSafe ? [:] : ["HB-I3": 50]))
    #expect(Double(run.count("hb/issue-voucher", "issued")) == (isSafe ? 50 : 100))
  }

  @Test func `messages that come twice give points once, if the ledger looks`() throws {
    let noticed = try JSONRun("hey-blue/normal-day", "--scale", "1:10", "--with", "duplicates")
    #expect(noticed.code == 0 && noticed.violated == [:])
    let duplicates = noticed.count("hb/award", "duplicate")
    #expect(duplicates > 2)
    let unnoticed = try JSONRun("hey-blue/normal-day", "--scale", "1:10", "--with", "duplicates-unnoticed")
    #expect(unnoticed.code == 0 && unnoticed.violated == ["HB-I2": duplicates])
  }

  // MARK: The index

  @Test(arguments: [("scan", false), ("scan", true), ("graph", false), ("graph", true), ("grid", true)])
  func `the measured table of two hundred officers`(_ index: String, _ isClustered: Bool) throws {
    let run = try JSONRun("hey-blue/index-table", "--with", "index=\(index)" + (isClustered ? ",clustered" : ""))
    #expect(run.code == 0 && run.violated == [:])
    let wrong =
      Double(run.count("look", "wrong")) / (Double(run.count("look", "right")) + Double(run.count("look", "wrong")))
    let comparisons = service("places", run)
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
    let run = try JSONRun(
      "hey-blue/parade", "--with", "index=\(index)", "--replications", "1", "--set", "run.duration=30min")
    #expect(run.code == 0 && run.violated == [:])
    let wrong = Double(run.count("hb/look", "wrong-officer"))
    let share = wrong / (wrong + Double(run.count("hb/look", "ok")))
    #expect(index == "graph" ? share > 0.5 : wrong == 0, "\(share)")
  }

  // MARK: The country

  @Test func `a hundredth of the country refreshes and connects as the volumes say`() throws {
    let run = try JSONRun("hey-blue/national-peak", "--scale", "1:100")
    #expect(run.code == 0 && run.violated == [:])
    // 25,000 citizens every five minutes: 20 measured minutes at the mean, 20 at the peak.
    #expect(abs(offered("citizens", "mean", run) - 100_000) < 500)
    #expect(abs(offered("citizens", "peak", run) - 200_000) < 1000)
    // A window every quarter of an hour: 10 measured minutes at the mean, 20 at the peak.
    #expect(abs(offered("officers", "mean", run) - 1167) < 60 && abs(offered("officers", "peak", run) - 4667) < 120)
    // 69.44 a second for 25 minutes, 138.9 for 20: 2,708, of which a standard error is 52.
    #expect(abs(Double(run.count("hb/log", "logged")) - 2708) < 160)
    #expect(Double(run.count("hb/open-socket", "no-socket")) == 0)
  }

  @Test(arguments: ["hey-blue/systems/microservices", "hey-blue/systems/modular-monolith"])
  func `the systems alone are valid`(_ name: String) throws {
    let program = try Program()
    defer { program.remove() }
    let ending = try program("validate", program.scenario(name))
    #expect(ending.code == 0, "\(ending)")
  }
}

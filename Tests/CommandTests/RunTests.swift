import Foundation
import Testing

@Suite struct RunTests {
  @Test func `a first run ends with verdicts, a database and a report`() throws {
    let program = try Program()
    defer { program.remove() }
    let ending = try program("run", program.scenario("01-first-queue"))
    #expect(ending.code == 0, "\(ending)")
    #expect(ending.output.contains("BUDGETS"))
    #expect(ending.errors.contains("results/first-queue.html"))
    let page = try String(contentsOfFile: program.folder + "/results/first-queue.html", encoding: .utf8)
    for part in ["<svg", "Budgets", "How to reproduce", "orrery run"] { #expect(page.contains(part)) }
    #expect(!page.contains("http://") || !page.contains("<script src"))
    let figures = try FileManager.default.contentsOfDirectory(
      atPath: program.folder + "/results/first-queue-figures")
    #expect(figures.contains { $0.hasSuffix(".png") })
  }

  @Test func `the list of a database shows what differs between its runs`() throws {
    let program = try Program()
    defer { program.remove() }
    let file = program.scenario("01-first-queue")
    let short = ["--set", "run.duration=2min", "--no-report", "-q", "--out", "runs.sqlite"]
    for more in [[], ["--with", "two-cores"], ["--set", "run.load=x1.2", "--seed", "7"]] {
      #expect([0, 97, 99].contains(try program(["run", file] + short + more).code))
    }
    let list = try program("report", "--list", "runs.sqlite").output
    let lines = list.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    #expect(lines.count == 5, "\(list)")
    #expect(lines[0] == ["first-queue,", "1", "replication"])
    #expect(lines[1] == ["run", "recorded", "(UTC)", "with", "set", "seed", "load", "verdict", "digest"])
    #expect(lines[2].contains("run.duration=2min") && lines[2].contains("x1"))
    #expect(lines[3].contains("two-cores"))
    #expect(lines[4].contains("run.load=x1.2") && lines[4].contains("7") && lines[4].contains("x1.2"))
    let tree = try program.json(try program("report", "--list", "--json", "-", "runs.sqlite"))
    let runs = try #require(tree["runs"] as? [[String: Any]])
    #expect(runs.map { $0["load"] as? Double } == [1, 1, 1.2])
    #expect(runs.allSatisfy { $0["mode"] as? String == "simulated" })
    // Every run has the digest that the list says.
    for run in runs {
      let number = try #require(run["run"] as? Int)
      let own = try program.json(
        try program("report", "--run", "\(number)", "--no-report", "--json", "-", "runs.sqlite"))
      #expect(own["digest"] as? String == run["digest"] as? String)
    }
  }

  @Test func `json on standard output is alone there`() throws {
    let program = try Program()
    defer { program.remove() }
    let ending = try program("run", program.scenario("01-first-queue"), "--json", "-", "--no-report")
    let tree = try program.json(ending)
    for key in [
      "schema", "scenario", "options", "seed", "digest", "digests", "simulated_ns", "events", "refreshes",
      "verdict", "indicators", "populations", "components", "outcomes", "phases", "budgets", "invariants",
      "warnings", "host",
    ] {
      #expect(tree[key] != nil, "\(key)")
    }
    #expect(tree["verdict"] as? String == "held")
  }

  @Test func `a file that was asked for leaves links and pipes what they are`() throws {
    let program = try Program()
    defer { program.remove() }
    let made = try program.shell(
      "mkdir there; echo > there/target.json; ln -s there/target.json link.json; mkfifo pipe")
    #expect(made.code == 0)
    let run = "'\(program.binary)' run '\(program.scenario("01-first-queue"))' --set run.duration=2min --no-report -q"
    let ending = try program.shell(
      "cat pipe > heard & \(run) --json link.json --openmetrics pipe; wait; ls -l link.json pipe")
    #expect(ending.output.contains("link.json -> there/target.json") && ending.output.contains("prw"), "\(ending)")
    for (file, words) in [("there/target.json", "\"schema\""), ("heard", "# EOF")] {
      #expect(try String(contentsOfFile: "\(program.folder)/\(file)", encoding: .utf8).contains(words), "\(file)")
    }
    let full = try program.shell("\(run) --json /dev/full; echo $?; [ -c /dev/full ] && echo device")
    #expect(full.output.hasSuffix("74\ndevice\n") && full.errors.contains("/dev/full: cannot be written"), "\(full)")
  }

  /// Arguments that make a file's run short, where its size is the point.
  private static let lighter: [String: [String]] = [
    "road-warrior/systems/event-driven": ["--scale", "1:1000"], "road-warrior/freshness": ["--set", "run.duration=4h"],
    "road-warrior/systems/mini-services-batch": ["--scale", "1:1000"],
    "road-warrior/systems/hybrid-push": ["--scale", "1:1000"], "road-warrior/systems/mailboxes": ["--scale", "1:1000"],
    "road-warrior/normal-day": ["--scale", "1:1000"],
    "road-warrior/cycle": ["--scale", "1:1000"],
    "road-warrior/storm-disruption": ["--set", "run.load=x0.1", "--scale", "1:1000"],
    "road-warrior/provider-quota": ["--scale", "1:1000"], "road-warrior/own-edits": ["--scale", "1:1000"],
    "road-warrior/hour": ["--scale", "1:1000"], "tickets/normal-day": ["--replications", "2"],
    "tickets/payment-slow": ["--replications", "1"], "tickets/crypto-mix": ["--replications", "2"],
    "hey-blue/normal-day": ["--scale", "1:100"], "hey-blue/national-peak": ["--scale", "1:1000"],
    "hey-blue/parade": ["--replications", "1", "--set", "run.duration=30min"],
    "hey-blue/silent-clients": ["--scale", "1:10"],
    "sysops-squad/normal-day": ["--replications", "1"], "sysops-squad/monday-spike": ["--replications", "1"],
    "sysops-squad/broker-down": ["--replications", "1"], "sysops-squad/api-crash-loop": ["--replications", "1"],
    "sysops-squad/expert-shortage": ["--replications", "1"], "sysops-squad/month-end": ["--scale", "1:1000"],
    "sysops-squad/waits": ["--scale", "1:100", "--replications", "1"],
    "full-system": ["--scale", "1:10000"], "shared-platform": ["--replications", "1"],
    "web-shop": ["--set", "run.load=x0.01", "--replications", "1"],
  ]

  /// All files but price books, and those that have suites of their own: tutorials and classics.
  private static var shipped: [String] {
    let folder = "\(Program.root)/scenarios"
    let files = (FileManager.default.enumerator(atPath: folder)?.allObjects as? [String] ?? []).sorted()
    return files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.filter {
      !$0.hasPrefix("prices/") && !$0.hasPrefix("classics/") && $0.first?.isNumber != true
    }
  }

  @Test func `an option of each kind runs with the shop`() throws {
    try runs(
      "web-shop",
      ["--set", "run.load=x0.01", "--replications", "1", "--with", "pay-first,coalesce,warm-pool,boot=container"])
  }

  @Test func `arguments are for files that ship`() {
    #expect(Self.lighter.keys.filter { !Self.shipped.contains($0) } == [])
  }

  @Test(arguments: shipped)
  func `every shipped scenario runs to a verdict`(_ name: String) throws { try runs(name, Self.lighter[name] ?? []) }

  private func runs(_ name: String, _ arguments: [String]) throws {
    let run = try JSONRun(name, arguments)
    #expect([0, 97, 99].contains(run.code), "\(name): \(run.code)")
    #expect((run.tree["events"] as? Int ?? 0) > 0)
  }

  @Test func `a broken budget exits 99 and names the line`() throws {
    let program = try Program()
    defer { program.remove() }
    let ending = try program(
      "run", program.scenario("01-first-queue"), "--no-report", "--set", "workloads.visitors.rate=95/s")
    #expect(ending.code == 99)
    #expect(ending.output.contains("✗ typical"))
    #expect(ending.output.contains("01-first-queue.yaml:"))
  }

  /// Half of the requests go to an interface that refuses half of them; the other flow knows nothing of it.
  @Test func `a budget of a phase and a flow counts that flow alone`() throws {
    let program = try Program()
    defer { program.remove() }
    let path = try program.write(
      "phases.yaml",
      """
      orrery: 1
      name: phases
      question: Which flow fails?
      origin: assumed
      run: { duration: 2min, warm-up: 0s, drain: 5s }
      components:
        sound: { kind: external, operations: { ask: 1ms } }
        ill:   { kind: external, operations: { ask: 1ms }, outcomes: { error: 50% } }
      flows:
        good: [ { call: sound.ask, timeout: 1s } ]
        bad:  [ { call: ill.ask, timeout: 1s } ]
      workloads:
        people:
          steps: [ { name: first, duration: 1min, target: 50/s }, { name: then, duration: 1min, target: 50/s } ]
          flows: { good: 50%, bad: 50% }
      budgets:
        good: share errors(flow=good phase=then) < 1%
        bad: share errors(flow=bad phase=then) > 40%
        both: share errors(phase=then) < 30%
        answers: rate goodput(flow=good phase=then) < 30/s
      """)
    let ending = try program("run", path, "--no-report", "-q")
    #expect(ending.code == 0, "\(ending)")
  }

  @Test func `too few samples exit 97`() throws {
    let program = try Program()
    defer { program.remove() }
    let ending = try program(
      "run", program.scenario("01-first-queue"), "--no-report", "--set", "run.duration=70s", "--set",
      "budgets.slow=p99.9 latency(flow=visit) < 10s")
    #expect(ending.code == 97, "\(ending)")
  }

  @Test func `report draws again what a run has stored`() throws {
    let program = try Program()
    defer { program.remove() }
    let run = try program("run", program.scenario("road-warrior/quick"), "--no-report")
    #expect(run.code == 0, "\(run)")
    let report = try program("report", "results/road-warrior-quick.sqlite")
    #expect(report.code == 0, "\(report)")
    #expect(FileManager.default.fileExists(atPath: program.folder + "/results/road-warrior-quick.html"))
    let first = run.output.split(separator: "\n").filter { $0.contains("freshness  ") }
    #expect(!first.isEmpty && first.allSatisfy { report.output.contains($0) })
  }

  @Test func `list, show, schema and help answer`() throws {
    let program = try Program()
    defer { program.remove() }
    #expect(try program("list", "kinds").output.contains("polling-worker"))
    #expect(try program("show", "service").output.contains("threads"))
    #expect(try program("show", "road-warrior").output.contains("RW-I1"))
    #expect(try program("show", "nothing").code == 64)
    let schema = try program("schema")
    let tree = try program.json(schema)
    #expect(tree["$schema"] != nil)
    #expect(try program("--help").output.contains("Exit codes"))
  }

  @Test func `list and show answer machines as well`() throws {
    let program = try Program()
    defer { program.remove() }
    let all = try program.json(try program("list", "--json", "-"))
    #expect(all["schema"] as? Int == 1)
    let lists = try #require(all["lists"] as? [String: [[String: Any]]])
    #expect(lists.keys.contains("scenarios") && lists["kinds"]?.contains { $0["name"] as? String == "cache" } == true)
    let kinds = try program.json(try program("list", "kinds", "--json", "-"))
    #expect((kinds["lists"] as? [String: Any])?.count == 1)
    let shown = try program.json(try program("show", "retry", "--json", "-"))
    let entry = try #require((shown["entries"] as? [[String: Any]])?.first)
    #expect(entry["section"] as? String == "policies")
    #expect((entry["keys"] as? [[String: Any]])?.contains { $0["name"] as? String == "backoff" } == true)
    let key = try program.json(try program("show", "backoff", "--json", "-"))
    #expect((key["key_of"] as? [[String: Any]])?.first?["entry"] as? String == "retry")
    #expect(try program("show", "retry", "--json", "retry.json").output.isEmpty)
    let written = try Data(contentsOf: URL(fileURLWithPath: program.folder + "/retry.json"))
    #expect(try JSONSerialization.jsonObject(with: written) is [String: Any])
    #expect(try program("show", "nothing", "--json", "-").code == 64)
    #expect(try program("list", "--json", "no/such/folder.json").code == 74)
  }
}

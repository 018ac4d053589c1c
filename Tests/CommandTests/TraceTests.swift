import Foundation
import Testing

/// What `trace` shows of requests, as a tree, as JSON and for viewers of traces.
@Suite struct TraceTests {
  /// A page asks two services at once; one of them is tried again, and stands in line for the other's pool.
  private let text = """
    orrery: 1
    name: shop
    question: Where does a request spend its time?
    run: { duration: 2min, warm-up: 10s, drain: 30s }
    components:
      web: { kind: service, cores: 4, threads: 50, replicas: 3, operations: { page: [ work: 2ms, { parallel: { stock: [ { call: stock.look, policy: again } ], rows: [ { call: db.read, timeout: 5s } ] } }, work: 1ms ] } }
      stock: { kind: external, outcomes: { error: 30% }, operations: { look: uniform(low 5ms high 40ms) } }
      db: { kind: database, cores: 8, connections: 3, operations: { read: exponential(mean 30ms) } }
    policies: { again: { timeout: 35ms, retry: { times: 2, backoff: 10ms..100ms } } }
    flows: { visit: [ { call: web.page, timeout: 5s } ], peek: [ { call: db.read, timeout: 5s } ] }
    workloads: { people: { rate: 60/s, flows: { visit: 90%, peek: 10% } } }
    budgets: { fast: p95 latency(flow=visit) < 1s }

    """

  private func withProgram(_ body: (Program, String) throws -> Void) throws {
    let program = try Program()
    defer { program.remove() }
    try body(program, try program.write("shop.yaml", text))
  }

  private func requests(_ program: Program, _ arguments: [String]) throws -> [[String: Any]] {
    let ending = try program(["trace"] + arguments + ["--format", "json"])
    #expect(ending.code == 0, "\(ending.errors)")
    return try #require(try program.json(ending)["requests"] as? [[String: Any]])
  }

  @Test func `the slowest are those that took longest, as trees`() throws {
    try withProgram { program, file in
      let ending = try program("trace", file, "--slowest", "3", "visit")
      #expect(ending.code == 0, "\(ending)")
      let heads = ending.output.split(separator: "\n").filter { $0.hasPrefix("people:") }
      #expect(heads.count == 3 && heads.allSatisfy { $0.contains(" after ") && $0.contains("began at") })
      for words in ["visit", "web.page [", "branch", "stock.look", "db.read", "own", "of its 3 connections"] {
        #expect(ending.output.contains(words), "\(words): \(ending.output)")
      }
      let requests = try requests(program, [file, "--slowest", "5", "visit"])
      let latencies = requests.compactMap { $0["latency_ns"] as? Int }
      #expect(latencies.count == 5 && latencies == latencies.sorted(by: >))
      let run = try program("run", file, "--json", "-", "-q", "--no-report")
      let indicators = try #require(try program.json(run)["indicators"] as? [[String: Any]])
      let longest = indicators.filter { ($0["labels"] as? [String: String]) == ["flow": "visit"] }
        .compactMap { $0["max"] as? Int }.max()
      #expect(latencies.first == longest)
      // One of them by its name is the same request.
      let name = try #require(requests[0]["request"] as? String)
      let again = try self.requests(program, [file, "--request", name])
      #expect(NSDictionary(dictionary: again[0]) == NSDictionary(dictionary: requests[0]))
    }
  }

  @Test func `those that thought long and failed are ordered by what they waited`() throws {
    let program = try Program()
    defer { program.remove() }
    let file = try program.write(
      "thinker.yaml",
      """
      orrery: 1
      name: thinker
      question: Which request is the slowest?
      run: { duration: 30min, warm-up: 10s, drain: 5min }
      components:
        app: { kind: service, cores: 20, operations: { quick: exponential(mean 100ms), slow: lognormal(median 1s p99 8s) } }
      policies: { p: { timeout: 3s } }
      flows: { thinker: [ { call: app.quick, policy: p }, { think: exponential(mean 30s) }, { call: app.slow, policy: p } ] }
      workloads: { w: { rate: 2/s, flows: { thinker: 100% } } }

      """)
    let few = try requests(program, [file, "--slowest", "1"]).compactMap { $0["latency_ns"] as? Int }
    let many = try requests(program, [file, "--slowest", "200"]).compactMap { $0["latency_ns"] as? Int }
    #expect(few.first == many.max() && many == many.sorted(by: >), "\(few) \(many.prefix(5))")
  }

  /// Of an activity and everything below: it begins and ends inside its parent, where that waits for it, and what it spends
  /// itself is what its spans say.
  private func check(_ activity: [String: Any], inside parent: (began: Int, ended: Int)?) throws -> Int {
    let began = try #require(activity["began_ns"] as? Int)
    let ended = try #require(activity["ended_ns"] as? Int)
    if let parent { #expect(began >= parent.began && began <= parent.ended) }
    let spans = activity["spans"] as? [[String: Any]] ?? []
    let own = spans.reduce(0) { $0 + ($1["to_ns"] as? Int ?? 0) - ($1["from_ns"] as? Int ?? 0) }
    #expect(own == activity["own_ns"] as? Int)
    var count = 1
    for callee in activity["activities"] as? [[String: Any]] ?? [] {
      count += try check(callee, inside: (began, ended))
    }
    return count
  }

  @Test func `times add up, and tries are there one by one`() throws {
    try withProgram { program, file in
      let requests = try requests(program, [file, "--slowest", "50", "visit"])
      var tries = 0
      for request in requests {
        let root = try #require(request["activity"] as? [String: Any])
        #expect(try check(root, inside: nil) >= 6)
        let shares = request["shares"] as? [[String: Any]] ?? []
        #expect(abs(shares.reduce(0) { $0 + ($1["share"] as? Double ?? 0) } - 1) < 1e-9)
        let began = try #require(request["began_ns"] as? Int)
        let latency = try #require(request["latency_ns"] as? Int)
        #expect(root["ended_ns"] as? Int == began + latency)
        let page = try #require((root["activities"] as? [[String: Any]])?.first)
        #expect(page["name"] as? String == "web.page")
        let branches = try #require(page["activities"] as? [[String: Any]])
        #expect(branches.map { $0["role"] as? String } == ["branch", "branch"])
        let looks = branches.flatMap { $0["activities"] as? [[String: Any]] ?? [] }
          .filter { $0["name"] as? String == "stock.look" }
        tries = max(tries, looks.count)
        // What was tried again had failed, or was given up: its caller says so, and waits in between.
        let stock = try #require(
          branches.first { ($0["activities"] as? [[String: Any]])?.first?["name"] as? String == "stock.look" })
        let pauses = (stock["spans"] as? [[String: Any]] ?? []).filter { $0["cause"] as? String == "backoff" }
        #expect(pauses.count == looks.count - 1)
      }
      #expect(tries == 3)
    }
  }

  @Test func `what viewers open is valid and says the same`() throws {
    try withProgram { program, file in
      let ending = try program("trace", file, "--slowest", "20", "--format", "chrome")
      let again = try program("trace", file, "--slowest", "20", "--format", "chrome")
      #expect(ending.code == 0 && again.output == ending.output)
      let events = try #require(try program.json(ending)["traceEvents"] as? [[String: Any]])
      var processes: [Int: String] = [:]
      var threads: Set<[Int]> = []
      for event in events where event["ph"] as? String == "M" {
        let (pid, tid) = (event["pid"] as? Int ?? -1, event["tid"] as? Int ?? -1)
        let name = (event["args"] as? [String: String])?["name"]
        if event["name"] as? String == "process_name" { processes[pid] = name } else { threads.insert([pid, tid]) }
      }
      #expect(Set(processes.values) == ["client", "web", "stock", "db"])
      var stretches: [[Int]: [(from: Double, to: Double)]] = [:]
      for event in events where event["ph"] as? String != "M" {
        let place = [event["pid"] as? Int ?? -1, event["tid"] as? Int ?? -1]
        #expect(threads.contains(place))
        let from = try #require(event["ts"] as? Double)
        guard event["ph"] as? String == "X" else { continue }
        stretches[place, default: []].append((from, from + (try #require(event["dur"] as? Double))))
      }
      // Of two in one thread, one is in the other or beside it.
      for all in stretches.values {
        for (place, one) in all.enumerated() {
          for other in all[(place + 1)...] {
            let apart = one.to <= other.from + 1e-3 || other.to <= one.from + 1e-3
            let inside = one.from <= other.from + 1e-3 && other.to <= one.to + 1e-3
            #expect(apart || inside || (other.from <= one.from + 1e-3 && one.to <= other.to + 1e-3))
          }
        }
      }
      let begins = events.filter { $0["ph"] as? String == "s" }.compactMap { $0["id"] as? Int }
      #expect(!begins.isEmpty && begins == events.filter { $0["ph"] as? String == "f" }.compactMap { $0["id"] as? Int })
    }
  }

  @Test func `a request of the warm-up, one that did not end, and names that mean nothing`() throws {
    try withProgram { program, file in
      let first = try program("trace", file, "--request", "people:0")
      #expect(first.code == 0 && first.output.hasPrefix("people:0: "), "\(first)")
      let cut = try program(
        "trace", file, "--request", "people:0", "--set", "flows.visit=[wait: 10min]")
      #expect(cut.code == 0 && cut.output.contains("not over"), "\(cut)")
      let none = try program("trace", file, "--request", "people:100000000")
      #expect(none.code == 0 && none.output.contains("nothing happened"))
      for (arguments, word) in [
        (["--request", "nobody:1"], "people"), (["--slowest", "3", "visits"], "peek"), (["--slowest", "0"], "1000"),
        (["visit", "--request", "people:1"], "--slowest"), ([], "--slowest"),
      ] {
        let wrong = try program(["trace", file] + arguments)
        #expect(wrong.code == 64 && wrong.errors.contains(word), "\(wrong)")
      }
    }
  }

  @Test func `the history of an entity is told from the poll on`() throws {
    let program = try Program()
    defer { program.remove() }
    let file = program.scenario("road-warrior/quick")
    let explained = try program("explain", file, "--figure", "p99 freshness", "-q", "--json", "-")
    let figures = try #require(try program.json(explained)["figures"] as? [[String: Any]])
    let slowest = try #require((figures.first?["slowest"] as? [[String: Any]])?.first)
    let name = try #require(slowest["request"] as? String)
    // The name without its system will do, where there is one of it.
    for entity in [name, String(name.split(separator: "/").last ?? "")] {
      let ending = try program("trace", file, "--entity", entity)
      #expect(ending.code == 0 && ending.output.hasPrefix("\(name): ok after"), "\(ending)")
      for words in ["nobody has looked yet", "answers from outside (rw/provider)", "decides", "measure freshness"] {
        #expect(ending.output.contains(words), "\(words): \(ending.output)")
      }
    }
  }
}

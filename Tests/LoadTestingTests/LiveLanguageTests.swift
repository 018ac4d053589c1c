import Components
import DomainBindings
import Foundation
import Testing
import Transports

@testable import LoadTesting
@testable import Scenarios

/// `live:` in scenario files: every key changes something, and every mistake is told with its place.
@Suite struct LiveLanguageTests {
  static let shop = """
    orrery: 1
    run: { duration: 10s, warm-up: 0s, drain: 5s }
    populations: { event: { count: 50 } }
    components:
      site: { kind: service, operations: { select: [ work: 1ms, { choose: { free: 90%, full: 10% }, when: { free: continue, full: { reply: sold-out } } } ], buy: 2ms } }
    flows:
      buy:
        - { call: site.select, key: event, timeout: 1s, when: { sold-out: { reply: sold-out } } }
        - { call: site.buy, timeout: 1s }
    workloads: { buyers: { rate: 20/s, flows: { buy: 100% } } }
    live:
      ◊
      calls:
        site.select: { post: "/events/{event}/select", take: { purchase: $.purchase }, replies: { 200: ok, 409: sold-out } }
        site.buy: { post: "/purchases/{purchase}/pay", replies: { 200: ok } }
    """

  static func read(_ text: String) throws -> Scenario {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("orrery-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("live.yaml")
    try text.write(to: file, atomically: true, encoding: .utf8)
    return try ScenarioReader(Vocabulary(domains: Registry.domains.map(\.description))).read(file.path)
  }

  private static func live(_ line: String) throws -> LiveSettings {
    try #require(try read(shop.replacing("◊", with: line)).live)
  }

  /// One call of a scenario whose first call has these keys.
  private static func call(_ keys: String) throws -> LiveCall {
    let old = #"post: "/events/{event}/select", take: { purchase: $.purchase }, replies: { 200: ok, 409: sold-out }"#
    let text = shop.replacing("◊", with: "connections: 5").replacing(old, with: keys)
    return try #require(try read(text).live?.calls.first)
  }

  @Test func `every key of live changes something`() throws {
    let plain = try Self.live("connections: 5")
    var seen: Set<String> = []
    func check(_ key: String, _ isChanged: Bool) {
      seen.insert(key)
      #expect(isChanged, "\(key)")
    }
    check("target", try Self.live("target: http://127.0.0.1:81").target == "http://127.0.0.1:81")
    check("connections", plain.connections == .shared(5))
    #expect(try Self.live("connections: per user").connections == .perUser)
    let bounds = try Self.live("at-most: { rate: 5k/s, requests: 1M, in-flight: 2000 }").bounds
    check("at-most", bounds != plain.bounds)
    check("rate", bounds.rate == 5000)
    check("requests", bounds.requests == 1_000_000)
    check("in-flight", bounds.inFlight == 2000)
    let rule = try Self.live("stop-when: share errors > 50% for 10s").stopWhen
    check("stop-when", rule?.share == 0.5 && rule?.span == 10_000_000_000)
    let tolerance = try Self.live("fidelity: { within: 20% or 7ms, shares: 2 points }").tolerance
    check("fidelity", tolerance != plain.tolerance)
    check("within", tolerance.share == 0.2 && tolerance.time == 7_000_000)
    check("shares", tolerance.points == 0.02)
    check("prepare", try Self.live("prepare: POST /reset").prepare == LiveRequest(method: "POST", path: "/reset"))
    check("audit", try Self.live("audit: GET /audit").audit == LiveRequest(method: "GET", path: "/audit"))
    check("calls", plain.calls.count == 2)
    let known = Set((Language.live + Language.liveBounds + Language.fidelity).map(\.name))
    #expect(seen == known)
  }

  @Test func `every key of a call changes what is sent, or what an answer means`() throws {
    for method in Language.liveMethods {
      let call = try Self.call("\(method): /x, replies: { 200: ok }, never: [ sold-out ]")
      #expect(call.method == method.uppercased())
      #expect(call.never == ["sold-out"])
    }
    let call = try Self.call(
      #"post: /x, headers: { X-Event: "{event}", authorization: secret shop }, body: '{ "event": "{event}" }', replies: { 5xx: error, 503: sold-out }"#
    )
    #expect(call.placeholders == ["event"])
    #expect(call.fields.count == 2)
    if case .secret("shop") = call.fields[1].value {} else { Issue.record("no secret") }
    #expect(call.body?.names == ["event"])
    // What is exact counts before a whole hundred.
    #expect(call.outcome(of: 503) == "sold-out")
    #expect(call.outcome(of: 500) == "error")
    #expect(call.outcome(of: 200) == nil)
    #expect(
      try Self.call("get: /x, take: { a: header location, b: cookie s, c: $.x.y }").takes.map(\.source) == [
        .field("location"), .cookie("s"), .json(["x", "y"]),
      ])
    let known = ["headers", "body", "take", "replies", "never"] + Language.liveMethods
    #expect(Set(Language.liveCall.map(\.name)) == Set(known))
  }

  @Test(
    "mistakes are told with their places",
    arguments: [
      (#"{event}/select"#, "{evnt}/select", "`{evnt}` of `site.select` stands for nothing"),
      ("409: sold-out", "404: ok", "flows handle the outcome `sold-out` of `site.select`, and no status stands for it"),
      ("409: sold-out", "409: sold-out, 410: gone", "no flow handles the outcome `gone` of `site.select`"),
      ("site.buy: {", "site.bye: {", "no flow calls `site.bye`"),
      ("replies: { 200: ok } }", "replies: { 700: ok } }", "`700` is not a status of an answer"),
      ("$.purchase", "purchase", "`purchase` is no place in an answer"),
      (#"post: "/purchases"#, #"post: "purchases"#, "is not a path"),
      (#"site.buy: { post: "#, #"site.buy: { get: /a, post: "#, "a call of `live` has one method"),
      (
        "replies: { 200: ok } }", "headers: { Authorization: abc }, replies: { 200: ok } }",
        "is a secret, which a file does not hold"
      ),
      (
        "replies: { 200: ok } }", "headers: { X-Api-Key: abc }, replies: { 200: ok } }",
        "is a secret, which a file does not hold"
      ),
      ("replies: { 200: ok } }", #"headers: { X: "a\nb" }, replies: { 200: ok } }"#, "cannot stand in a header"),
      ("replies: { 200: ok } }", "headers: { Host: a }, replies: { 200: ok } }", "`host` is written by the transport"),
      ("connections: 5", "connections: many", "`many` is not a count"),
      ("connections: 5", "connections: per user", "`buyers` has no users"),
      (
        "take: { purchase: $.purchase }", "take: { event: $.purchase }",
        "`event` is taken from an answer of `site.select`"
      ),
      ("pay\", replies: { 200: ok } }", "pay\" }", "no status of `site.buy` stands for an outcome"),
      ("connections: 5", "stop-when: errors > 5", "is not a rule to stop by"),
      ("connections: 5", "fidelity: { shares: 3 }", "is not a number of percentage points"),
      ("connections: 5", "target: ftp://x", "is not the URL of a service"),
      ("connections: 5", "target: http://a:b@x", "a target's URL holds no user and no password"),
      ("connections: 5", "target: http://x:0", "there is no port `0`"),
      ("connections: 5", "audit: /audit", "is not a request"),
      ("connections: 5", "audit: GET /audit/{event}", "no request of a flow is at hand here"),
      ("connections: 5", "audit: GET /%zz", "two hexadecimal digits follow `%`"),
      ("connections: 5", "at-most: { rate: 0/s }", "`at-most.rate` of 0/s allows no request"),
      ("{event}/select", "{event/select", "braces stand around the name of a placeholder"),
      ("{event}/select", "é/select", "letters beyond ASCII are written percent-encoded"),
      ("$.purchase", "\"$.purchases[1]\"", "write it as in `$.purchases.1`"),
      ("$.purchase", "header x y", "is no place in an answer"),
      ("$.purchase", "cookie a;b", "is no place in an answer"),
      (
        "replies: { 200: ok } }", "never: [ gone ], replies: { 200: ok } }",
        "no flow handles the outcome `gone` of `site.buy`, which is under `never`"
      ),
      (
        "/events/{event}/select", "/events/{event}/{purchase}",
        "in the flow `buy` nothing before `site.select` takes `{purchase}` from an answer"
      ),
    ])
  func mistakes(_ old: String, _ new: String, _ message: String) throws {
    let text = Self.shop.replacing("◊", with: "connections: 5")
    let changed = text.replacing(old, with: new, maxReplacements: 1)
    #expect(changed != text)
    let error = #expect(throws: InvalidScenario.self) { _ = try Self.read(changed).clients() }
    let told = error?.problems.map(\.description).joined(separator: "\n") ?? ""
    #expect(told.contains(message), "\(told)")
    #expect(error?.problems.allSatisfy { $0.place.line > 0 } ?? false)
  }

  @Test func `a call that has no request is told where it is made`() throws {
    var lines = Self.shop.replacing("◊", with: "connections: 5").split(separator: "\n")
    lines.removeLast()
    let error = #expect(throws: InvalidScenario.self) { _ = try Self.read(lines.joined(separator: "\n")).clients() }
    #expect(error?.problems.first?.message == "`site.buy` has no request under `live.calls`")
    #expect(error?.problems.first?.place.line == 9)
  }

  @Test func `what cannot be seen from outside is refused by a sentence, and the rest is judged`() throws {
    let text =
      Self.shop.replacing("◊", with: "connections: 5")
      + "\nbudgets:\n  busy: mean utilization(component=site) < 80%\n  fast: p95 latency(flow=buy) < 1s\n"
    let scenario = try Self.read(text)
    let refusals = scenario.budgets.compactMap { LiveBudgets(scenario).refusal(of: $0) }
    #expect(refusals.count == 1)
    #expect(refusals[0].contains("cannot be seen from outside"))
    #expect(try scenario.clients().budgets.map(\.name) == ["fast"])
  }
}

@Suite struct SafetyTests {
  @Test func `load goes to this machine, unless the command line names another`() throws {
    #expect(try ServiceURL("http://127.0.0.1:8080/base/").base == "/base")
    #expect(try ServiceURL("http://127.0.0.1:8080").resolve(allowing: []) == "127.0.0.1")
    #expect(throws: ServiceURL.Problem.self) { try ServiceURL("http://192.0.2.7").resolve(allowing: []) }
    #expect(try ServiceURL("http://192.0.2.7").resolve(allowing: ["192.0.2.7"]) == "192.0.2.7")
  }

  @Test func `a URL has a host, and what else a load needs to know`() throws {
    #expect(try ServiceURL("http://[::1]:81/a").host == "::1")
    #expect(try ServiceURL("HTTP://localhost").port == 80)
    #expect(try ServiceURL("https://localhost").port == 443)
    #expect(try ServiceURL("https://localhost:8443").isSecure)
    #expect(try ServiceURL("http://localhost:443").field == "localhost:443")
    #expect(try ServiceURL("https://[::1]").field == "[::1]")
  }

  @Test(
    "URLs that a load cannot go to",
    arguments: [
      "http://a:b@127.0.0.1", "gopher://127.0.0.1", "http://127.0.0.1:0", "http://127.0.0.1:99999",
      "http://127.0.0.1:", "http://", "http://:80", "http://127.0.0.1/?a=b", "http://127.0.0.1/#a", "http://a b/",
      "http://127.0.0.1/a b", "http://[::1", "http://::1:80", "127.0.0.1:8080", "",
    ])
  func refusals(_ text: String) {
    #expect(throws: ValueError.self) { try ServiceURL(text) }
  }

  @Test func `a secret comes from a place, and is not in what is said of it`() throws {
    setenv("ORRERY_TEST_SECRET", "s3cret", 1)
    #expect(try Secrets(["shop=env:ORRERY_TEST_SECRET"])["shop"] == "s3cret")
    let plain = #expect(throws: Secrets.Problem.self) { try Secrets(["shop=s3cret"]) }
    #expect(!(plain?.description.contains("s3cret") ?? true))
    setenv("ORRERY_TEST_SECRET", "s3\r\ncret", 1)
    let broken = #expect(throws: Secrets.Problem.self) { try Secrets(["shop=env:ORRERY_TEST_SECRET"]) }
    #expect(!(broken?.description.contains("s3") ?? true))
    setenv("ORRERY_TEST_SECRET", "s3cret", 1)
    let twice = #expect(throws: Secrets.Problem.self) {
      try Secrets(["shop=env:ORRERY_TEST_SECRET", "shop=env:ORRERY_TEST_SECRET"])
    }
    #expect(twice?.description == "--secret shop is given twice")
  }
}

import Foundation
import Testing

/// One clear message each, with its place, the right exit code, and nothing half-written.
@Suite struct BadInputTests {
  private let good = """
    orrery: 1
    name: bad
    run: { duration: 1min }
    components:
      app: { kind: service, operations: { page: 10ms } }
    flows: { visit: [ { call: app.page, timeout: 1s } ] }
    workloads: { visitors: { rate: 10/s, flows: { visit: 100% } } }
    """

  @Test(arguments: [
    ("name: bad", "name: [", "bad.yaml:"),
    ("kind: service", "kind: servce", "did you mean `service`?"),
    ("duration: 1min", "duration: 60", "60s"),
    ("rate: 10/s", "rate: -10/s", "negative"),
    ("kind: service,", "kind: service, threads: 0,", "bad.yaml:5:"),
    ("page: 10ms", "page: lognormal(median 2s p99 1s)", "p99"),
    ("call: app.page", "call: web.page", "web"),
    ("call: app.page", "call: app.pgae", "did you mean `app.page`?"),
    ("page: 10ms", "page: [ call: app.page ]", "app.page"),
    ("run: {", "rnu: {", "did you mean `run`?"),
    ("flows: { visit: 100% }", "flows: { visit: 90% }", "100"),
    ("kind: service,", "kind: warehouse,", "not built yet"),
  ])
  func `what is wrong is said with its place`(_ part: String, _ wrong: String, _ expected: String) throws {
    let program = try Program()
    defer { program.remove() }
    let path = try program.write("bad.yaml", good.replacingOccurrences(of: part, with: wrong))
    for command in ["validate", "run"] {
      let ending = try program(command, path)
      #expect(ending.code == 65, "\(ending)")
      #expect(ending.errors.contains(expected), "\(ending.errors)")
      #expect(ending.errors.contains("bad.yaml:"), "\(ending.errors)")
    }
    #expect(!FileManager.default.fileExists(atPath: program.folder + "/results"))
  }

  @Test func `all problems come in one pass`() throws {
    let program = try Program()
    defer { program.remove() }
    let text = good.replacingOccurrences(of: "10ms", with: "10")
      .replacingOccurrences(of: "1min", with: "1mni").replacingOccurrences(of: "rate: 10/s", with: "rate: 10")
    let ending = try program("validate", try program.write("bad.yaml", text))
    #expect(ending.code == 65)
    #expect(ending.errors.split(separator: "\n").filter { $0.contains(": error: ") }.count == 3, "\(ending.errors)")
  }

  @Test func `a file that is not there exits 74`() throws {
    let program = try Program()
    defer { program.remove() }
    let ending = try program("run", "nowhere.yaml")
    #expect(ending.code == 74 && ending.errors.contains("nowhere.yaml"), "\(ending)")
  }

  @Test func `unknown options exit 64`() throws {
    let program = try Program()
    defer { program.remove() }
    #expect(try program("run", "--frobnicate", "x.yaml").code == 64)
    #expect(try program("run").code == 64)
  }

  @Test func `an unwritable results folder exits 74 before anything runs`() throws {
    let program = try Program()
    defer { program.remove() }
    _ = try program.write("results", "a file in the way")
    let ending = try program("run", program.scenario("01-first-queue"))
    #expect(ending.code == 74 && !ending.output.contains("BUDGETS"), "\(ending)")
  }

  @Test func `without gnuplot and graphviz a run is judged and reported, and says what the report goes without`() throws
  {
    let program = try Program()
    defer { program.remove() }
    let ending = try program(
      "run", program.scenario("01-first-queue"), environment: ["PATH": "/nonexistent"])
    #expect(ending.code == 0, "\(ending)")
    #expect(
      ending.errors.contains("remark    gnuplot and graphviz are not installed: pictures that need them are left out"))
    let page = try String(contentsOfFile: program.folder + "/results/first-queue.html", encoding: .utf8)
    #expect(page.contains("gnuplot and graphviz are not installed") && page.contains("</html>"))
    let again = try program("report", "results/first-queue.sqlite", environment: ["PATH": "/nonexistent"])
    #expect(again.code == 0 && again.output.contains("BUDGETS"), "\(again)")
  }

  @Test func `a database of another program exits 74 and stays as it was`() throws {
    let program = try Program()
    defer { program.remove() }
    try FileManager.default.createDirectory(
      atPath: program.folder + "/results", withIntermediateDirectories: true)
    let path = try program.write("results/first-queue.sqlite", "not a database at all, but some text")
    let ending = try program("run", program.scenario("01-first-queue"), "--no-report")
    #expect(ending.code == 74, "\(ending)")
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "not a database at all, but some text")
  }

  @Test func `populations that cannot fit say so with the arithmetic`() throws {
    let program = try Program()
    defer { program.remove() }
    let ending = try program(
      "run", program.scenario("road-warrior/cycle"), "--set", "populations.rw/reservation.count=150G")
    #expect(ending.code == 65, "\(ending)")
    #expect(ending.errors.contains("does not fit: 586 GB on the busiest of 500 instances"), "\(ending)")
  }

  @Test func `a fault that a polling worker would not feel is refused, not left out in silence`() throws {
    let program = try Program()
    defer { program.remove() }
    for fault in [
      "{ every: 10min, for: 1min, hits: rw/provider, slow: x2 }",
      "{ at: 10min, for: 1min, hits: rw/provider, partition: yes }",
    ] {
      let ending = try program(
        "validate", program.scenario("road-warrior/provider-slow"), "--set", "faults.slow-vendor=\(fault)")
      #expect(ending.code == 65 && ending.errors.contains("`rw/provider` is polled"), "\(ending.errors)")
    }
  }
}

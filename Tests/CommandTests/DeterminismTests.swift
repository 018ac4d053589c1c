import Foundation
import Testing

/// Same file, seed and version: the same bytes, in any process, on any number of threads, in debug and
/// release.
@Suite struct DeterminismTests {
  /// Everything but the host.
  private func result(_ program: Program, _ scenario: String, _ arguments: [String]) throws -> NSDictionary {
    let (process, output, _) = try program.start(
      ["run", program.scenario(scenario), "--json", "-", "--no-report", "-q"] + arguments)
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    var tree = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    tree["host"] = nil
    return tree as NSDictionary
  }

  @Test func `two processes and 1 and 2 threads agree on quick`() throws {
    let program = try Program()
    defer { program.remove() }
    let one = try result(program, "road-warrior/quick", ["--threads", "1"])
    #expect(one == (try result(program, "road-warrior/quick", ["--threads", "1"])))
    #expect(one == (try result(program, "road-warrior/quick", ["--threads", "2"])))
    #expect(one != (try result(program, "road-warrior/quick", ["--seed", "2"])))
  }

  @Test func `1 and 2 threads agree on a tenth of the cycle`() throws {
    let program = try Program()
    defer { program.remove() }
    let one = try result(program, "road-warrior/cycle", ["--threads", "1", "--scale", "1:10"])
    #expect(one == (try result(program, "road-warrior/cycle", ["--threads", "2", "--scale", "1:10"])))
  }

  @Test func `1 and 2 threads agree on replications`() throws {
    let program = try Program()
    defer { program.remove() }
    let arguments = ["--replications", "6", "--set", "run.duration=10min"]
    let one = try result(program, "01-first-queue", arguments + ["--threads", "1"])
    #expect(one == (try result(program, "01-first-queue", arguments + ["--threads", "2"])))
  }

  @Test func `debug and release builds agree on quick`() throws {
    let debug = try Program(configuration: "debug")
    let release = try Program()
    defer {
      debug.remove()
      release.remove()
    }
    let arguments = ["--threads", "2"]
    #expect(
      try result(debug, "road-warrior/quick", arguments)
        == (try result(release, "road-warrior/quick", arguments)))
  }

  @Test func `another option changes only the components that it touches`() throws {
    let program = try Program()
    defer { program.remove() }
    func digests(_ arguments: [String]) throws -> [String: String] {
      let tree = try result(
        program, "road-warrior/normal-day", ["--scale", "1:1000", "--set", "run.duration=2h"] + arguments)
      return try #require(tree["digests"] as? [String: String])
    }
    let plain = try digests([])
    let slower = try digests(["--set", "components.rw/push.operations.send=200ms"])
    #expect(plain["rw/push"] != slower["rw/push"])
    for name in ["rw/updater", "rw/gateway", "rw/store", "population rw/reservation", "flow rw/view-dashboard"] {
      #expect(plain[name] != nil && plain[name] == slower[name], "\(name)")
    }
  }
}

import Foundation
import Testing

@Suite struct InterruptionTests {
  /// Starts the hour at a tenth of its size and waits until some of it is stored.
  private func startHour(_ program: Program) throws -> Process {
    let (process, _, _) = try program.start([
      "run", program.scenario("road-warrior/hour"), "--scale", "1:10", "--no-report", "-q", "--threads", "1",
      "--set", "run.duration=24h",
    ])
    Thread.sleep(forTimeInterval: 8)
    return process
  }

  @Test func `kill -9 leaves a partial run that can be read, and the next run is not hindered`() throws {
    let program = try Program()
    defer { program.remove() }
    let process = try startHour(program)
    #expect(process.isRunning)
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    let report = try program("report", "results/road-warrior-hour.sqlite", "--no-report")
    #expect(report.code == 0, "\(report)")
    #expect(report.output.lowercased().contains("partial"))
    let again = try program("run", program.scenario("road-warrior/hour"), "--scale", "1:1000", "--no-report", "-q")
    #expect([0, 97].contains(again.code), "\(again)")
    let list = try program.json(try program("report", "--list", "--json", "-", "results/road-warrior-hour.sqlite"))
    #expect((list["runs"] as? [[String: Any]])?.map { $0["partial"] as? Bool } == [true, false])
  }

  @Test func `an interrupt keeps what was measured and exits 130`() throws {
    let program = try Program()
    defer { program.remove() }
    let process = try startHour(program)
    kill(process.processIdentifier, SIGINT)
    process.waitUntilExit()
    #expect(process.terminationStatus == 130)
    let report = try program("report", "results/road-warrior-hour.sqlite", "--no-report")
    #expect(report.output.lowercased().contains("partial"))
  }
}

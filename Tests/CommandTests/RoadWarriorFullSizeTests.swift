import Foundation
import Testing

/// The three designs at full size, each poll, collect and push an event: half a minute and 1.7 GB each, with
/// `./scripts/test --long` alone.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["ORRERY_LONG"] == "1"), .serialized)
struct RoadWarriorFullSizeTests {
  private func run(_ options: String...) throws -> JSONRun {
    try JSONRun(
      "road-warrior/designs",
      ["--scale", "1:1", "--set", "run.duration=25min"]
        + (options.isEmpty ? [] : ["--with", options.joined(separator: ",")]))
  }

  private func late(_ run: JSONRun) -> Double { (run.budget("late")["observed"] as? NSNumber)?.doubleValue ?? -1 }
  private func calls(_ run: JSONRun) -> Int { run.component("rw/provider")["arrivals"] as? Int ?? 0 }

  @Test func `polls`() throws {
    let run = try run()
    #expect(abs(calls(run) - 450_000_000) < 1000 && run.violated == [:])
    // U(0, 300 s) and 0.3 s.
    #expect(abs(late(run) - 0.001) < 0.0004)
  }

  @Test func `a batch`() throws {
    let run = try run("batch")
    #expect(calls(run) == 90_000_000 && run.violated == [:])
    #expect(abs(late(run) - 0.087) < 0.005)
  }

  /// One push in a thousand is lost, and a tenth of the polled changes' law is late: 0.09 % and 0.1 · 0.1 %.
  @Test func `pushes`() throws {
    let run = try run("push")
    #expect(abs(Double(calls(run)) / 900 - 51_736) < 100 && run.violated == [:])
    #expect(abs(late(run) - 0.001) < 0.0004)
  }
}

import Foundation
import Testing

/// The Road Warrior in other circumstances: what its promises hold against, and what breaks them.
@Suite struct RoadWarriorCircumstancesTests {
  private func run(_ file: String, _ options: String..., scale: String? = nil) throws -> JSONRun {
    let with = options.isEmpty ? [] : ["--with", options.joined(separator: ",")]
    return try JSONRun(file, (scale.map { ["--scale", $0] } ?? []) + with)
  }

  private func observed(_ run: JSONRun, _ budget: String) -> Double {
    (run.budget(budget)["observed"] as? NSNumber)?.doubleValue ?? -1
  }

  /// "max 5 minutes per month of unplanned downtime": five failovers of a minute, and not six.
  @Test func `five failovers are the budget of a month`() throws {
    let five = try run("road-warrior/failover")
    #expect(five.code == 0 && observed(five, "down") == 300e9)
    let six = try run("road-warrior/failover", "failovers=six")
    #expect(six.code == 99 && observed(six, "down") == 360e9)
  }

  /// A zone is gone for an hour; dashboards are asked for once a second, and a bin of 10 s is down if half of them fail.
  @Test func `a zone is lost`() throws {
    #expect(try run("road-warrior/zone-loss").code == 99)
    #expect(try run("road-warrior/zone-loss", "careful").code == 0)
    #expect(try run("road-warrior/zone-loss", "careful", "zones=one").code == 99)
  }

  @Test func `a batch that takes longer than its period`() throws {
    let short = try run("road-warrior/batch-overrun", scale: "1:1000")
    #expect(short.code == 0)
    #expect(abs(observed(short, "mean") / 1e9 - 357) < 15)
    // Half of the cycles are left out.
    let long = try run("road-warrior/batch-overrun", "takes=400s", scale: "1:1000")
    #expect(long.code == 99)
    #expect(abs(observed(long, "mean") / 1e9 - 657) < 20)
  }

  @Test func `reports of a year beside people`() throws {
    #expect(try run("road-warrior/year-end").code == 0)
    #expect(try run("road-warrior/year-end", "reports=in-an-hour").code == 99)
    #expect(try run("road-warrior/year-end", "reports=in-an-hour", "bulkhead").code == 0)
  }

  @Test func `five times the people`() throws {
    #expect(try run("road-warrior/holiday-peak").code == 0)
    #expect(try run("road-warrior/holiday-peak", "fleet=from-one").code == 99)
  }

  /// 512 partitions of 320 calls, 254 ms each, ask for 193 million reservations in 300 s.
  @Test func `how many reservations the polls carry`() throws {
    #expect(try run("road-warrior/growth", scale: "1:1000").code != 99)
    let many = try run("road-warrior/growth", "size=30-million", scale: "1:1000")
    #expect(many.code == 99)
    // 64.5 % of what is due, in its order: of 70 minutes the first 10 are left out.
    #expect(abs(observed(many, "asked") - (0.645 * 70 - 10) / 60) < 0.01)
  }
}

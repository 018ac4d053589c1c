import Foundation
import Testing

/// Bookings in travellers' mail, at a thousandth of the size for half an hour: 50 polls and 6.94 mails a second, of which
/// 12,500 are in the measured part.
@Suite struct RoadWarriorMailTests {
  private func run(_ options: String...) throws -> JSONRun {
    let with = options.isEmpty ? [] : ["--with", options.joined(separator: ",")]
    return try JSONRun("road-warrior/mail", ["--scale", "1:1000"] + with)
  }

  /// A second of the measured half hour.
  private func rate(_ run: JSONRun, _ command: String, _ outcomes: String...) -> Double {
    Double(outcomes.reduce(0) { $0 + run.count(command, $1) }) / 1800
  }

  private func parsed(_ run: JSONRun) -> Double { rate(run, "rw/parse-mail", "found", "known", "ignored", "malformed") }

  private func median(_ run: JSONRun) -> Double {
    (run.indicator("discovery")["p50"] as? NSNumber)?.doubleValue ?? -1
  }

  @Test func `who asks, and what is parsed`() throws {
    let run = try run()
    #expect(abs(parsed(run) - 6.944) < 0.2)
    #expect(abs(rate(run, "rw/write-cursor", "written") - 6.484) < 0.2)
    // 62 bookings: U(0, 300 s).
    #expect((100e9..<200e9).contains(median(run)))
    #expect(run.violated == [:] && run.code == 0)
    let consent = try self.run("consent")
    #expect(abs(parsed(consent) - 6.944 * 0.7) < 0.18)
    #expect(consent.count("rw/parse-mail", "found") < run.count("rw/parse-mail", "found"))
  }

  @Test func `cursors with each poll, and filters before mail is stored`() throws {
    let run = try run("write-back", "filtered-before")
    #expect(abs(rate(run, "rw/write-cursor", "written") - 50) < 0.1)
    #expect(abs(parsed(run) - 6.944 * 0.3) < 0.12)
    #expect(run.violated == [:])
  }

  @Test func `mail that providers tell of, or travellers forward`() throws {
    let webhook = try run("webhook")
    #expect(abs(parsed(webhook) - 6.944) < 0.2)
    #expect((0.5e9..<3e9).contains(median(webhook)))
    // Half a percent of the mails, from six in ten.
    let forwarded = try run("forward")
    #expect(forwarded.count("rw/parse-mail", "ignored") == 0)
    #expect((10...80).contains(forwarded.count("rw/parse-mail", "found")))
    #expect(median(forwarded) > 60e9)
    #expect(webhook.violated == [:] && forwarded.violated == [:])
  }

  @Test func `mails that the parser dies of are dead letters, or nothing is found any more`() throws {
    let poison = try run("poison")
    let dead = (poison.component("rw/unparsed")["counts"] as? [String: Int])?["dead-letters"] ?? -1
    // 12.5 of 12,500.
    #expect((3...27).contains(dead))
    #expect(abs(parsed(poison) - 6.944) < 0.2)
    let stuck = try run("stuck")
    #expect(parsed(stuck) < 3)
    #expect(stuck.code == 99)
  }

  @Test(arguments: [("filtered-after", "RW-I11"), ("cursor-first", "RW-I8"), ("separate", "RW-I2")])
  func `what is unsafe breaks the invariant that it says`(option: String, invariant: String) throws {
    #expect(Array(try run(option).violated.keys) == [invariant])
  }

  @Test func `the system alone`() throws {
    let run = try JSONRun("road-warrior/systems/mailboxes", "--scale", "1:1000", "--set", "run.duration=20min")
    #expect(abs(Double(run.count("write-cursor", "written")) / 1200 - 6.484) < 0.3)
  }
}

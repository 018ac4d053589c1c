import Experiments
import Foundation
import Testing

/// Mailboxes that are polled, or whose provider tells of each mail: how much there is to do, and how soon a booking is
/// found.
@Suite struct MailTests {
  /// 60,000 mailboxes with 40 mails a day: 200 polls/s, 27.8 mails/s and, of one in twenty, 1.39 bookings/s, in the
  /// measured two hours 200,000 mails and 10,000 bookings.
  private func mailboxes(
    _ domain: String = "", tracker: String = polling(), api: String = "", faults: String = "{}"
  ) -> String {
    """
    orrery: 1
    name: mail
    question: how soon are bookings found?
    origin: assumed
    run: { duration: 130min, warm-up: 10min, drain: 5min }
    domain: { core: road-warrior, travel: 5%\(domain.isEmpty ? "" : ", ")\(domain) }
    populations: { mailbox: { count: 60000, of: road-warrior.mailbox } }
    components:
      mail-list: { kind: compacted-topic, key: mailbox, partitions: 16, lag: 100ms }
      tracker: \(tracker)
      api: { kind: external, \(api) operations: { list: 200ms, fetch: 300ms } }
      unparsed: { kind: topic, key: mailbox, partitions: 16 }
      parser:
        kind: consumers
        from: unparsed
        runs: parse
        replicas: 4
        operations:
          parse:
            - work: 20ms
            - do: parse-mail
              when: { found: { measure: discovery since source-change }, else: continue }
    faults: \(faults)
    budgets:
      mean: mean discovery < 305s
      p99: p99 discovery < 512s
      late: share discovery above 300s < 60%
      all: share refreshed(population=mailbox) = 100%
      written: rate outcomes(command=write-cursor outcome=written) < 1000/s
      parsed: rate outcomes(command=parse-mail) < 1000/s
      found: rate outcomes(command=parse-mail outcome=found) < 1000/s
      known: rate outcomes(command=parse-mail outcome=known) < 1000/s
      malformed: rate outcomes(command=parse-mail outcome=malformed) < 1000/s
      cores: mean in-flight(component=parser) < 1000

    """
  }

  private static let news =
    "[ { do: read-mailbox, when: { else: continue } }, { call: api.fetch, timeout: 5s, when: { timeout|error: { reply: unfetched } } }, { do: hand-on, emits: unparsed, key: mailbox, when: { else: continue } }, { do: write-cursor, when: { else: continue } } ]"

  private static func polling(_ fields: String = "in-flight: 100 per partition") -> String {
    "{ kind: polling-worker, from: mail-list, every: 300s, \(fields), runs: check, operations: { check: [ { call: api.list, timeout: 5s, when: { timeout|error: { reply: skipped } } }, { do: check-mail, when: { nothing: continue, cursor: { do: write-cursor, when: { else: continue } }, mails: \(news) } } ] } }"
  }

  private static let webhook =
    "{ kind: subscription, from: mail-list, delay: 1s, runs: receive, operations: { receive: [ { do: check-mail, when: { nothing: continue, cursor: continue, mails: \(news) } } ] } }"

  private func figure(_ name: String, _ result: RunResult) -> Double { Reservations.figure(name, result) }

  private func violated(_ result: RunResult) -> [String] {
    result.invariants.filter { $0.violations > 0 }.map(\.id)
  }

  @Test func `a booking waits for the next poll, and cursors are written where there was mail`() throws {
    let result = try Reservations.run(mailboxes())
    let told = "\(result.budgets.map { "\($0.name) \($0.observed ?? -1)" })"
    // U(0, 300 s), then 200 ms, 300 ms and 20 ms; 10,000 of them: a standard error of 0.9 s.
    #expect(abs(figure("mean", result) / 1e9 - 150.5) < 3, "\(told)")
    #expect(abs(figure("p99", result) / 1e9 - 297.5) < 2, "\(told)")
    // Later than 300 s is who waits for the last half second.
    #expect(abs(figure("late", result) - 0.52 / 300) < 0.002, "\(told)")
    #expect(figure("all", result) == 1, "\(told)")
    // 200/s × (1 − e^−0.1389): what full size has 6,484/s of.
    #expect(abs(figure("written", result) - 200 * (1 - exp(-0.138_889))) < 0.7, "\(told)")
    #expect(abs(figure("parsed", result) - 27.78) < 0.3, "\(told)")
    #expect(abs(figure("found", result) - 27.78 * 0.05) < 0.06, "\(told)")
    #expect(abs(figure("malformed", result) - 27.78 * 0.001) < 0.009, "\(told)")
    // 20 ms of a core for each mail.
    #expect(abs(figure("cores", result) - 0.556) < 0.03, "\(told)")
    #expect(result.populations[0].changesFound > 9500)
    // Of the provider's calls, those that fetch are made in the network.
    let checks = result.selfChecks.filter { $0.component == "api" }
    #expect(checks.count > 1 && checks.allSatisfy(\.isWithinTolerance), "\(checks)")
    #expect(violated(result) == [])
  }

  @Test func `a cursor that is written back after each poll`() throws {
    let result = try Reservations.run(mailboxes("cursor: each-poll"))
    #expect(abs(figure("written", result) - 200) < 0.1)
    // Nothing else changes.
    let onChange = try Reservations.run(mailboxes())
    #expect(figure("mean", result) == figure("mean", onChange))
    #expect(result.populations[0].changesFound == onChange.populations[0].changesFound)
  }

  @Test func `filters before storing save the parser its work`() throws {
    let result = try Reservations.run(mailboxes("admitted: 30%"))
    #expect(abs(figure("parsed", result) - 27.78 * 0.3) < 0.2)
    #expect(abs(figure("cores", result) - 0.167) < 0.015)
    // Vendors' mails are let in.
    #expect(abs(figure("found", result) - 27.78 * 0.05) < 0.06)
    #expect(violated(result) == [])
    let swept = try Reservations.run(mailboxes("admitted: 30%, filter: after-storing"))
    #expect(abs(figure("parsed", swept) - 27.78) < 0.3)
    #expect(violated(swept) == ["RW-I11"])
  }

  @Test func `a booking that its vendor has told of is known`() throws {
    let result = try Reservations.run(mailboxes("known-to-vendor: 40%"))
    #expect(abs(figure("known", result) - 27.78 * 0.05 * 0.4) < 0.05)
    #expect(abs(figure("found", result) - 27.78 * 0.05 * 0.6) < 0.06)
    // Nobody waits for those.
    #expect(figure("late", result) < 0.01)
    #expect(violated(result) == [])
    let separate = try Reservations.run(mailboxes("known-to-vendor: 40%, booking-index: separate"))
    #expect(figure("known", separate) == 0)
    #expect(violated(separate) == ["RW-I2"])
  }

  @Test func `a mail that comes twice is known the second time`() throws {
    let twice = "{ twice: { at: 0s, for: 130min, hits: unparsed, duplicate: 20% } }"
    let result = try Reservations.run(mailboxes(faults: twice))
    #expect(abs(figure("known", result) - 27.78 * 0.05 * 0.2) < 0.04)
    #expect(figure("late", result) < 0.01)
    #expect(violated(result) == [])
  }

  /// One call in ten fails: of those that fetch, the mails are fetched with the next one where the cursor stood still,
  /// and never where it did not.
  @Test func `a cursor that goes forward too early skips mails`() throws {
    let api = "outcomes: { error: 10% },"
    let result = try Reservations.run(mailboxes(api: api))
    #expect(violated(result) == [])
    let skips = try Reservations.run(mailboxes("cursor-order: before-handing-on", api: api))
    #expect(violated(skips) == ["RW-I8"])
    // Nothing is late by less than for ever.
    #expect(figure("late", skips) > 0.09)
    #expect(figure("found", skips) < figure("found", result))
    let calm = try Reservations.run(mailboxes("cursor-order: before-handing-on"))
    #expect(violated(calm) == [])
  }

  @Test func `a provider that tells of each mail`() throws {
    let result = try Reservations.run(mailboxes(tracker: Self.webhook))
    // A second, 300 ms and 20 ms, and now and then a wait behind another mail.
    #expect(abs(figure("mean", result) / 1e9 - 1.33) < 0.02)
    #expect(figure("late", result) == 0)
    #expect(abs(figure("parsed", result) - 27.78) < 0.3)
    // Each is a cursor of its own.
    #expect(abs(figure("written", result) - 27.78) < 0.3)
    #expect(violated(result) == [])
  }

  @Test func `a pass asks all mailboxes when it is called`() throws {
    let tracker = Self.polling("starts: on call, in-flight: 20 per partition")
      .replacingOccurrences(of: "every: 300s, ", with: "")
    let text = mailboxes(tracker: tracker).replacingOccurrences(
      of: "components:", with: "components:\n  timer: { kind: cron, every: 300s, runs: tracker.check }")
    let result = try Reservations.run(text)
    // 60,000 calls of 200 ms, 320 at once, take 37.5 s, in which a mailbox is reached at any time.
    #expect(abs(figure("mean", result) / 1e9 - 150.5) < 4)
    #expect(abs(figure("parsed", result) - 27.78) < 0.4)
  }

  @Test func `it is the same on one thread and on two`() throws {
    let text = mailboxes("cursor: each-poll, known-to-vendor: 10%")
    #expect(try Reservations.run(text).digest == (try Reservations.run(text, threads: 2).digest))
  }
}

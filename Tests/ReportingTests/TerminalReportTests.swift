import Experiments
import Foundation
import Scenarios
import Testing

@testable import Reporting

@Suite("The report in a terminal")
struct TerminalReportTests {
  @Test("begins with the budgets and leaves the exit code to the program")
  func order() throws {
    let text = TerminalReport.text(PollingRun.make())
    let places = try [
      "BUDGETS", "INVARIANTS", "LATENCY", "COMPONENTS", "POPULATIONS", "COST",
      "SELF-CHECKS THAT FAILED", "WARNINGS",
    ].map { try #require(text.range(of: $0), "\($0) is missing").lowerBound }
    #expect(places == places.sorted())
    #expect(!text.contains("\nexit "))
  }

  @Test("says of each budget what was observed, the limit, and why it does not hold")
  func budgets() {
    let text = TerminalReport.text(PollingRun.make())
    #expect(text.contains("✓ fresh          246 s                    limit   300 s  p99 freshness < 300s\n"))
    #expect(text.contains("✗ quick         154 ms  152 ms to 156 ms  limit  150 ms"))
    #expect(text.contains("    p95 of 60,000 samples is 154ms, limit 150ms (scenarios/fixture.yaml:83)"))
    #expect(text.contains("? search-tail"))
    #expect(text.contains("! all-polled"))
  }

  @Test("has no colours unless asked")
  func colours() {
    #expect(!TerminalReport.text(PollingRun.make()).contains("\u{1b}"))
    let coloured = TerminalReport.text(PollingRun.make(), color: true)
    #expect(coloured.contains("\u{1b}[1;31m✗\u{1b}[0m quick"))
    var plain = coloured
    for code in ["0", "1", "2", "32", "33", "35", "1;31"] {
      plain = plain.replacing("\u{1b}[\(code)m", with: "")
    }
    #expect(plain == TerminalReport.text(PollingRun.make()))
  }

  @Test("is plain ASCII where nothing else can be shown", arguments: 0..<3)
  func ascii(which: Int) {
    let result = [PollingRun.make, QueueRun.make, CrowdedRun.make][which]()
    let text = TerminalReport.text(result, unicode: false)
    #expect(text.utf8.allSatisfy { $0 < 128 })
    #expect(!text.contains("?e"))
  }

  @Test("lines its tables up", arguments: [true, false])
  func alignment(unicode: Bool) throws {
    let lines = TerminalReport.text(PollingRun.make(), unicode: unicode).split(separator: "\n")
    let start = try #require(lines.firstIndex(of: "LATENCY"))
    let table = lines[(start + 1)...(start + 5)]
    #expect(Set(table.map(\.count)).count == 1)
  }

  @Test("says of a partial run that it is one", arguments: [true, false])
  func partial(isPartial: Bool) {
    var result = QueueRun.make()
    result.isPartial = isPartial
    #expect(TerminalReport.text(result).contains("PARTIAL") == isPartial)
  }

  @Test("brackets percentiles that too few samples carry")
  func fewSamples() {
    var result = QueueRun.make()
    result.indicators[0].histogram = Fixture.latencies(50, median: 1e6, spread: 0.3, seed: 4)
    let text = TerminalReport.text(result)
    #expect(text.contains("in brackets: too few samples to judge by"))
    #expect(text.contains(" ms)"))
  }

  @Test("says what was decided, what recovered, and what was counted")
  func events() {
    let text = TerminalReport.text(EventfulRun.make())
    for line in [
      "  ✗ comes-back  did not recover  limit  120 s  max recovery(fault=slow-disk) < 2min\n",
      "RECOVERY\n",
      "  ! slow-disk  did not recover in 1 of 3 replications (metastable) (fault of server until 0:05:00, visit last)\n",
      """
            in this run           before  during  after
                         time      100 s   100 s  100 s
            visit        errors      0 %    33 %    1 %
                         goodput    10/s   6.7/s  9.9/s
                         p99       20 ms  900 ms  25 ms
            mailer       lag           0      40     20

      """,
      "  ? late       not judged: the run ends too soon after it (fault of server until 0:16:39)\n",
      "  ✓ rush       recovered within 40 s (load of day until 0:03:20, visit last)\n",
      "  server: hit ratio 75 %, 750 hits, 250 misses, 12 retries\n",
      "DECISIONS\n                          count    first     last\n",
      "  breaker-opened  server      1  0:01:15\n", "  scale-up        server      2  0:10:10  0:15:00\n",
    ] {
      #expect(text.contains(line), "\(line) is missing")
    }
  }

  @Test("of nothing is still a report")
  func empty() {
    #expect(TerminalReport.text(RunResult()).contains("0 s simulated"))
  }
}

@Suite("A run in words")
struct SummaryTests {
  @Test("names the bottleneck and the room that is left")
  func bottleneck() {
    #expect(
      Summary(PollingRun.make()).bottleneck
        == """
        data-updater is the bottleneck: its threads are 97 % busy, and work waits 930 ms on average. \
        It has no room for more load. Next is tracker at 79 %.
        """
    )
    #expect(
      Summary(QueueRun.make()).bottleneck
        == """
        server fills up first: its threads are 80 % busy, and work waits 40 ms on average. With the \
        same mix, load can grow to about ×1.25 before it is full.
        """
    )
    var idle = QueueRun.make()
    idle.components[0].utilization = 0.2
    #expect(
      Summary(idle).bottleneck
        == "Nothing is near its limit: the busiest component, server, has 20 % of its threads busy.")
    idle.components[0].utilization = nil
    #expect(Summary(idle).bottleneck == nil)
  }

  @Test("says how to run it again, quoted for a shell")
  func command() {
    #expect(
      Summary(PollingRun.make()).command
        == """
        orrery run scenarios/road-warrior/cycle.yaml --with poll-240s \
        --set workloads.viewers.rate=3k/s --seed 7 --replications 3
        """
    )
    var odd = QueueRun.make()
    odd.scenario.sources[0].path = "my files/it's.yaml"
    odd.scenario.scale = 1_000
    #expect(
      Summary(odd).command
        == #"orrery run 'my files/it'\''s.yaml' --scale 1:1000 --seed 42 --replications 1"#)
  }

  @Test("counts what does not hold")
  func headline() {
    #expect(Summary(PollingRun.make()).headline == "Not held: 1 budget and 1 invariant")
    #expect(Summary(QueueRun.make()).headline == "Every budget held")
    #expect(Summary(RunResult()).headline == "No budget was asked for")
  }
}

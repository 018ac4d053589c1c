import Foundation
import Testing

/// Three designs of the Road Warrior, at a thousandth of their size for an hour.
@Suite struct RoadWarriorTests {
  /// Nanoseconds of the mean, and calls to the vendors in an hour at 1:1000.
  private func figures(_ run: JSONRun) -> (fresh: Double, calls: Int) {
    let mean = run.indicator("freshness")["mean"] as? NSNumber
    return (mean?.doubleValue ?? -1, run.component("rw/provider")["arrivals"] as? Int ?? 0)
  }

  private func egress(_ run: JSONRun) -> Double {
    let lines = (run.tree["cost"] as? [String: Any])?["lines"] as? [[String: Any]] ?? []
    let line = lines.first { $0["item"] as? String == "egress" && $0["component"] as? String == "rw/provider" }
    return Double(line?["per_month_micros"] as? Int ?? 0) / 1e6
  }

  @Test func `polling asks for everything, all the time`() throws {
    let run = try JSONRun("road-warrior/designs")
    let (fresh, calls) = figures(run)
    // U(0, 300 s) and a third of a second; 333 changes, whose mean has a standard error of 4.7 s.
    #expect(abs(fresh / 1e9 - 150.3) < 16)
    // 500,000 a second; $116,640 of egress by hand.
    #expect(abs(calls - 1_800_000) < 100)
    #expect(abs(egress(run) - 116_640) < 10)
    #expect(run.violated == [:])
  }

  /// The same changes are found at the same time, with a fifth of the calls.
  @Test func `a call may answer for several reservations`() throws {
    let single = try JSONRun("road-warrior/designs")
    let bulk = try JSONRun("road-warrior/designs", "--with", "rw/bulk-calls")
    #expect(abs(figures(bulk).calls - figures(single).calls / 5) < 50)
    let found = [single, bulk].map { $0.rows("populations").first?["changes_found"] as? Int ?? 0 }
    #expect(found[0] == found[1] && found[0] > 300, "\(found)")
    #expect(abs(figures(bulk).fresh - figures(single).fresh) < 2e9)
    // Of five neighbours, one is not subscribed in 1 − 0.9⁵ of the cases: 40,951 calls a second, and the sweep's 347.
    let push = try JSONRun("road-warrior/designs", "--with", "push,rw/bulk-calls")
    #expect(abs(Double(figures(push).calls) / 3600 * 1000 - 41_298) < 900)
  }

  @Test func `a batch asks in bulk, and is later`() throws {
    let run = try JSONRun("road-warrior/designs", "--with", "batch")
    let (fresh, calls) = figures(run)
    // Twelve runs of 30 M calls, of which one in a thousand is made here.
    #expect(calls == 360_000)
    #expect(abs(egress(run) - 30e6 * 288 * 30 / 1e6 * 0.09) < 10)
    let collect = run.rows("indicators").first {
      ($0["labels"] as? [String: String])?["operation"] == "rw/collector.collect"
    }
    let pass = (collect?["mean"] as? NSNumber)?.doubleValue ?? 0
    // U(0, 300 s), what is left of the pass, and two seconds of loads.
    #expect(abs(fresh - (150e9 + pass / 2 + 2.1e9)) < 17e9, "\(fresh) \(pass)")
    #expect(run.violated == [:])
  }

  @Test func `pushes are early, and a tenth is asked for`() throws {
    let run = try JSONRun("road-warrior/designs", "--with", "push")
    let (fresh, calls) = figures(run)
    // A tenth waits as with polling, the rest for a second or two.
    #expect((5e9..<35e9).contains(fresh))
    // 50,000 + 1,736 a second, of which a tenth of the keys is drawn.
    #expect(abs(Double(calls) / 3600 * 1000 - 51_736) < 1000)
    #expect(abs(egress(run) - 12_069) < 300)
    #expect(run.violated == [:])
  }

  /// A mean with a change that is never seen is infinite, which is worse than any; and what the file asks first ranks.
  @Test func `a comparison says what never comes`() throws {
    let program = try Program()
    defer { program.remove() }
    let ending = try program(
      "compare", program.scenario("road-warrior/designs"), "--with", "base", "--with", "batch", "--with", "push",
      "--scale", "1:100", "--replications", "2", "--no-report", "-q")
    let lines = ending.output.split(separator: "\n").map(String.init)
    let mean = lines.filter { $0.contains("mean freshness") }
    #expect(mean.count == 2 && mean[1].contains("never") && mean[1].contains("worse"), "\(ending.output)")
    #expect(lines.contains { $0.contains("of 3 in share freshness above 5min") })
  }

  // MARK: Own edits

  private func stale(_ run: JSONRun) -> [Double] {
    ["at-once", "after-100ms", "after-1s"].map { name in
      (run.rows("budgets").first { $0["name"] as? String == name }?["observed"] as? NSNumber)?.doubleValue ?? -1
    }
  }

  /// A copy lags by 100 ms; a topic and an updater are done before the next page has been asked for.
  @Test func `who sees an own edit, and who undoes it`() throws {
    let polling = try JSONRun("road-warrior/own-edits", "--scale", "1:1000")
    #expect(stale(polling) == [0, 0, 0] && polling.violated == [:])
    let batch = try JSONRun("road-warrior/own-edits", "--scale", "1:1000", "--with", "batch")
    #expect(stale(batch)[0] > 0.98 && stale(batch).dropFirst() == [0, 0] && batch.violated == [:])
    let primary = try JSONRun("road-warrior/own-edits", "--scale", "1:1000", "--with", "batch,rw/primary-reads")
    #expect(stale(primary) == [0, 0, 0])
    let unguarded = try JSONRun("road-warrior/own-edits", "--scale", "1:1000", "--with", "batch,rw/unguarded")
    #expect(Set(unguarded.violated.keys) == ["RW-I3", "RW-I4"])
  }

  // MARK: Quotas

  /// The largest vendor lets a tenth of the calls through.
  @Test func `nine in ten changes of a vendor beyond its quota are late`() throws {
    func late(_ options: String) throws -> Double {
      let run = try JSONRun(
        "road-warrior/provider-quota", "--scale", "1:100", "--set", "run.duration=4h", "--with", options)
      return (run.budget("late")["observed"] as? NSNumber)?.doubleValue ?? -1
    }
    // 1,990 changes: a standard error of 0.7 points.
    for order in ["skip", "rotate", "random"] { #expect(abs(try late("order=" + order) - 0.9) < 0.03, "\(order)") }
    // Near ones, 40 % of them, every 330 s: 9.1 % of those; and all but 0.7 % of the others.
    #expect(abs(try late("order=adaptive") - (0.4 * 0.091 + 0.6 * 0.993)) < 0.045)
    // Among the others it is 15.9 %.
    #expect(abs(try late("whose=all") - (0.159 * 0.9 + 0.001)) < 0.015)
  }
}

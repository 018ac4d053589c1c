import Engine
import Testing

@testable import Scenarios

/// Every form of value, good and bad, as a table.
@Suite struct ValueFormTests {
  private func message<Value>(_ read: () throws(ValueError) -> Value) -> String {
    do throws(ValueError) {
      return "\(try read())"
    } catch {
      return error.message + (error.suggestion.map { " (\($0))" } ?? "")
    }
  }

  @Test(
    arguments: [
      ("0s", 0), ("1ns", 1), ("1us", 1_000), ("200ms", 200_000_000), ("0.5ms", 500_000), ("1h30min", 5400 * .second),
      ("1.5s", 1_500_000_000), ("3m", 180 * .second), ("3min", 180 * .second), ("2d", 172_800 * .second),
      ("1d2h3min4s5ms6us7ns", 93_784_005_006_007), ("0.000000001s", 1), ("1.993s", 1_993_000_000),
      ("007s", 7 * .second),
    ] as [(String, Nanoseconds)])
  func times(text: String, expected: Nanoseconds) throws {
    #expect(try ValueReader.time(text) == expected)
  }

  @Test(arguments: [
    ("30", "`30` is a number without a unit of time (did you mean `30s`?)"),
    ("", "a time is missing (write it as in `200ms` or `1h30min`)"),
    ("-3s", "a time cannot be negative: `-3s`"),
    ("+3s", "`+3s` is not a time (leave the sign out)"),
    ("5sec", "`sec` is not a unit of time (did you mean `5s`?)"),
    ("5 s", "`5 s` has a space in it (did you mean `5s`?)"),
    ("0.5ns", "`0.5ns` is not a whole number of nanoseconds"),
    ("30min1h", "the units of `30min1h` do not descend (write it as in `1h30min`)"),
    ("1h1h", "the units of `1h1h` do not descend (write it as in `1h30min`)"),
    ("300000000h", "`300000000h` is longer than 100 years"),
    ("36500d1ns", "`36500d1ns` is longer than 100 years"),
    ("1e3s", "`e` is not a unit of time (ns us ms s min h d)"),
    ("0x10s", "`x` is not a unit of time (ns us ms s min h d)"),
    (".5s", "`.5s` is not a time (write it as in `200ms` or `1h30min`)"),
    ("5.s", "`5.s` is not a time (write it as in `200ms` or `1h30min`)"),
    ("on", "`on` is not a time (write it as in `200ms` or `1h30min`)"),
    ("1..2s", "`1..2s` is a range, and one time is expected (write `1s` or `2s`)"),
    ("٣s", "`٣s` is not a time (write it as in `200ms` or `1h30min`)"),
  ])
  func badTimes(text: String, expected: String) {
    #expect(message { () throws(ValueError) in try ValueReader.time(text) } == expected)
  }

  @Test func ranges() throws {
    #expect(try ValueReader.timeRange("10ms..25ms") == 10_000_000...25_000_000)
    #expect(try ValueReader.timeRange("0s..400s") == 0...400_000_000_000)
    #expect(
      message { () throws(ValueError) in try ValueReader.timeRange("25ms..10ms") }
        == "the range `25ms..10ms` runs backwards (did you mean `10ms..25ms`?)")
    #expect(
      message { () throws(ValueError) in try ValueReader.timeRange("10ms") }
        == "`10ms` is not a range of times (write it as in `10ms..25ms`)")
    #expect(message { () throws(ValueError) in try ValueReader.timeRange("10..25ms") }.contains("without a unit"))
  }

  @Test(
    arguments: [
      ("20:30", 73_800), ("00:00", 0), ("Mon 00:00", 0), ("Fri 20:00", 4 * 86400 + 72000), ("Sun 23:59", 604_740),
      ("Tue", 86400), ("14:00:30", 50_430), ("2026-10-01", 3 * 86400), ("2024-01-01", 0), ("2024-02-29", 3 * 86400),
      ("2023-12-31", 6 * 86400), ("2026-10-01 06:00", 3 * 86400 + 21600),
    ] as [(String, Nanoseconds)])
  func clocks(text: String, seconds: Nanoseconds) throws {
    #expect(try ValueReader.clock(text).inWeek == seconds * .second)
  }

  @Test(arguments: [
    ("24:00", "`24:00` is not on the clock (00:00 to 23:59)"),
    ("12:60", "`12:60` is not on the clock (00:00 to 23:59)"),
    ("Friday 20:00", "`Friday` is not a day of the week (did you mean `Fri`?)"),
    ("Frx 20:00", "`Frx` is not a day of the week (Mon Tue Wed Thu Fri Sat Sun)"),
    ("2026-02-29", "there is no `2026-02-29` in the calendar"),
    ("2026-13-01", "`2026-13-01` is not a date (write it as in `2026-10-01`)"),
    ("8", "`8` is not a clock time (write it as in `20:30`, `Fri 20:00` or `2026-10-01`)"),
    ("", "`` is not a clock time (write it as in `20:30`, `Fri 20:00` or `2026-10-01`)"),
    ("12:5", "`12:5` is not a time of day (write it as in `20:30`)"),
  ])
  func badClocks(text: String, expected: String) {
    #expect(message { () throws(ValueError) in try ValueReader.clock(text) } == expected)
  }

  @Test func clocksWithinARun() throws {
    let start = try ValueReader.clock("Fri 22:00")
    #expect(try ValueReader.clock("23:00").since(start) == .hour)
    #expect(try ValueReader.clock("01:00").since(start) == 3 * .hour)
    #expect(try ValueReader.clock("Mon 22:00").since(start) == 3 * .day)
    #expect(try ValueReader.clock("Fri 22:00").since(start) == 0)
    #expect(try ValueReader.clock("2026-10-01").since(start) == nil)
    let date = try ValueReader.clock("2026-10-01")
    #expect(try ValueReader.clock("2026-10-03 12:00").since(date) == 2 * .day + 12 * .hour)
    #expect(try ValueReader.clock("2026-09-30").since(date) == nil)
  }

  @Test(
    arguments: [
      ("0", 0), ("250", 250), ("007", 7), ("12k", 12_000), ("1.2M", 1_200_000), ("150M", 150_000_000),
      ("2G", 2_000_000_000),
      ("0.5k", 500), ("9223372036854775807", Int64.max),
    ] as [(String, Int64)])
  func counts(text: String, expected: Int64) throws {
    #expect(try ValueReader.count(text) == expected)
  }

  @Test(arguments: [
    ("1.5", "`1.5` is not a whole number"), ("1.0005k", "`1.0005k` is not a whole number"),
    ("10K", "`10K` is not a count (did you mean `10k`?)"), ("-1", "`-1` is out of bounds (at least 0)"),
    ("9223372036854775808", "`9223372036854775808` is too large for a count"),
    ("10G G", "`10G G` is not a count (write it as in `12k` or `150M`)"),
    ("1_000", "`1_000` is not a count (write it as in `12k` or `150M`)"),
    ("0x10", "`0x10` is not a count (write it as in `12k` or `150M`)"),
    ("", "a count is missing (write it as in `12k` or `150M`)"),
    ("many", "`many` is not a count (write it as in `12k` or `150M`)"),
    ("1e3", "`1e3` is not a count (write it as in `12k` or `150M`)"),
  ])
  func badCounts(text: String, expected: String) {
    #expect(message { () throws(ValueError) in try ValueReader.count(text) } == expected)
  }

  @Test func boundedCounts() {
    #expect(
      message { () throws(ValueError) in try ValueReader.count("0", 1...9) } == "`0` is out of bounds (from 1 to 9)")
    #expect(
      message { () throws(ValueError) in try ValueReader.count("10", 1...9) } == "`10` is out of bounds (from 1 to 9)")
  }

  @Test(
    arguments: [
      ("500/s", 500), ("0/s", 0), ("3000/min", 50), ("12k/year", 12000.0 / 31_536_000), ("3600/h", 1), ("86400/day", 1),
      ("86400/d", 1), ("2592000/month", 1), ("0.5/s", 0.5), ("1.8M/s", 1_800_000), ("5%/day", 0.05 / 86400),
      ("900k/s", 900_000),
      ("100 / s", 100), ("604800/week", 1),
    ] as [(String, Double)])
  func rates(text: String, expected: Double) throws {
    #expect(try ValueReader.rate(text) == expected)
  }

  @Test(arguments: [
    ("500", "`500` is a number without `per what` (did you mean `500/s`?)"),
    ("500/sec", "`sec` is not a span that a rate can be per (did you mean `s`?)"),
    (
      "500/sprint",
      "`sprint` is not a span that a rate can be per (one of `s`, `min`, `h`, `d`, `day`, `week`, `month` or `year`)"
    ),
    ("500/ms", "`ms` is not a span that a rate can be per (did you mean `s`?)"),
    ("-5/s", "a rate cannot be negative: `-5/s`"), ("x/s", "`x` is not a rate (write it as in `500/s` or `12k/year`)"),
    ("fast", "`fast` is not a rate (write it as in `500/s` or `12k/year`)"),
    ("1/2/s", "`1/2/s` is not a rate (write it as in `500/s` or `12k/year`)"),
  ])
  func badRates(text: String, expected: String) {
    #expect(message { () throws(ValueError) in try ValueReader.rate(text) } == expected)
  }

  @Test(
    arguments: [
      ("1 KB", 1000), ("1KB", 1000), ("1 KiB", 1024), ("12 KiB", 12288), ("512 MiB", 536_870_912),
      ("2GB", 2_000_000_000),
      ("0 B", 0), ("1.5 KiB", 1536), ("40 GiB", 42_949_672_960), ("200 KB", 200_000),
    ] as [(String, Int64)])
  func sizes(text: String, expected: Int64) throws {
    #expect(try ValueReader.size(text) == expected)
  }

  @Test(arguments: [
    ("12", "`12` is a number without a unit of size (did you mean `12 B` or `12 KB`?)"),
    ("1 kb", "`kb` is not a unit of size (did you mean `KB`?)"),
    ("1 k", "`k` is not a unit of size (did you mean `KB`?)"),
    ("1 kib", "`kib` is not a unit of size (did you mean `KiB`?)"), ("0.5 B", "`0.5 B` is not a whole number of bytes"),
    ("-1 KB", "a size cannot be negative: `-1 KB`"), ("10000000 TiB", "`10000000 TiB` is too large"),
    ("big", "`big` is not a size (write it as in `12 KiB` or `1 MB`)"),
  ])
  func badSizes(text: String, expected: String) {
    #expect(message { () throws(ValueError) in try ValueReader.size(text) } == expected)
  }

  @Test(
    arguments: [("99.9%", 0.999), ("0%", 0), ("100%", 1), ("0.1%", 0.001), ("0.999", 0.999), ("5%", 0.05), ("1", 1)]
      as [(String, Double)])
  func ratios(text: String, expected: Double) throws {
    #expect(try ValueReader.ratio(text) == expected)
  }

  @Test(arguments: [
    ("101%", "`101%` is not between 0% and 100%"), ("60", "`60` is not between 0% and 100% (did you mean `60%`?)"),
    ("-1%", "`-1%` is not between 0% and 100%"), ("half", "`half` is not a share (write it as in `99.9%`)"),
    ("5 %", "`5 %` is not a share (did you mean `5%`?)"),
  ])
  func badRatios(text: String, expected: String) {
    #expect(message { () throws(ValueError) in try ValueReader.ratio(text) } == expected)
  }

  @Test func factorsFlagsAndScales() throws {
    #expect(try ValueReader.factor("x6") == 6)
    #expect(try ValueReader.factor("x2.4") == 2.4)
    #expect(
      message { () throws(ValueError) in try ValueReader.factor("6") } == "`6` is not a factor (did you mean `x6`?)")
    #expect(message { () throws(ValueError) in try ValueReader.factor("x0") } == "a factor must be above zero: `x0`")
    #expect(message { () throws(ValueError) in try ValueReader.factor("x-2") } == "a factor must be above zero: `x-2`")
    #expect(try ValueReader.flag("yes") && !ValueReader.flag("no"))
    #expect(
      message { () throws(ValueError) in try ValueReader.flag("on") }
        == "`on` is neither `yes` nor `no` (did you mean `yes`?)")
    #expect(
      message { () throws(ValueError) in try ValueReader.flag("False") }
        == "`False` is neither `yes` nor `no` (did you mean `no`?)")
    #expect(try ValueReader.scale("1:1000") == 1000)
    #expect(
      message { () throws(ValueError) in try ValueReader.scale("1000") }
        == "`1000` is not a scale (write it as in `1:1000`)")
    #expect(
      message { () throws(ValueError) in try ValueReader.scale("1:0") }
        == "`1:0` is not a scale (write it as in `1:1000`)")
  }

  @Test func countsPerSomething() throws {
    #expect(try ValueReader.countPer("320 per partition", ["partition", "replica"], 1...1000) == (320, "partition"))
    #expect(try ValueReader.countPer("5", ["partition", "replica"], 1...1000) == (5, "partition"))
    #expect(
      message { () throws(ValueError) in try ValueReader.countPer("5 per partitoin", ["partition", "replica"], 1...9) }
        == "it cannot be per `partitoin` (did you mean `partition`?)")
    #expect(
      message { () throws(ValueError) in try ValueReader.countPer("0 per replica", ["partition", "replica"], 1...9) }
        == "`0` is out of bounds (from 1 to 9)")
  }
}

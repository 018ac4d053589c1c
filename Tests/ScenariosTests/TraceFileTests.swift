import Scenarios
import Testing

/// CSV files as tools write them: read, or refused by a sentence that says what to do.
@Suite struct TraceFileTests {
  private func folder(_ csv: String, _ workload: String = "trace: rows.csv, flows: { view: 100% }") throws -> Folder {
    try Folder([
      "shop.yaml": try Draft.with("rate: 10/s, flows: { view: 90%, sale: 10% }", workload, in: ShopDraft.text),
      "rows.csv": csv,
    ])
  }

  private func times(_ csv: String) throws -> [Int64] {
    guard case .trace(let rows) = try folder(csv).read("shop.yaml").workloads[0].shape else { return [] }
    return rows.map(\.at)
  }

  @Test(arguments: [
    "\u{feff}at\n1s\n1500ms\n", "\u{feff}\"at\"\r\n1s\r\n1500ms\r\n", "at_s\n1\n1.5\n", "at_ms\n1000\n1500.0\n",
    "at_us\n1000000\n1500000\n", "at_ns\n1000000000\n1500000000.9\n", "# log\nat_s,flow\n1,view\n1500ms,view\n",
  ])
  func `a byte-order mark is passed over, and a time has its unit or the header has it`(csv: String) throws {
    #expect(try times(csv) == [1_000_000_000, 1_500_000_000])
  }

  private static let origin = "and a trace counts from the start of its workload"
  private static let form =
    "the header of a trace is `at` or `at,flow`, or `at_s`, `at_ms`, `at_us`, `at_ns` with a unit"

  @Test(arguments: [
    (
      "at\n12.5\n",
      "2:1: error: `12.5` has no unit (did you mean `12.5s`? The header can name the unit of all: `at_s` or `at_ms`)"
    ),
    (
      "at\n2026-10-01T12:00:00Z\n",
      "2:1: error: `2026-10-01T12:00:00Z` is a place in the calendar, \(origin) (subtract the first time from each, and write the rest in seconds below a header `at_s`)"
    ),
    (
      "at_s\n2026-10-01 12:00:00.5\n",
      "2:1: error: `2026-10-01 12:00:00.5` is a place in the calendar, \(origin) (subtract the first time from each, and write the rest in seconds below a header `at_s`)"
    ),
    (
      "at\n1790812800.25\n",
      "2:1: error: `1790812800.25` counts from 1970, it seems, \(origin) (subtract the first time from each, and name the unit in the header: `at_s` or `at_ms`)"
    ),
    (
      "at_ms\n1790812800250\n",
      "2:1: error: `1790812800250` counts from 1970, it seems, \(origin) (subtract the first time from each, and name the unit in the header: `at_s` or `at_ms`)"
    ),
    ("at;flow\n1s;view\n", "1:1: error: \(form) (separate the columns by commas)"),
    ("1s\n2s\n", "1:1: error: \(form) (put the header before the first time)"),
    ("at,flow,status\n1s,view,200\n", "1:1: error: \(form) (keep these columns alone)"),
  ])
  func `what is no time since the start is refused by what to do`(csv: String, expected: String) throws {
    #expect(try folder(csv).problems("shop.yaml") == ["rows.csv:\(expected)"])
  }

  @Test func `rows after the end of the run are said`() throws {
    let found = try folder("at\n1s\n59min\n2h\n3h\n").problems("shop.yaml")
    #expect(
      found.contains {
        $0.hasSuffix(
          "warning: 2 of the 4 rows of the trace of `day` come after the run has ended (let the run last longer than the last row, or cut the trace)"
        )
      }, "\(found)")
    #expect(try !folder("at\n1s\n59min\n").problems("shop.yaml").contains { $0.contains("come after") })
  }

  @Test(arguments: [
    ("{ at: 2h, for: 1h, rate: 1/s }", "1h", "the span begins after the run has ended, so nothing of it happens"),
    (
      "{ at: Tue 9:00, for: 1h, rate: 1/s }", "12h", "the span begins after the run has ended, so nothing of it happens"
    ),
    ("{ at: 30min, for: 1h, rate: 1/s }", "1h", "the run ends 30min after the span has begun, before the span does"),
    ("{ at: 9:00, for: 1h, rate: 1/s }", "3d", "`9:00` comes once, and the run lasts until after the next one"),
    (
      "{ at: Fri 9:00, for: 1h, rate: 1/s }", "14d", "`Fri 9:00` comes once, and the run lasts until after the next one"
    ),
    ("{ at: 9:00, for: 1h, rate: 1/s }, { at: 33h, for: 1h, rate: 1/s }", "2d", ""),
    ("{ at: 9:00, for: 1h, rate: 1/s }", "1d", ""), ("{ at: 9h, for: 1h, rate: 1/s }", "3d", ""),
  ])
  func `spans that do not happen, or only once, are said`(spans: String, duration: String, expected: String) throws {
    let text = """
      orrery: 1
      run: { starts: Mon 00:00, duration: \(duration) }
      components: { app: { kind: service, operations: { page: 5ms } } }
      flows: { view: [ { call: app.page, timeout: 1s } ] }
      workloads: { day: { calendar: [ \(spans) ], flows: { view: 100% } } }

      """
    let found = try Folder(["a.yaml": text]).problems("a.yaml").filter { $0.contains("span") || $0.contains("once") }
    #expect(
      expected.isEmpty ? found.isEmpty : found.count == 1 && found[0].contains("warning: \(expected)"), "\(found)")
  }

  @Test func `measured values may begin with a byte-order mark and comments`() throws {
    let text = try Draft.with(
      "app: { kind: service, operations: { page: 5ms } }",
      "app: { kind: service, operations: { page: empirical(v.csv) } }", in: Self.small)
    for csv in ["\u{feff}1ms\n3ms\n", "\u{feff}time\r\n1ms\r\n3ms\r\n", "# measured\ntime\n1ms\n3ms\n"] {
      #expect(try Folder(["a.yaml": text, "v.csv": csv]).problems("a.yaml") == [])
    }
  }

  private static let small = """
    orrery: 1
    run: { duration: 1h }
    components: { app: { kind: service, operations: { page: 5ms } } }
    flows: { view: [ { call: app.page, timeout: 1s } ] }
    workloads: { day: { rate: 1/s, flows: { view: 100% } } }

    """
}

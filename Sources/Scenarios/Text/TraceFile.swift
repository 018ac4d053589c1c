import Engine

/// Arrival times from a CSV file: a header `at` or `at,flow`, then one arrival in each line, ascending. A time is
/// either seconds as a decimal number, which tools write, or a literal with its unit, as in a scenario.
struct TraceFile {
  struct Row {
    var at: Nanoseconds
    /// Index in `flows`; -1 where the row names none.
    var flow: Int32
  }

  static let mostRows = 10_000_000
  /// Rows of the longest form that is of use, twice over.
  static let largestFile = 512 << 20
  /// What is wrong in one row is mostly wrong in all: more messages would bury the others.
  private static let mostProblems = 5

  private(set) var rows: [Row] = []
  /// Names of flows in the order in which they are met, with the place of the first.
  private(set) var flows: [(name: String, place: Place)] = []
  private(set) var problems: [Problem] = []

  init(_ bytes: [UInt8], file: String) {
    var flowIndex: [[UInt8]: Int32] = [:]
    var hasFlows: Bool?
    var number = 0
    for line in Lines(bytes: bytes) {
      number += 1
      if problems.count >= Self.mostProblems { return }
      let line = Self.trimmed(line)
      if line.isEmpty || line.first == UInt8(ascii: "#") { continue }
      let place = Place(file: file, line: number, column: 1)
      let cells = line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map(Self.trimmed)
      guard let withFlows = hasFlows else {
        let header = cells.map { String(decoding: $0, as: UTF8.self) }
        guard header == ["at"] || header == ["at", "flow"] else {
          add("the header of a trace is `at` or `at,flow`", place)
          return
        }
        hasFlows = header.count == 2
        continue
      }
      guard cells.count == 1 || withFlows && cells.count == 2 else {
        add("the row has \(cells.count) columns, and the header \(withFlows ? 2 : 1)", place)
        continue
      }
      guard rows.count < Self.mostRows else {
        add("a trace holds at most \(Self.mostRows) rows", place)
        return
      }
      guard let at = time(cells[0], place) else { continue }
      if let last = rows.last, at < last.at {
        add(
          "the time `\(String(decoding: cells[0], as: UTF8.self).shortened)` is before that of the row above", place,
          "sort the file by `at`")
        continue
      }
      var flow: Int32 = -1
      if cells.count == 2, !cells[1].isEmpty {
        let name = Array(cells[1])
        if let known = flowIndex[name] {
          flow = known
        } else {
          flow = Int32(flows.count)
          flowIndex[name] = flow
          flows.append((String(decoding: name, as: UTF8.self), place))
        }
      }
      rows.append(Row(at: at, flow: flow))
    }
    if problems.isEmpty, rows.isEmpty {
      add("the trace holds no arrivals", Place(file: file, line: 1, column: 1))
    }
  }

  private mutating func add(_ message: String, _ place: Place, _ suggestion: String? = nil) {
    problems.append(Problem(.error, at: place, message, suggestion: suggestion))
  }

  private mutating func time(_ cell: ArraySlice<UInt8>, _ place: Place) -> Nanoseconds? {
    let text = String(decoding: cell, as: UTF8.self)
    do throws(ValueError) {
      guard let number = ExactDecimal(text) else { return try ValueReader.time(text) }
      guard !number.isNegative else { throw ValueError("a time cannot be negative: `\(text.shortened)`") }
      guard number.double(times: .second) <= Double(ValueReader.longestTime) else {
        throw ValueError("`\(text.shortened)` is longer than 100 years")
      }
      // Clocks write more digits than nanoseconds have: what is below one is cut.
      return number.floor(times: .second)
    } catch {
      add(error.message, place, error.suggestion)
      return nil
    }
  }

  private static func trimmed(_ cell: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let blank: (UInt8) -> Bool = { $0 == 32 || $0 == 9 || $0 == 13 || $0 == UInt8(ascii: "\"") }
    var cell = cell.drop(while: blank)
    while let last = cell.last, blank(last) { cell.removeLast() }
    return cell
  }

  /// Lines one by one, since a list of ten million slices would cost more than the file.
  private struct Lines: Sequence, IteratorProtocol {
    let bytes: [UInt8]
    var start = 0
    init(bytes: [UInt8]) { self.bytes = bytes }
    mutating func next() -> ArraySlice<UInt8>? {
      guard start < bytes.count else { return nil }
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      defer { start = end + 1 }
      return bytes[start..<end]
    }
  }
}

extension ExactDecimal {
  /// This many units without what is below one; the number is not negative and the result fits.
  fileprivate func floor(times unit: Int64) -> Int64? {
    let (product, overflows) = digits.multipliedReportingOverflow(by: Int128(unit))
    guard !overflows else { return nil }
    var divisor: Int128 = 1
    for _ in 0..<min(places, 37) { divisor *= 10 }
    return Int64(exactly: product / divisor)
  }
}

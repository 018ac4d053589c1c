import Engine

/// Arrival times from a CSV file: a header `at` or `at,flow`, then one arrival in each line, ascending. A time counts
/// from the start of the workload and has its unit, as in a scenario; or the header has it for plain numbers, which
/// tools write: `at_s`, `at_ms`, `at_us` or `at_ns`.
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

  private let file: String
  private var flowIndex: [[UInt8]: Int32] = [:]
  /// Rows of one flow mostly follow each other.
  private var lastFlow: (name: [UInt8], index: Int32) = ([], -1)
  /// Decimal places of the unit that the header names, in nanoseconds: 9 for seconds; nil where cells have their own.
  private var unitPlaces: Int?

  init(_ bytes: [UInt8], file: String) {
    self.file = file
    var columns = 0
    var number = 0
    for line in Lines(bytes: bytes) {
      number += 1
      if problems.count >= Self.mostProblems { return }
      let line = Self.trimmed(line)
      if line.isEmpty || line.first == UInt8(ascii: "#") { continue }
      let comma = line.firstIndex(of: UInt8(ascii: ",")) ?? line.endIndex
      let (first, rest) = (Self.trimmed(line[..<comma]), Self.trimmed(line[comma...].dropFirst()))
      guard columns > 0 else {
        columns = comma == line.endIndex ? 1 : 2
        guard readHeader(first), columns == 1 || rest.elementsEqual("flow".utf8) else {
          add(
            Self.headerForm, number, Self.headerHint(String(decoding: line.prefix(200), as: UTF8.self), bytes: bytes))
          return
        }
        continue
      }
      let count = line[comma...].count { $0 == UInt8(ascii: ",") } + 1
      guard count <= columns else {
        add("the row has \(count) columns, and the header \(columns)", number)
        continue
      }
      guard rows.count < Self.mostRows else {
        add("a trace holds at most \(Self.mostRows) rows", number)
        return
      }
      guard let at = plain(first) ?? time(first, number) else { continue }
      if let last = rows.last, at < last.at {
        let text = String(decoding: first, as: UTF8.self)
        add("the time `\(text.shortened)` is before that of the row above", number, "sort the file by `at`")
        continue
      }
      guard at < Self.firstEpoch else {
        addEpoch(first, number)
        return
      }
      rows.append(Row(at: at, flow: rest.isEmpty ? -1 : flow(rest, number)))
    }
    if problems.isEmpty, rows.isEmpty { add("the trace holds no arrivals", 1) }
  }

  /// Whether the first column is `at`, with or without a unit; takes the unit.
  private mutating func readHeader(_ cell: ArraySlice<UInt8>) -> Bool {
    let units = ["at": nil, "at_s": 9, "at_ms": 6, "at_us": 3, "at_ns": 0] as [String: Int?]
    guard let places = units[String(decoding: cell, as: UTF8.self)] else { return false }
    unitPlaces = places
    return true
  }

  private mutating func addEpoch(_ cell: ArraySlice<UInt8>, _ line: Int) {
    let refusal = Self.epochRefusal(String(decoding: cell, as: UTF8.self))
    add(refusal.message, line, refusal.suggestion)
  }

  private mutating func add(_ message: String, _ line: Int, _ suggestion: String? = nil) {
    problems.append(
      Problem(.error, at: Place(file: file, line: line, column: 1), message, suggestion: suggestion))
  }

  private mutating func flow(_ name: ArraySlice<UInt8>, _ line: Int) -> Int32 {
    if name.elementsEqual(lastFlow.name) { return lastFlow.index }
    let name = Array(name)
    if let known = flowIndex[name] {
      lastFlow = (name, known)
    } else {
      lastFlow = (name, Int32(flows.count))
      flowIndex[name] = lastFlow.index
      flows.append((String(decoding: name, as: UTF8.self), Place(file: file, line: line, column: 1)))
    }
    return lastFlow.index
  }

  /// `12.345` with few enough digits for a machine word, as nearly every row has it where the header has the unit.
  private func plain(_ cell: ArraySlice<UInt8>) -> Nanoseconds? {
    guard let unitPlaces else { return nil }
    var (value, places, hasPoint, digits) = (Int64(0), 0, false, 0)
    for byte in cell {
      if byte == UInt8(ascii: "."), !hasPoint, digits > 0 {
        hasPoint = true
        continue
      }
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9"), digits < 17, places < unitPlaces || !hasPoint else {
        return nil
      }
      value = value * 10 + Int64(byte - UInt8(ascii: "0"))
      digits += 1
      if hasPoint { places += 1 }
    }
    guard digits > 0, !hasPoint || places > 0 else { return nil }
    for _ in places..<unitPlaces {
      let (product, overflows) = value.multipliedReportingOverflow(by: 10)
      if overflows { return nil }
      value = product
    }
    return value <= ValueReader.longestTime ? value : nil
  }

  private mutating func time(_ cell: ArraySlice<UInt8>, _ line: Int) -> Nanoseconds? {
    let text = String(decoding: cell, as: UTF8.self)
    do throws(ValueError) {
      guard let number = ExactDecimal(text) else {
        if Self.isDate(text) { throw Self.dateRefusal(text) }
        return try ValueReader.time(text)
      }
      guard !number.isNegative else { throw ValueError("a time cannot be negative: `\(text.shortened)`") }
      guard let unitPlaces else {
        guard number.double < 1e9 else { throw Self.epochRefusal(text) }
        throw ValueError(
          "`\(text.shortened)` has no unit",
          suggestion: "did you mean `\(text.shortened)s`? The header can name the unit of all: `at_s` or `at_ms`")
      }
      let unit = Self.powerOfTen(unitPlaces)
      guard number.double(times: unit) < Double(Self.firstEpoch) else { throw Self.epochRefusal(text) }
      // Clocks write more digits than nanoseconds have: what is below one is cut.
      return number.floor(times: unit)
    } catch {
      add(error.message, line, error.suggestion)
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
      if start == 0, bytes.starts(with: [0xef, 0xbb, 0xbf]) { start = 3 }
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

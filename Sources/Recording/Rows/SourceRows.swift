import Experiments
import GRDB
import Scenarios

extension Scenario.SourceText: StoredRow {
  static var table: String { "sources" }
  static var columns: [String] { ["path", "text"] }
  var values: [DatabaseValue] { [.text(path), .text(text)] }
  init(_ row: inout RowSource) throws {
    self.init(path: try row.text(), text: try row.text())
  }
}

extension SourcedQuantity: StoredRow {
  static var table: String { "quantities" }
  static var columns: [String] {
    ["path", "text", "origin", "quote", "written_range", "file", "line", "column"]
  }
  var values: [DatabaseValue] {
    [
      .text(path), .text(text), .text(origin.rawValue), .text(quote), .text(range),
      .text(place.file), .integer(place.line), .integer(place.column),
    ]
  }
  init(_ row: inout RowSource) throws {
    self.init(
      path: try row.text(), text: try row.text(), origin: try row.word(),
      quote: try row.optionalText(), range: try row.optionalText(),
      place: Place(file: try row.text(), line: try row.int(), column: try row.int()))
  }
}

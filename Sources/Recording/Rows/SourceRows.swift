import Experiments
import GRDB
import Scenarios

extension Scenario.SourceText: StoredRow {
  static var table: String { "sources" }
  static var blank: Scenario.SourceText { Scenario.SourceText(path: "", text: "") }
  static let columns: [Column<Scenario.SourceText>] = [
    .init("path", \.path),
    .init("text", \.text),
  ]
}

extension SourcedQuantity: StoredRow {
  static var table: String { "quantities" }
  static var blank: SourcedQuantity {
    SourcedQuantity(
      path: "", text: "", origin: .assumed, quote: nil, range: nil, place: Place(file: "", line: 0, column: 0))
  }
  static let columns: [Column<SourcedQuantity>] = [
    .init("path", \.path),
    .init("text", \.text),
    .word("origin", \.origin),
    .init("quote", \.quote),
    .init("written_range", \.range),
    .init("file", \.place.file),
    .init("line", \.place.line),
    .init("column", \.place.column),
  ]
}

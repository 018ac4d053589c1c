import CPQ

/// What a statement returned, as texts.
package struct Rows {
  private var values: [[String?]] = []
  /// Rows that were inserted, updated, deleted or returned.
  private(set) var affected = 0

  init(_ result: OpaquePointer) {
    let columns = PQnfields(result)
    values = (0..<PQntuples(result)).map { row in
      (0..<columns).map { column in
        PQgetisnull(result, row, column) == 1 ? nil : PQgetvalue(result, row, column).map { String(cString: $0) }
      }
    }
    affected = PQcmdTuples(result).flatMap { Int(String(cString: $0)) } ?? 0
  }

  var count: Int { values.count }

  func text(_ row: Int, _ column: Int) -> String? { row < values.count ? values[row][column] : nil }

  /// 0 where there is no such row, or no number in it.
  func int(_ row: Int, _ column: Int) -> Int { text(row, column).flatMap { Int($0) } ?? 0 }

  func bool(_ row: Int, _ column: Int) -> Bool { text(row, column) == "t" }
}

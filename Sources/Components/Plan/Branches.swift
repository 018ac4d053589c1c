/// Branch tables one after the other.
struct Branches {
  private struct Row {
    var first: Int32
    var count: Int32
    var otherwise: Int32
    var next: Int32
  }

  private let rows: Table<Row>
  private let targets: Table<(outcome: UInt16, target: Int32)>

  init(_ tables: [BranchTable]) {
    var first: Int32 = 0
    rows = Table(
      tables.map { table in
        defer { first += Int32(table.targets.count) }
        return Row(first: first, count: Int32(table.targets.count), otherwise: table.otherwise, next: table.next)
      })
    targets = Table(tables.flatMap(\.targets))
  }

  func deallocate() {
    rows.deallocate()
    targets.deallocate()
  }

  /// Where an outcome goes on; −1 where it is a failure that nobody handles.
  @inline(__always)
  func target(of outcome: UInt16, in table: Int32) -> Int32 {
    let row = rows[Int(table)]
    for place in row.first..<row.first + row.count where targets[Int(place)].outcome == outcome {
      return targets[Int(place)].target
    }
    if row.otherwise >= 0 && outcome != StandardOutcome.ok { return row.otherwise }
    return StandardOutcome.isFailure(outcome) ? -1 : row.next
  }

  /// Whether a table that only lists outcomes has this one; −1 lists none.
  @inline(__always)
  func lists(_ outcome: UInt16, in table: Int32) -> Bool {
    guard table >= 0 else { return false }
    let row = rows[Int(table)]
    return (row.first..<row.first + row.count).contains { targets[Int($0)].outcome == outcome }
  }
}

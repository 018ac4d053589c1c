/// Assigns each row a column of its own at least cost: the Hungarian method with potentials, row by row by shortest
/// augmenting paths (Kuhn 1955; Jonker and Volgenant 1987).
///
/// - Parameter cost: of row and column; nil where they must not meet.
/// - Returns: the column of each row.
/// - Precondition: some assignment of all rows exists, and sums of costs do not overflow.
/// - Complexity: O(rows² · columns).
func leastCostAssignment(rows: Int, columns: Int, cost: (Int, Int) -> Int64?) -> [Int] {
  precondition(rows <= columns, "more rows than columns")
  // Column 0 and row 0 stand for none; potentials keep reduced costs at zero or above.
  var rowPotential = Array(repeating: Int64(0), count: rows + 1)
  var columnPotential = Array(repeating: Int64(0), count: columns + 1)
  var rowOf = Array(repeating: 0, count: columns + 1)
  for row in stride(from: 1, through: rows, by: 1) {
    var least = Array(repeating: Int64.max, count: columns + 1)
    var before = Array(repeating: 0, count: columns + 1)
    var isReached = Array(repeating: false, count: columns + 1)
    var at = 0
    rowOf[0] = row
    repeat {
      isReached[at] = true
      let reached = rowOf[at]
      var step = Int64.max
      var next = 0
      for column in 1...columns where !isReached[column] {
        if let cost = cost(reached - 1, column - 1) {
          let reduced = cost - rowPotential[reached] - columnPotential[column]
          if reduced < least[column] {
            least[column] = reduced
            before[column] = at
          }
        }
        if least[column] < step {
          step = least[column]
          next = column
        }
      }
      precondition(step < .max, "a row that cannot be assigned")
      for column in 0...columns {
        if isReached[column] {
          rowPotential[rowOf[column]] += step
          columnPotential[column] -= step
        } else if least[column] < .max {
          least[column] -= step
        }
      }
      at = next
    } while rowOf[at] != 0
    while at != 0 {
      rowOf[at] = rowOf[before[at]]
      at = before[at]
    }
  }
  var assigned = Array(repeating: 0, count: rows)
  for column in 1...max(1, columns) where column <= columns && rowOf[column] > 0 {
    assigned[rowOf[column] - 1] = column - 1
  }
  return assigned
}

extension OperationsDesk {
  /// Tickets of one region that one optimal run looks at, at most.
  package static let optimalLimit = 500

  /// One region's tickets and experts at least cost. Each ticket may stay alone, which costs more than any ways that it
  /// could save, and for each priority more than for all tickets of lower ones. Of more than `optimalLimit` tickets,
  /// those that are last by priority and age wait for the next run.
  func matchOptimally(_ all: [UInt32], _ experts: [UInt32], _ run: inout MatchingRun) {
    let waiting = Array(all.prefix(Self.optimalLimit))
    let count = Int64(waiting.count)
    var farthest: Int64 = 0
    for ticket in waiting {
      for expert in experts { farthest = max(farthest, metres(expert, ticket)) }
    }
    run.comparisons += UInt64(waiting.count * experts.count)
    let alone = (farthest + 1) * (count + 1)
    let assigned = leastCostAssignment(rows: waiting.count, columns: experts.count + waiting.count) { row, column in
      if column < experts.count {
        return fits(experts[column], waiting[row]) ? metres(experts[column], waiting[row]) : nil
      }
      guard column - experts.count == row else { return nil }
      switch tickets.orders[Int(waiting[row])].priority {
      case .low: return alone
      case .normal: return alone * (count + 1)
      case .urgent: return alone * (count + 1) * (count + 1)
      }
    }
    for (row, column) in assigned.enumerated() where column < experts.count {
      add(Match(ticket: waiting[row], expert: experts[column]), to: &run)
    }
  }
}

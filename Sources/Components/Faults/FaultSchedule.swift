import Engine

/// Which faults are on, and when those that come again do.
struct FaultSchedule {
  /// By number, ascending.
  private(set) var active: [Int] = []
  /// Of each fault that comes again: when it was on.
  private(set) var spans: [[FaultSpan]]
  private var occurrences: [UInt64]
  /// Replica that each fault of a primary struck when it began last.
  var lostPrimaries: [Int]
  var cuts = Cuts()

  init(_ plan: NetworkPlan) {
    spans = plan.faults.map { _ in [] }
    occurrences = plan.faults.map { _ in 0 }
    lostPrimaries = plan.faults.map { _ in 0 }
  }

  func isOn(_ number: Int) -> Bool { active.contains(number) }

  mutating func set(_ number: Int, isOn: Bool) {
    active.removeAll { $0 == number }
    if isOn { active.insert(number, at: active.firstIndex { $0 > number } ?? active.count) }
  }

  // MARK: Faults that come again

  /// The first beginning of a fault.
  func beginning(of number: Int, _ plan: FaultPlan, _ draws: borrowing Draws) -> Nanoseconds {
    guard let recurs = plan.recurs else { return plan.begins }
    return draw(number, recurs.gap, recurs.stream, part: 0, draws)
  }

  /// One begins; when it ends, which it draws where the plan does not say.
  mutating func begin(_ number: Int, _ plan: FaultPlan, at now: Nanoseconds, _ draws: borrowing Draws) -> Nanoseconds? {
    guard let recurs = plan.recurs else { return nil }
    if spans[number].count < FaultSpan.limit { spans[number].append(FaultSpan(begins: now, ends: .max)) }
    return now + max(1, draw(number, recurs.length, recurs.stream, part: 1, draws))
  }

  /// One ends; when it begins again.
  mutating func end(_ number: Int, _ plan: FaultPlan, at now: Nanoseconds, _ draws: borrowing Draws) -> Nanoseconds? {
    guard let recurs = plan.recurs else { return nil }
    if let last = spans[number].indices.last, spans[number][last].ends == .max { spans[number][last].ends = now }
    occurrences[number] += 1
    return now + max(1, draw(number, recurs.gap, recurs.stream, part: 0, draws))
  }

  private func draw(
    _ number: Int, _ distribution: Int32, _ stream: Int32, part: UInt64, _ draws: borrowing Draws
  ) -> Nanoseconds {
    draws.samplers[Int(distribution)].draw(draws.streams[Int(stream)].bits(entity: occurrences[number], draw: part))
  }
}

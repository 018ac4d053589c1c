import Components
import Engine

/// A message that goes with a commit: a `publish` that follows a write to the store of the queue's outbox.
struct OutboxEntry {
  var queue: Component
  var key: KeyChoice?
  /// Outcomes of the write after which the steps do not come to the `publish`.
  var blocked: [String]
}

extension Assembler {
  /// What the outbox takes with a step: the `publish` steps further down the list whose queue has its outbox in the
  /// store that the step writes to.
  func outbox(of step: Step, before rest: ArraySlice<Step>) -> [OutboxEntry] {
    let store: String
    switch step.action {
    case .call(let call): store = call.component
    case .decide(let decide):
      guard let within = decide.within else { return [] }
      store = within.component
    default: return []
    }
    let ends = step.branches.filter { Self.ends($0.steps) }.flatMap(\.outcomes)
    return rest.compactMap { later in
      guard case .publish(let topic, let key, _) = later.action, let queue = component(topic),
        queue.map("outbox")?["in"]?.word == store
      else { return nil }
      return OutboxEntry(queue: queue, key: key, blocked: ends)
    }
  }

  private static func ends(_ steps: [Step]) -> Bool {
    switch steps.last?.action {
    case .reply, .fail: true
    default: false
    }
  }

  /// The messages of the outbox, beside the steps, after what the commit decides.
  mutating func emitOutbox(_ owner: Owner) {
    for entry in owner.outbox {
      guard let index = componentIndex[entry.queue.name], let log = logIndex[index] else { continue }
      let name = "\(owner.name)→\(unprefixed(entry.queue.name))"
      let relay = entry.queue.map("outbox")?["relay"]?.nanoseconds ?? 100 * .millisecond
      var publish = Instruction(.publish)
      publish.target = Int32(log)
      publish.context = Assembler.salt(name)
      publish.law = law(.uniform(low: 0, high: Double(max(1, relay))))
      publish.stream = stream("\(name)/relay")
      setKey(entry.key, in: &publish)
      if !entry.blocked.isEmpty {
        publish.table = Int32(plan.branchTables.count)
        plan.branchTables.append(
          BranchTable(targets: entry.blocked.map { (outcome($0), 0) }, otherwise: -1, next: -1))
      }
      linkSet.insert(LinkPlan(from: owner.component, to: index, style: .publish))
      emit(publish)
    }
    // What follows is no part of the commit.
    if !owner.outbox.isEmpty { emit(Instruction(.finish)) }
  }

  /// Where a plain call's commit goes on; −1 when nothing goes with it.
  mutating func emitCommit(_ owner: Owner) -> Int32 {
    guard !owner.outbox.isEmpty else { return -1 }
    let jump = plan.program.count
    emit(Instruction(.jump))
    let place = here
    emitOutbox(owner)
    plan.program[jump].target = here
    return place
  }
}

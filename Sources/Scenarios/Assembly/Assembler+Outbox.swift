import Components
import Engine

/// A message that goes with a commit: a `publish` that follows a write to the store of the queue's outbox.
struct OutboxEntry {
  var queue: Component
  var key: KeyChoice?
  var size: Distribution?
  var label: String
  /// Outcomes of the write after which the steps do not come to the `publish`.
  var blocked: [String]
  /// Clocks that the steps set on the way to the `publish`, and the outcomes of the write after which they do; none
  /// for always. They stand at the commit, since the message leaves with it.
  var marks: [(name: String, outcomes: [String])]
}

/// A loop with `until` whose steps are compiled: its last step ends an iteration, and what follows the loop follows that.
struct LoopContext {
  var step: Step
  var last: String
  var until: [String]
  /// Steps behind the loop.
  var rest: ArraySlice<Step>
}

extension Assembler {
  /// What the outbox takes with a step: the `publish` steps further down whose queue has its outbox in the store that
  /// the step writes to, up to the next write to it.
  func outbox(of step: Step, before rest: ArraySlice<Step>, _ owner: Owner) -> [OutboxEntry] {
    guard let store = Self.store(writtenBy: step) else { return [] }
    if let loop = owner.loop, loop.last == step.label {
      let own = step.branches.flatMap(\.outcomes)
      let ends = Self.ends(of: loop.step)
      let blocked = (outcomes(decidedBy: step) + own + loop.step.branches.flatMap(\.outcomes)).filter {
        !loop.until.contains($0) || ends.contains($0)
      }
      return entries(of: store, in: loop.rest, after: [step, loop.step], blocked: blocked)
    }
    return entries(of: store, in: rest, after: [step], blocked: Self.ends(of: step))
  }

  private func entries(
    of store: String, in rest: ArraySlice<Step>, after writers: [Step], blocked: [String]
  ) -> [OutboxEntry] {
    var marks = writers.flatMap(\.branches).flatMap { branch in
      Self.marks(in: branch.steps).map { ($0, branch.outcomes) }
    }
    var entries: [OutboxEntry] = []
    for later in rest {
      // The message goes with the last write before it.
      if Self.store(writtenBy: later) == store { break }
      marks += Self.marks(in: [later]).map { ($0, []) }
      guard case .publish(let topic, let key, let size) = later.action, let queue = component(topic),
        queue.map("outbox")?["in"]?.word == store
      else { continue }
      entries.append(
        OutboxEntry(queue: queue, key: key, size: size, label: later.label, blocked: blocked, marks: marks))
      marks = []
    }
    return entries
  }

  /// The component that a step writes to.
  static func store(writtenBy step: Step) -> String? {
    switch step.action {
    case .call(let call): readNames.contains(call.operation) ? nil : call.component
    case .decide(let decide):
      decide.within.flatMap { readNames.contains($0.operation) ? nil : $0.component }
    case .repeated(_, _, let steps, let until) where !until.isEmpty: steps.last.flatMap(store)
    default: nil
    }
  }

  /// Outcomes of a step after which its list does not go on.
  private static func ends(of step: Step) -> [String] {
    step.branches.filter { ends($0.steps) }.flatMap(\.outcomes)
  }

  private func outcomes(decidedBy step: Step) -> [String] {
    guard case .decide(let decide) = step.action else { return [] }
    let domain = domains.first { $0.prefix == decide.prefix } ?? domains.first
    return domain?.provider.description.commands.first { $0.name == decide.command }?.outcomes ?? []
  }

  private static func marks(in steps: [Step]) -> [String] {
    steps.compactMap { if case .mark(let name) = $0.action { name } else { nil } }
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
      for (name, outcomes) in entry.marks {
        emit(.mark(clock: mark(name), after: list(of: outcomes)))
      }
      let blocked = list(of: entry.blocked)
      let message = Instruction.Publication(
        log: Int32(log), key: key(entry.key), size: entry.size.map { distribution($0) } ?? -1,
        context: recordContext(owner, entry.queue.name, entry.label))
      if let outbox = entry.queue.map("outbox") { plan.logs[log].relay = outbox.time("relay") }
      linkSet.insert(LinkPlan(from: owner.component, to: index, style: .publish))
      emit(.stage(message, unless: blocked))
    }
    // What follows is no part of the commit.
    if !owner.outbox.isEmpty { emit(.finish) }
  }

  /// A table that only lists outcomes; −1 for none.
  mutating func list(of outcomes: [String]) -> Int32 {
    if outcomes.isEmpty { return -1 }
    plan.branchTables.append(BranchTable(targets: outcomes.map { (outcome($0), 0) }, otherwise: -1, next: -1))
    return Int32(plan.branchTables.count - 1)
  }

  /// Where a plain call's commit goes on; −1 when nothing goes with it.
  mutating func emitCommit(_ owner: Owner) -> Int32 {
    guard !owner.outbox.isEmpty else { return -1 }
    let jump = plan.program.count
    emit(.jump(to: 0))
    let place = here
    emitOutbox(owner)
    plan.program[jump] = .jump(to: here)
    return place
  }
}

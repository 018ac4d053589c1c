import Components
import Engine
import RoadWarriorCore

/// Joins the Road Warrior core to one replication.
final class RoadWarriorBinding: DomainBinding {
  private let settings: RoadWarriorSettings
  private let seed: UInt64
  private let replication: Int
  private let preferences: RandomStream
  private let fields: RandomStream
  private var itineraries: ItineraryStore
  private var edits = AcceptedEdits()
  private var merge: FieldMerge
  private var recent = RecentCommands()
  private var notices: NotificationRegister
  private var ownership = PartitionOwnership()
  private var batch = BatchRuns<StagedChange>()
  private let mailSource: MailSource
  private var mail: MailRoom
  private var rows: LargeBlock<StoredReservation>?
  /// What is known of the reservations of a plan's partitions, by whoever asks or is told.
  private var tracked: [(plan: PollingPlan, block: LargeBlock<TrackedReservation>)] = []
  private var partitioner: ReservationPartitioner?

  /// Invariants that commands of scenarios can violate. Those of the core's trips, reports and erasure are watched once
  /// scenarios can name what they decide.
  static let watched: [Invariant] = [
    .neverBackwards, .exactlyOnce, .noZombie, .editKept, .nothingSkipped, .notifiedOnce, .oneConsumer, .filteredFirst,
    .oneLoader,
  ]

  init(_ settings: RoadWarriorSettings, seed: UInt64, replication: Int) {
    self.settings = settings
    self.seed = seed
    self.replication = replication
    preferences = RandomStream(seed: seed, replication: replication, name: "reservation/preference")
    fields = RandomStream(seed: seed, replication: replication, name: "reservation/edited-field")
    mailSource = MailSource(settings.mail, seed: seed, replication: replication)
    mail = MailRoom(settings.mail, source: mailSource)
    itineraries = ItineraryStore(mode: settings.apply)
    merge = FieldMerge(mode: settings.apply == .wholeDocument ? .wholeDocument : .fieldLevel)
    notices = NotificationRegister(
      deduplicates: settings.deduplicates, enabled: settings.notified)
    if settings.reservations > 0 {
      rows = LargeBlock(count: Int(settings.reservations), usesAll: false)
    }
  }

  // MARK: Commands

  func perform(_ command: Int, _ context: inout CommandContext) -> Int {
    guard let command = RoadWarriorCommand(rawValue: command) else { return 0 }
    if command.isOfBatch { return performBatch(command, &context) }
    if command.isOfMail { return mail.perform(command, &context) }
    guard let rows, context.subject < UInt64(rows.count) else { return 0 }
    let row = rows.base + Int(context.subject)
    let update = ReservationUpdate(packed: context.payload)
    switch command {
    case .compare:
      return 0
    case .applyUpdate: return applyUpdate(&row.pointee, &context)
    case .registerNotice:
      let outcome = notices.register(
        update, row: &row.pointee, context.subject,
        preference: preferences.bits(entity: context.subject, draw: 0), at: context.now)
      return Int(outcome.rawValue)
    case .noticeDelivered:
      notices.noteDelivered(context.subject, at: context.now)
      return 0
    case .noticeDeadLettered:
      notices.noteDeadLettered(context.subject, at: context.now)
      return 0
    case .edit:
      context.payload = ReservationUpdate(version: row.pointee.version, kind: .edited).packed
      if row.pointee.isClosed { return 1 }
      edits.accept(context.subject, at: context.now)
      return 0
    case .view: return edits.isPending(context.subject) || context.readsStaleCopy ? 1 : 0
    case .remove:
      context.payload = ReservationUpdate(version: row.pointee.version, kind: .removed).packed
      return row.pointee.isClosed ? 1 : 0
    case .beginRun, .stage, .beginLoad, .load, .checkMail, .readMailbox, .handOn, .writeCursor, .parseMail: return 0
    }
  }

  /// What the request carries reaches the table: a source's change, or a traveller's command.
  private func applyUpdate(_ row: inout StoredReservation, _ context: inout CommandContext) -> Int {
    let update = ReservationUpdate(packed: context.payload)
    let outcome = itineraries.apply(update, to: &row, context.subject, at: context.now)
    context.settles = outcome == .stale || outcome == .tombstone
    if update.kind == .edited { settleEdit(&context, outcome) }
    guard outcome == .applied else { return Int(outcome.rawValue) }
    switch update.kind {
    case .edited: break
    case .removed:
      context.entityCommands.append(
        EntityCommand(at: context.now, entity: context.subject, code: TrackedReservation.State.removed.rawValue))
      merge.forget(UInt32(truncatingIfNeeded: context.subject))
      if settings.loadsAll { recent.note(context.subject, isRemoval: true, at: context.now) }
    case .changed, .cancelled, .finished:
      // What a batch loads was read when it took its snapshot; what a poll brings, when it asked.
      let readAt = batch.snapshot(of: Int(context.payload >> 32)) ?? context.change?.askedAt ?? context.now
      _ = merge.take(UInt32(truncatingIfNeeded: context.subject), .all, readAt: readAt, at: context.now)
    }
    return Int(outcome.rawValue)
  }

  private func settleEdit(_ context: inout CommandContext, _ outcome: ApplyOutcome) {
    guard let accepted = edits.settle(context.subject), outcome == .applied else { return }
    let all = ReservationFields.all.each
    let field = all[Int(fields.bits(entity: context.entity, draw: 0) % UInt64(all.count))]
    merge.edit(UInt32(truncatingIfNeeded: context.subject), field, at: accepted)
    if settings.loadsAll { recent.note(context.subject, isRemoval: false, at: context.now) }
  }

  /// A load of all rows brings those, too, that travellers have changed since its snapshot.
  private func reload(_ run: Int, at now: Nanoseconds) {
    guard let rows, let snapshot = batch.snapshot(of: run) else { return }
    for command in recent.since(snapshot) {
      if command.isRemoval {
        itineraries.reload(&rows.base[Int(command.reservation)], UInt64(command.reservation), at: now)
      } else {
        _ = merge.take(command.reservation, .all, readAt: snapshot, at: now)
      }
    }
    recent.forget(until: batch.oldestSnapshot ?? now)
  }

  /// Commands of a batch run: they are about no reservation, or about one that waits to be loaded.
  private func performBatch(_ command: RoadWarriorCommand, _ context: inout CommandContext) -> Int {
    switch command {
    case .beginRun:
      context.payload = UInt64(batch.begin(at: context.now))
      return 0
    case .stage:
      guard let change = context.change else { return 1 }
      let row = StagedChange(change: change, payload: context.payload & 0xffff_ffff, entity: context.entity)
      return batch.stage(row, in: Int(context.payload >> 32)) ? 0 : 1
    case .beginLoad:
      let run = Int(context.payload)
      context.effort = settings.loadsAll ? UInt64(settings.reservations) : UInt64(batch.staged(in: run))
      return Int(batch.beginLoad(run, at: context.now).rawValue)
    default:
      let run = Int(context.payload)
      let rows = batch.load(run)
      if settings.loadsAll { reload(run, at: context.now) }
      for (place, row) in rows.enumerated() {
        var item = EmittedItem(payload: row.payload | UInt64(run) << 32, entity: row.entity, visit: UInt64(place))
        item.change = row.change
        context.emit(item)
      }
      return 0
    }
  }

  private struct StagedChange {
    var change: CarriedChange
    var payload: UInt64
    var entity: UInt64
  }

  func laneTaken(log: Int, lane: Int, instance: Int, at time: Nanoseconds) {
    ownership.take(lane, instance: instance, at: time)
  }

  func laneReturned(log: Int, lane: Int, instance: Int, at time: Nanoseconds) {
    ownership.giveBack(lane, instance: instance)
  }

  func finish(at time: Nanoseconds) { mail.finish(at: time) }

  var monitors: [MonitorReading] {
    let all = itineraries.monitors.merged(with: notices.monitors).merged(with: ownership.monitors)
      .merged(with: batch.monitors).merged(with: merge.monitors).merged(with: mail.monitors)
    return Self.watched.map {
      let reading = all[$0]
      return MonitorReading(
        id: $0.id, violations: reading.violations, firstAt: reading.firstAt,
        firstEntity: reading.firstSubject)
    }
  }

  // MARK: Partitions

  var windowCuts: [Nanoseconds] { settings.storms.flatMap { [$0.begins, $0.ends] } }

  func makePartitions(
    for plan: PollingPlan, setup: PartitionSetup
  ) -> [any PopulationPartition] {
    let known = tracked.first { $0.plan.hasSameKeys(as: plan) }?.block
    let isFirst = known == nil
    let block = known ?? LargeBlock<TrackedReservation>(count: plan.keyCount, usesAll: true)
    if isFirst { tracked.append((plan, block)) }
    let entity = TrackedEntity(plan)
    if entity == .reservation { partitioner = Self.partitioner(for: plan) }
    let subscriptions = Subscriptions(plan, of: entity, seed: seed, replication: replication)
    let providers = ProviderChoice(
      count: setup.sourceKeys, exponent: settings.providerExponent, of: entity, seed: seed,
      replication: replication)
    let mailboxes = entity == .mailbox ? mailboxes : nil
    let clocks = plan.groups.map { settings.clock(of: entity, group: $0, lead: plan.lead ?? 2 * plan.period) }
    let trackers = plan.groups.enumerated().map { index, group in
      tracker(entity, group, span: clocks[index].clock(at: setup.horizon.drained), setup.samplers)
    }
    let sampler = setup.samplers.sampler(for: setup.distributions[Int(plan.distribution)])
    let stream = RandomStream(
      seed: setup.seed, replication: setup.replication, name: setup.streams[Int(plan.stream)])
    let faultDraws = RandomStream(
      seed: setup.seed, replication: setup.replication,
      name: setup.streams[Int(plan.stream)] + "/fault")
    var offset = 0
    let bases = plan.partitions.map { shape in
      defer { offset += shape.keys }
      return block.base + offset
    }
    nonisolated(unsafe) let made = UnsafeMutablePointer<(any PopulationPartition)?>
      .allocate(capacity: plan.partitions.count)
    made.initialize(repeating: nil, count: plan.partitions.count)
    nonisolated(unsafe) let pointers = bases
    setup.workers.run(pieces: plan.partitions.count) { piece, _ in
      let shape = plan.partitions[piece]
      let population = TrackedPopulation(
        base: pointers[piece], shape: shape, tracker: trackers[shape.group],
        clock: clocks[shape.group], providers: providers, subscriptions: subscriptions, mailboxes: mailboxes)
      if let push = plan.push {
        let pushes = TrackedPushes(
          PushLoop(
            population, plan: plan, push: push, shape: shape, horizon: setup.horizon, sampler: sampler, delays: stream,
            losses: faultDraws))
        pushes.initialize(isFirst: isFirst)
        made[piece] = pushes
      } else if plan.starts == .onCall {
        let passes = TrackedPasses(
          PassLoop(
            population, plan: plan, shape: shape, horizon: setup.horizon, sampler: sampler, stream: stream,
            faultDraws: faultDraws, sourceKeys: setup.sourceKeys))
        if isFirst { passes.initialize() }
        made[piece] = passes
      } else {
        let cycles = TrackedPartition(
          PollingLoop(
            population, plan: plan, shape: shape, horizon: setup.horizon, sampler: sampler, stream: stream,
            faultDraws: faultDraws, sourceKeys: setup.sourceKeys, conditionsAt: setup.conditionsAt))
        if isFirst || plan.keys == .unsubscribed { cycles.initialize(period: plan.period(of: shape), isFirst: isFirst) }
        made[piece] = cycles
      }
    }
    let partitions = (0..<plan.partitions.count).compactMap { made[$0] }
    made.deinitialize(count: plan.partitions.count).deallocate()
    return partitions
  }

  private var mailboxes: TrackedPopulation.Mailboxes {
    .init(source: mailSource, writesEveryPoll: settings.mail.writeBack == .everyPoll)
  }

  private func tracker(
    _ entity: TrackedEntity, _ group: String, span: UInt64, _ pool: SamplerPool
  ) -> Tracker<TrackedDraws> {
    let changes = entity == .mailbox ? settings.mail.rate : settings.changesPerSecond(group: group)
    let ends = entity == .mailbox ? 0 : settings.endsPerSecond
    let total = max(1e-18, changes + ends)
    return Tracker(
      source: SourceOfTruth(
        draws: TrackedDraws(
          of: entity, seed: seed, replication: replication, group: group, meanGap: 1e9 / total, span: span,
          pool: pool),
        finished: ends / total, cancelled: entity == .mailbox ? 0 : settings.cancelled))
  }

  func partition(of entity: UInt64, in plan: PollingPlan) -> Int {
    // Commands are about reservations.
    TrackedEntity(plan) == .reservation ? partitioner?.partition(of: entity) ?? -1 : -1
  }

  private static func partitioner(for plan: PollingPlan) -> ReservationPartitioner {
    var groups: [ReservationPartitioner.Group] = []
    for (index, shape) in plan.partitions.enumerated() {
      if shape.group == groups.count {
        groups.append(
          .init(first: shape.first, count: 0, partitions: 0, firstPartition: index))
      }
      groups[shape.group].count += UInt64(shape.keys)
      groups[shape.group].partitions += 1
    }
    return ReservationPartitioner(groups: groups)
  }
}

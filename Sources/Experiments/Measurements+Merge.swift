import Components
import Engine
import Statistics

extension Measurements {
  /// Adds another replication of the same plan. Intervals of the timeline are added up as well.
  mutating func merge(_ other: Measurements) {
    simulated = min(simulated, other.simulated)
    events += other.events
    for index in components.indices { components[index].merge(other.components[index]) }
    for index in operations.indices { operations[index].merge(other.operations[index]) }
    unendedOperations.merge(other.unendedOperations)
    for index in flows.indices { flows[index].merge(other.flows[index]) }
    for source in phases.indices {
      for phase in phases[source].indices {
        phases[source][phase].merge(other.phases[source][phase])
      }
    }
    for fault in faultStages.indices {
      for stage in faultStages[fault].indices { faultStages[fault][stage].merge(other.faultStages[fault][stage]) }
    }
    for index in measures.indices { measures[index].merge(other.measures[index]) }
    for command in commandOutcomes.indices {
      commandOutcomes[command].add(other.commandOutcomes[command])
    }
    commandStretches.merge(other.commandStretches)
    links.add(other.links)
    for index in groups.indices { groups[index].merge(other.groups[index]) }
    for index in pollings.indices { pollings[index].merge(other.pollings[index]) }
    for index in monitors.indices where index < other.monitors.count {
      monitors[index].violations += other.monitors[index].violations
    }
    unfinished += other.unfinished
    unfinishedRecords += other.unfinishedRecords
    turnedAway += other.turnedAway
    peakInFlight = max(peakInFlight, other.peakInFlight)
    isPartial = isPartial || other.isPartial
  }

  /// Changes that should have been measured and were not count as infinitely late: not found by a
  /// refresh that was due, or found and lost on the way.
  func withMissing(plan: NetworkPlan) -> Measurements {
    var copy = self
    for index in plan.measures.indices where plan.measures[index].mark == 0 {
      let measure = plan.measures[index]
      // A measure that several systems have is of its own system's changes; a lone one is of all.
      let isLone = !plan.measures.indices.contains { $0 != index && plan.measures[$0].name == measure.name }
      var expected: UInt64 = 0
      var settled: UInt64 = 0
      for (number, polling) in pollings.enumerated() {
        let system = NetworkPlan.prefix(of: plan.components[plan.pollings[number].component].name)
        guard isLone || system == measure.system else { continue }
        expected += polling.changesFound + polling.changesMissed
        settled += polling.changesSettled
      }
      let seen = copy.measures[index].delays.count + settled
      if expected > seen && !isPartial {
        copy.measures[index].delays.recordMissing(expected - seen)
        for limit in copy.measures[index].exceedances.indices {
          copy.measures[index].exceedances[limit].count += expected - seen
        }
      }
    }
    return copy
  }
}

extension ComponentMeasurement {
  mutating func merge(_ other: ComponentMeasurement) {
    arrivals += other.arrivals
    completions += other.completions
    failures += other.failures
    refusals += other.refusals
    timeouts += other.timeouts
    quotaRefusals += other.quotaRefusals
    failedResponse.merge(other.failedResponse)
    waiting.merge(other.waiting)
    service.merge(other.service)
    coreWaiting += other.coreWaiting
    wastedFailures += other.wastedFailures
    busySlots += other.busySlots
    busyCores += other.busyCores
    queue += other.queue
    present += other.present
    queueMaximum = max(queueMaximum, other.queueMaximum)
    presentMaximum = max(presentMaximum, other.presentMaximum)
    counts.merge(other.counts)
    active += other.active
    backlog += other.backlog
    crossZoneBytes += other.crossZoneBytes
    sizedBytes += other.sizedBytes
    intervalSlots.add(other.intervalSlots)
    intervalCores.add(other.intervalCores)
    intervalQueue.add(other.intervalQueue)
    intervalPresent.add(other.intervalPresent)
    intervalCompletions.add(other.intervalCompletions)
    intervalActive.add(other.intervalActive)
    unendedWaiting.merge(other.unendedWaiting)
    unendedResponse.merge(other.unendedResponse)
    unendedService.merge(other.unendedService)
    stretches.merge(other.stretches)
    absence = absence + other.absence
    intervalAbsence.add(other.intervalAbsence) { $0 + $1 }
    intervalFailures.add(other.intervalFailures)
    intervalArrivals.add(other.intervalArrivals)
    tails.add(other.tails) { TailSample(sum: $0.sum + $1.sum, count: $0.count + $1.count) }
  }
}

extension FlowMeasurement {
  mutating func merge(_ other: FlowMeasurement) {
    latency.merge(other.latency)
    intervals.merge(other.intervals)
    for index in exceedances.indices { exceedances[index].count += other.exceedances[index].count }
    offered.add(other.offered)
    completed.add(other.completed)
    failed.add(other.failed)
    started += other.started
    inFlight += other.inFlight
    inFlightMaximum = max(inFlightMaximum, other.inFlightMaximum)
    intervalInFlight.add(other.intervalInFlight)
    outcomes.add(other.outcomes)
    unended.merge(other.unended)
    unendedByInterval.merge(other.unendedByInterval)
    stretches.merge(other.stretches)
  }
}

extension PhaseMeasurement {
  mutating func merge(_ other: PhaseMeasurement) {
    offered += other.offered
    completed.add(other.completed)
    failed.add(other.failed)
    for index in latency.indices { latency[index].merge(other.latency[index]) }
    unended.merge(other.unended)
    stretches.merge(other.stretches)
  }
}

extension MeasureMeasurement {
  mutating func merge(_ other: MeasureMeasurement) {
    delays.merge(other.delays)
    intervals.merge(other.intervals)
    for index in exceedances.indices { exceedances[index].count += other.exceedances[index].count }
    pipeline.merge(other.pipeline)
    unended.merge(other.unended)
  }
}

extension PollingMeasurement {
  mutating func merge(_ other: PollingMeasurement) {
    due += other.due
    started += other.started
    answered += other.answered
    refused += other.refused
    timedOut += other.timedOut
    failed += other.failed
    inactive += other.inactive
    changesFound += other.changesFound
    changesMissed += other.changesMissed
    changesSettled += other.changesSettled
    latency.merge(other.latency)
    unended.merge(other.unended)
    waited += other.waited
    waitingSum += other.waitingSum
    waitingMaximum = max(waitingMaximum, other.waitingMaximum)
    busy += other.busy
    peakInFlight = max(peakInFlight, other.peakInFlight)
    intervalStarted.add(other.intervalStarted)
    intervalAnswered.add(other.intervalAnswered)
    intervalBusy.add(other.intervalBusy)
    intervalRefused.add(other.intervalRefused)
  }
}

extension Array where Element: UnsignedInteger {
  /// Element by element; the longer one's rest stays.
  mutating func add(_ other: [Element]) {
    for index in other.indices {
      if index < count { self[index] += other[index] } else { append(other[index]) }
    }
  }
}

extension Array {
  /// Element by element; the longer one's rest stays.
  fileprivate mutating func add(_ other: [Element], _ sum: (Element, Element) -> Element) {
    for index in other.indices {
      if index < count { self[index] = sum(self[index], other[index]) } else { append(other[index]) }
    }
  }
}

extension [SparseInterval] {
  mutating func merge(_ other: [SparseInterval]) {
    for index in other.indices {
      if index < count { self[index].merge(other[index]) } else { append(other[index]) }
    }
  }
}

extension [UnendedMeasurement] {
  mutating func merge(_ other: [UnendedMeasurement]) {
    for index in other.indices {
      if index < count { self[index].merge(other[index]) } else { append(other[index]) }
    }
  }
}

extension [UnendedInterval] {
  /// Both are in the order of their intervals, and the result is.
  mutating func merge(_ other: [UnendedInterval]) {
    var joined: [UnendedInterval] = []
    var own = self[...]
    var others = other[...]
    while let first = own.first, let second = others.first {
      if first.interval <= second.interval {
        joined.append(own.removeFirst())
        if first.interval == second.interval { joined[joined.count - 1].merge(others.removeFirst()) }
      } else {
        joined.append(others.removeFirst())
      }
    }
    self = joined + own + others
  }
}

extension UnendedInterval {
  mutating func merge(_ other: UnendedInterval) {
    ages.merge(other.ages)
    lost += other.lost
  }
}

extension GroupMeasurement {
  mutating func merge(_ other: GroupMeasurement) {
    published += other.published
    taken += other.taken
    redelivered += other.redelivered
    dropped += other.dropped
    lag.merge(other.lag)
    unended.merge(other.unended)
    inHand.merge(other.inHand)
    records += other.records
    recordsMaximum = max(recordsMaximum, other.recordsMaximum)
    recordsAtEnd += other.recordsAtEnd
    intervalRecords.add(other.intervalRecords)
    intervalOldest.add(other.intervalOldest)
    stretches.merge(other.stretches)
  }
}

extension [Stretch] {
  mutating func merge(_ other: [Stretch]) {
    for index in other.indices {
      guard index < count else { append(other[index]); continue }
      self[index].counts.add(other[index].counts)
      self[index].histograms.merge(other[index].histograms)
    }
  }
}

extension [[Stretch]] {
  mutating func merge(_ other: [[Stretch]]) {
    for index in other.indices {
      if index < count { self[index].merge(other[index]) } else { append(other[index]) }
    }
  }
}

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
    for index in flows.indices { flows[index].merge(other.flows[index]) }
    for source in phases.indices {
      for phase in phases[source].indices {
        phases[source][phase].merge(other.phases[source][phase])
      }
    }
    for index in measures.indices { measures[index].merge(other.measures[index]) }
    for command in commandOutcomes.indices {
      commandOutcomes[command].add(other.commandOutcomes[command])
    }
    links.add(other.links)
    for index in pollings.indices { pollings[index].merge(other.pollings[index]) }
    for index in monitors.indices where index < other.monitors.count {
      monitors[index].violations += other.monitors[index].violations
    }
    unfinished += other.unfinished
    turnedAway += other.turnedAway
    peakInFlight = max(peakInFlight, other.peakInFlight)
    isPartial = isPartial || other.isPartial
  }

  /// Changes that should have been measured and were not count as infinitely late: not found by a
  /// refresh that was due, or found and lost on the way.
  func withMissing(plan: NetworkPlan) -> Measurements {
    var copy = self
    for index in plan.measures.indices where plan.measures[index].mark == 0 {
      var expected: UInt64 = 0
      var settled: UInt64 = 0
      for polling in pollings {
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
    intervalCompletions.add(other.intervalCompletions)
    intervalActive.add(other.intervalActive)
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
    outcomes.add(other.outcomes)
  }
}

extension PhaseMeasurement {
  mutating func merge(_ other: PhaseMeasurement) {
    offered += other.offered
    completed.add(other.completed)
    failed.add(other.failed)
    for index in latency.indices { latency[index].merge(other.latency[index]) }
  }
}

extension MeasureMeasurement {
  mutating func merge(_ other: MeasureMeasurement) {
    delays.merge(other.delays)
    intervals.merge(other.intervals)
    for index in exceedances.indices { exceedances[index].count += other.exceedances[index].count }
    pipeline.merge(other.pipeline)
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
    waited += other.waited
    waitingSum += other.waitingSum
    waitingMaximum = max(waitingMaximum, other.waitingMaximum)
    busy += other.busy
    peakInFlight = max(peakInFlight, other.peakInFlight)
    intervalStarted.add(other.intervalStarted)
    intervalAnswered.add(other.intervalAnswered)
    intervalBusy.add(other.intervalBusy)
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

extension [SparseInterval] {
  mutating func merge(_ other: [SparseInterval]) {
    for index in other.indices {
      if index < count {
        var joined = self[index].histogram
        other[index].add(to: &joined)
        self[index] = SparseInterval(joined)
      } else {
        append(other[index])
      }
    }
  }
}

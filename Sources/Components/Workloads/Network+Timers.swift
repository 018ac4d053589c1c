import Engine
import Statistics

extension Network {
  /// A timer is due: it starts its operation, unless a fault keeps it or the last run is in the way.
  func fire(_ number: Int, in simulation: inout Simulation<NetworkEvent>) {
    let timer = plan.timers[number]
    let now = simulation.now
    timers[number].starts += 1
    let due = timer.first + Nanoseconds(timers[number].starts) * timer.every
    if due < horizon.end { schedule(.timer(number), at: due + jitter(number, timer), in: &simulation) }
    if stations[timer.component].conditions.misses { return }
    if measures.isMeasuring { stations[timer.component].counted.arrivals += 1 }
    if timers[number].running > 0 {
      switch timer.overlap {
      case .allow: break
      case .forbid:
        timers[number].skipped += 1
        decisions.add(.skipped, timer.component, at: now, signal: Double(timers[number].skipped))
        return
      case .replace: withdraw(timers[number].last, in: &simulation)
      }
    }
    let component = plan.operations[timer.operation].component
    let salt = RandomStream.mix(plan.components[timer.component].salt, 0x71e2)
    var frame = Frame()
    frame.identity = EventIdentity(salt: salt, number: timers[number].starts, system: stations[timer.component].system)
    frame.component = UInt16(component)
    frame.operation = UInt16(timer.operation)
    frame.counter = UInt32(plan.operations[timer.operation].entry)
    frame.context = RandomStream.mix(salt, timers[number].starts)
    frame.lane = Network.lane(ofTimer: number)
    frame.isMeasured = now >= horizon.warmUp
    var request = Request()
    request.entity = salt &+ timers[number].starts
    request.source = UInt16(sources.count + number)
    let index = frames.allocate(frame, request)
    frames[index].replica = UInt32(pickReplica(component, timer.operation, for: index))
    tracing.beginSpans(of: index, .wait, component: timer.component, at: now)
    measures.links.add(from: timer.component, to: component)
    timers[number].running += 1
    timers[number].last = index
    arrive(index, in: &simulation)
  }

  func jitter(_ number: Int, _ timer: TimerPlan) -> Nanoseconds {
    let bits = draws.streams[NetworkPlan.probeStream].bits(
      entity: plan.components[timer.component].salt, draw: timers[number].starts)
    return Nanoseconds(UInt64(timer.jitter + 1).multipliedFullWidth(by: bits).high)
  }

  /// A frame that a timer started carries the timer where records carry their lane.
  static func lane(ofTimer number: Int) -> Int32 { -2 - Int32(number) }

  func endRun(ofTimer lane: Int32) { timers[Int(-2 - lane)].running -= 1 }
}

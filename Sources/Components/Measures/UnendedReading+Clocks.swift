import Engine
import Statistics

/// Clocks that run when a run stops: what may still come to its measure.
extension UnendedReading {
  /// Each activity and message that carries the clock counts once, if its own steps, or what they lead to, may come to the
  /// measure; an activity that waits does not count for the callee, branch or record that counts itself.
  func addClocks(to result: inout Measurements) {
    var isWorkedOn: [Bool]?
    for (number, measure) in plan.measures.enumerated() where measure.mark != Request.changeMark {
      let reach = MeasureReach(of: number, in: plan.whole)
      for index in 0..<UInt32(frames.used) where frames[index].isMeasured && mayCome(index, to: reach) {
        let since = frames.mark(measure.mark, of: index)
        guard since != Request.unset else { continue }
        result.measures[number].unended.add(age: end - since, isLost: !liveness.frames[Int(index)])
      }
      guard messages.live > 0 else { continue }
      let worked = isWorkedOn ?? messagesWorkedOn()
      isWorkedOn = worked
      for index in 0..<UInt32(messages.used) where messages[index].log >= 0 && !worked[Int(index)] {
        let message = messages[index]
        let since = frames.mark(measure.mark, of: message.record)
        guard message.record.isMeasured, since != Request.unset,
          reach.isReached(from: plan.logs[Int(message.log)], in: plan.whole)
        else { continue }
        let isLost = message.isWaiting && !liveness.queues[Int(message.log)]
        result.measures[number].unended.add(age: end - since, isLost: isLost)
      }
    }
  }

  private func mayCome(_ index: UInt32, to reach: MeasureReach) -> Bool {
    let frame = frames[index]
    switch frame.state {
    // On its way back it has nothing more to do.
    case .free, .lost, .held, .returning: return false
    case .pausing: return reach[Int(frame.counter) - 1] || reach[Int(frame.counter)]
    default: break
    }
    return reach[Int(frame.counter)] || frame.commit >= 0 && reach[Int(frame.commit)]
  }

  /// Messages whose delivery is still worked on: that carries their clock.
  private func messagesWorkedOn() -> [Bool] {
    var isWorkedOn = Array(repeating: false, count: messages.used)
    for index in 0..<UInt32(frames.used) where frames[index].state != .free {
      let message = frames.message(index)
      if message != Frame.none && messages[message].worker == index { isWorkedOn[Int(message)] = true }
    }
    return isWorkedOn
  }
}

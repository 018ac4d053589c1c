import Statistics

/// What always holds at a station between two events.
extension Station {
  /// What does not add up, in words.
  /// - Parameters:
  ///   - isLog: what waits at a log waits in its lanes.
  ///   - endsAll: whether what arrived since it has been measured has ended here or is here.
  func imbalances(isLog: Bool, endsAll: Bool) -> [String] {
    var faults: [String] = []
    let name = plan.pointee.name
    if endsAll && Int64(counted.arrivals) != Int64(counted.completions) + gauges[.present].level {
      faults.append(
        "\(name): \(counted.arrivals) arrived, \(counted.completions) done, \(gauges[.present].level) there")
    }
    var (busy, working, queued): (Int64, Int64, Int64) = (0, 0, 0)
    for number in 0..<replicas.count {
      let (slots, cores) = (replicas[number].busySlots, replicas[number].busyCores)
      busy += Int64(slots)
      working += Int64(cores)
      queued += Int64(replicas[number].line.count) + Int64(replicas[number].coreLine.count)
      if plan.pointee.slots > 0 && slots > plan.pointee.slots { faults.append("\(name): slots") }
      if plan.pointee.cores > 0 && cores > plan.pointee.cores { faults.append("\(name): cores") }
      if slots < 0 || cores < 0 { faults.append("\(name): below zero") }
    }
    if busy != gauges[.busySlots].level || working != gauges[.busyCores].level {
      faults.append("\(name): levels of slots and cores")
    }
    if !isLog && queued != gauges[.queue].level { faults.append("\(name): \(queued) in line") }
    return faults
  }

  /// What is left where everything should have ended, in words.
  /// - Parameter endsAll: whether each arrival is completed here.
  func leftovers(endsAll: Bool) -> [String] {
    var left: [String] = []
    let name = plan.pointee.name
    for (gauge, word) in zip(Gauge.allCases, ["slots", "cores", "in line", "present"])
    where gauges[gauge].level != 0 {
      left.append("\(name): \(gauges[gauge].level) \(word)")
    }
    if endsAll && counted.arrivals != counted.completions {
      left.append("\(name): \(counted.arrivals) arrived, \(counted.completions) done")
    }
    if !rows.isEmpty || !fetches.isEmpty { left.append("\(name): rows or fetches") }
    return left
  }
}

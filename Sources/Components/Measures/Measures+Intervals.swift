import Engine
import Statistics

/// Timeline intervals.
extension Measures {
  func totals(of index: Int, at now: Nanoseconds) -> ComponentSeries.Totals {
    let state = stations.address(of: index)
    return ComponentSeries.Totals(
      gauges: state.pointee.gauges.totals(at: now),
      active: state.pointee.replicas.active.area(until: now), absence: state.pointee.replicas.absence.areas(until: now))
  }

  func endInterval(at now: Nanoseconds) {
    for index in flows.indices { flows[index].flush(at: now) }
    for index in clocks.indices { clocks[index].delays.flush() }
    for index in stations.indices {
      for gauge in Gauge.allCases {
        series[index].gauges[gauge.rawValue].end(at: stations[index].gauges[gauge].area(until: now))
      }
      series[index].absence.end(series[index].completions.count, stations[index].replicas.absence.areas(until: now))
      endCounts(index, at: now)
      series[index].completions.append(stations[index].intervalCompletions)
      if plan.components[index].scaling != nil {
        series[index].active.end(at: stations[index].replicas.active.area(until: now))
      }
      stations[index].intervalCompletions = 0
    }
  }

  /// Counts of the interval that ends, as differences of what is counted anyway.
  private func endCounts(_ index: Int, at now: Nanoseconds) {
    let place = series[index].completions.count
    let failures = stations[index].counted.failures - series[index].lastFailures
    series[index].lastFailures = stations[index].counted.failures
    if failures > 0 {
      series[index].failures.append(contentsOf: repeatElement(0, count: place - series[index].failures.count))
      series[index].failures.append(failures)
    }
    if plan.components[index].quota != nil {
      // What came is what left and what there is more of.
      let present = stations[index].gauges[.present].level
      let arrived = Int64(stations[index].intervalCompletions) + present - series[index].lastPresent
      series[index].arrivals.append(UInt64(max(0, arrived)))
      series[index].lastPresent = present
    }
    if (place + 1) % horizon.joined == 0 || now == horizon.end { endTail(index) }
  }

  /// The 99th percentile of what ended since the last point: of the difference of two states of a histogram.
  private func endTail(_ index: Int) {
    var responses = stations[index].times[.failedResponse].histogram
    for operation in operationsOf[index] { responses.merge(operationLatency[operation].histogram) }
    series[index].tails.append(responses.quantile(0.99, since: series[index].responses) ?? -1)
    series[index].responses = responses
  }
}

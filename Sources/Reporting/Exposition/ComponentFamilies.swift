import Experiments

/// The figures of components, as metrics.
struct ComponentFamilies {
  private var arrivals = MetricFamily("orrery_component_arrivals", .counter, "Operations that arrived.")
  private var completions = MetricFamily("orrery_component_completions", .counter, "Operations that ended.")
  private var good = MetricFamily(
    "orrery_component_good_completions", .counter, "Operations that were answered, and whose caller was still there.")
  private var failures = MetricFamily("orrery_component_failures", .counter, "Operations that failed.")
  private var refusals = MetricFamily("orrery_component_refusals", .counter, "Operations that were refused.")
  private var timeouts = MetricFamily("orrery_component_timeouts", .counter, "Calls that their callers gave up.")
  private var counts = MetricFamily(
    "orrery_component_counts", .counter, "The other counters, by the names that counts(counter=...) has for them.")
  private var replicas = MetricFamily("orrery_component_replicas", .gauge, "Replicas, as simulated.")
  private var meanReplicas = MetricFamily(
    "orrery_component_mean_replicas", .gauge, "Replicas that were active, as a mean, where something scales them.")
  private var utilization = MetricFamily(
    "orrery_component_utilization_ratio", .gauge, unit: "ratio", "Busy share of the scarcest resource.")
  private var hitRatio = MetricFamily(
    "orrery_component_hit_ratio", .gauge, unit: "ratio", "Look-ups that found their key, of all.")
  private var meanQueue = MetricFamily("orrery_component_mean_queue_length", .gauge, "Operations in line, as a mean.")
  private var longestQueue = MetricFamily("orrery_component_maximum_queue_length", .gauge, "Most operations in line.")
  private var inFlight = MetricFamily("orrery_component_mean_in_flight", .gauge, "Operations in hand, as a mean.")
  private var backlog = MetricFamily("orrery_component_backlog", .gauge, "Messages that wait at the end of the run.")
  private var response = MetricFamily(
    "orrery_component_mean_response_seconds", .gauge, unit: "seconds", "From arrival to end, as a mean.")
  private var waiting = MetricFamily(
    "orrery_component_mean_waiting_seconds", .gauge, unit: "seconds", "In line, as a mean.")
  private var service = MetricFamily(
    "orrery_component_mean_service_seconds", .gauge, unit: "seconds", "From start to end, as a mean.")

  mutating func add(_ component: ComponentResult, _ labels: MetricFamily.Labels) {
    let labels = labels + [("component", component.name), ("kind", component.kind)]
    arrivals.count(labels, component.arrivals)
    completions.count(labels, component.completions)
    good.count(labels, component.goodCompletions)
    failures.count(labels, component.failures)
    refusals.count(labels, component.refusals)
    timeouts.count(labels, component.timeouts)
    for count in component.counts { counts.count(labels + [("counter", count.counter)], count.count) }
    replicas.add(labels, Double(component.replicas))
    if let mean = component.meanReplicas { meanReplicas.add(labels, mean) }
    if let busy = component.utilization { utilization.add(labels + [("resource", component.scarcest)], busy) }
    if let ratio = component.hitRatio { hitRatio.add(labels, ratio) }
    meanQueue.add(labels, component.meanQueueLength)
    longestQueue.add(labels, Double(component.maximumQueueLength))
    inFlight.add(labels, component.meanInFlight)
    backlog.add(labels, Double(component.backlog))
    response.add(labels, Double(component.meanResponse) / 1e9)
    waiting.add(labels, Double(component.meanWaiting) / 1e9)
    service.add(labels, Double(component.meanService) / 1e9)
  }

  var all: [MetricFamily] {
    [
      arrivals, completions, good, failures, refusals, timeouts, counts, replicas, meanReplicas, utilization, hitRatio,
      meanQueue, longestQueue, inFlight, backlog, response, waiting, service,
    ]
  }
}

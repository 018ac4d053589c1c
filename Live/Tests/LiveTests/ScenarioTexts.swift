import Foundation

/// Scenarios of tests alone.
enum ScenarioTexts {
  /// One operation that hardly works, asked for by paths that tell each request from every other.
  ///
  /// - Parameters:
  ///   - call: what stands beside the path under `live.calls`.
  ///   - more: further keys of the file.
  static func things(
    rate: String = "200/s", duration: String = "4s", drain: String = "3s", work: String = "20us", connections: Int = 50,
    timeout: String? = nil, call: String = "replies: { 200: ok }", more: String = ""
  ) -> String {
    """
    orrery: 1
    name: live/things
    origin: assumed
    run: { duration: \(duration), warm-up: 0s, drain: \(drain), replications: 1 }
    components:
      app: { kind: service, cores: 1, threads: 1, queue: 1M, operations: { get: \(work), pause: 3s } }
    flows:
      visit: [ { call: app.get\(timeout.map { ", timeout: \($0)" } ?? "") } ]
      pause: [ { call: app.pause } ]
    workloads:
      visitors: { rate: \(rate), flows: { visit: 100% } }
    live:
      connections: \(connections)
      calls:
        app.get: { get: "/things/{request}", \(call) }
    options:
      # One request that has the only thread for three seconds.
      pause:
        workloads.pause: { crowd: { count: 1, within: 1ms }, starts: 4500ms, flows: { pause: 100% } }
    \(more)
    """ + "\n"
  }
}

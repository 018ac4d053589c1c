extension Kind {
  static let websocketServer = Kind(
    name: "websocket-server", structure: .station,
    summary: "Connections that stay: a bound on them, and work for each connect and each message.",
    operations: .declared, takesSteps: true,
    facets: Facets(slot: "connection", crashes: true, deploys: true),
    parameters: capacity.filter { !["threads", "queue"].contains($0.name) } + [
      Parameter(
        "connections", .count(1...100_000_000), standard: "10k", scales: true,
        "connections that one replica holds; more are refused"),
      Parameter("lease", .timeDistribution, standard: "10min", "time that a connection made by `connect` stays open"),
      zones, price, operations,
    ], meters: computeMeters,
    synonyms: "websocket websockets socket-io socket.io signalr",
    example:
      "sockets: { kind: websocket-server, connections: 20k, lease: exponential(mean 10min), operations: { connect: 2ms, message: 1ms } }"
  )
}

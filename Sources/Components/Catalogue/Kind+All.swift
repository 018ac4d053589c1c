extension Kind {
  /// Every kind that the language knows, built ones first.
  package static let all: [Kind] = [
    service, monolith, gateway, function, websocketServer, batchEngine, autoscaler, cron,
    loadBalancer, cdn, cache, pool, limiter,
    queue, worker, people, topic, compactedTopic, consumers, pollingWorker, subscription,
    database, documentStore, geoIndex, objectStore,
    external, identity, channel,
    bridge, warehouse, replicationLink,
  ]

  private static let bridge = announced("bridge", "Replication between brokers.")
  private static let warehouse = announced("warehouse", "Ingest and heavy queries.")
  private static let replicationLink = announced("replication-link", "Replication between stores, with lag.")

  /// Known to the language, not to the simulator yet; a file that uses one is told so by name.
  private static func announced(_ name: String, _ summary: String) -> Kind {
    Kind(
      name: name, structure: .announced, summary: summary, operations: .declaredOrPassedOn, takesSteps: true,
      facets: Facets(drawing: .data), parameters: [], meters: [], example: "")
  }
}

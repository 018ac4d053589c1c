extension Kind {
  static let documentStore = Kind(
    name: "document-store", structure: .shards,
    summary: "Shards by key, each with replicas: a write is done when a majority of the replicas has it.",
    operations: .declared, takesSteps: false,
    facets: Facets(slot: "core", crashes: true, keepsData: true, drawing: .data),
    parameters: [
      Parameter("key", .name(.population), "the key space that is split over the shards"),
      Parameter("shards", .count(1...100_000), standard: "1", scales: true, "parts of the key space"),
      Parameter("replicas", .count(1...15), standard: "3", "copies of each shard, the primary among them"),
      Parameter("cores", .count(1...4096), standard: "8", "operations that one replica works on at once"),
      Parameter("queue", .count(0...100_000_000), standard: "1000", "operations that may wait at one replica"),
      Parameter("reads", .word(["primary", "any"]), standard: "primary", "which replica answers `read` operations"),
      Parameter("record", .size, standard: "1 KB", "bytes of one record, for the storage meter"),
      zones, price, distributions,
    ],
    meters: computeMeters + [Meter("storage", "GB month", "bytes of the key space, times replicas")],
    synonyms: """
      mongo mongodb dynamo dynamodb cassandra couchbase couchdb firestore cosmos cosmosdb scylla hbase nosql
      elasticsearch elastic opensearch solr key-value
      """,
    example:
      "store: { kind: document-store, key: reservation, shards: 12, replicas: 3, operations: { read: 4ms, write: 8ms } }"
  )
}

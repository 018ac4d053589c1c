extension Kind {
  static let objectStore = Kind(
    name: "object-store", structure: .outside,
    summary: "Objects behind an interface: a latency distribution for each operation, request prices, egress.",
    operations: .declared, takesSteps: false,
    facets: Facets(drawing: .data),
    parameters: outsideParameters + [
      Parameter("key", .name(.population), "the key space of its objects, for storage"),
      Parameter("record", .size, standard: "1 MB", "bytes of one object"),
    ],
    meters: [
      Meter("get", "calls", "operations that do not write"),
      Meter("put", "calls", "operations named `put`"),
      Meter("call", "calls", "calls made, refused ones included"),
      Meter("egress", "GB", "bytes of the requests sent"),
      Meter("storage", "GB month", "bytes of its key space"),
    ],
    synonyms: "s3 gcs minio bucket blob blob-store blob-storage object-storage ceph r2",
    example:
      "bucket: { kind: object-store, operations: { get: 50ms, put: 80ms }, price: { get: $0.0004/1k calls, put: $0.005/1k calls } }"
  )
}

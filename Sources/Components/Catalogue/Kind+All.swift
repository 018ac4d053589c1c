extension Kind {
  /// Every kind that the language knows, built ones first.
  public static let all: [Kind] = built + announced

  static let built: [Kind] = computing + fronts + messaging + stores + outside

  /// Known to the language, not to the simulator yet; a file that uses one is told so by name.
  static let announced: [Kind] = [
    ("bridge", "Replication between brokers."),
    ("warehouse", "Ingest and heavy queries."),
    ("replication-link", "Replication between stores, with lag."),
  ].map {
    Kind(
      name: $0.0, isBuilt: false, summary: $0.1, operations: .declaredOrPassedOn, takesSteps: true,
      parameters: [], meters: [], example: "")
  }
}

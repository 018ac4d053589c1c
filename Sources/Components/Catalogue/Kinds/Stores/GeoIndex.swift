extension Kind {
  static let geoIndex = Kind(
    name: "geo-index", structure: .station,
    summary:
      "Positions in memory: commands of a domain core place and look up, and each comparison that they report takes core time.",
    operations: .declared, takesSteps: true,
    facets: Facets(crashes: true, deploys: true, drawing: .data),
    parameters: capacity + behaviour + [
      Parameter(
        "comparison", .time, standard: "50ns",
        "core time of one comparison that a command of the core reports, beside the `work` of the operation"),
      zones, price, operations,
    ], meters: computeMeters,
    synonyms: "postgis geohash geo quadtree",
    example:
      "places: { kind: geo-index, comparison: 50ns, operations: { move: 20us, find: [ work: 20us ] } }"
  )
}

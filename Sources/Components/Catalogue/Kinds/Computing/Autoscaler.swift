extension Kind {
  static let autoscaler = Kind(
    name: "autoscaler", structure: .scaler,
    summary: "Adds and removes replicas of a component by a signal that it sees late.",
    operations: .none, takesSteps: false,
    parameters: [Parameter("scales", .name(.component), required: true, "the component whose replicas it sets")]
      + scaling, meters: [],
    synonyms: "hpa asg auto-scaler scaling-group keda",
    example:
      "scaler: { kind: autoscaler, scales: web, min: 4, max: 24, keep: cpu 60%, metric-delay: 60s, startup: 90s, cooldown: 5min }"
  )
}

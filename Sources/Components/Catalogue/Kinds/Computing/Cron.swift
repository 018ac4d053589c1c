extension Kind {
  static let cron = Kind(
    name: "cron", structure: .timer,
    summary: "Starts an operation by the clock, with an overlap policy.",
    operations: .none, takesSteps: false,
    parameters: [
      Parameter("every", .time, required: true, positive: true, "time between two starts"),
      Parameter("first", .time, standard: "0s", "the first start, since the start of the run"),
      Parameter("runs", .text, required: true, "the operation: `component.operation`"),
      Parameter("jitter", .time, standard: "0s", "starts are late by up to this, drawn uniformly"),
      Parameter(
        "overlap", .word(["allow", "forbid", "replace"]), standard: "allow",
        "what happens when the last one still runs"),
    ], meters: [],
    synonyms: "scheduler timer cronjob cron-job schedule quartz eventbridge",
    example: "nightly: { kind: cron, every: 1d, runs: app.report, overlap: forbid }")
}

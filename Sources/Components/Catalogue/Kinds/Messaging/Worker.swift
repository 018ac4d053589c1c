extension Kind {
  static let worker = Kind(
    name: "worker", structure: .worker,
    summary: "Instances that take messages from a queue, each as many at once as it has threads.",
    operations: .declared, takesSteps: true,
    facets: Facets(crashes: true, deploys: true, takesFrom: .queue),
    parameters: [
      from, runs, zones, price, operations,
      Parameter("replicas", replicasForm, standard: "1", scales: true, "instances"),
      Parameter("threads", .count(1...100_000), standard: "8", "messages that one instance works on at once"),
      Parameter("remembers", .time, "idempotency keys: for so long, a message that was done is not done again"),
      Parameter("cores", .count(1...4096), standard: "2", "cores of one instance"),
    ], meters: computeMeters,
    synonyms: "workers celery sidekiq job-worker background-worker",
    example:
      "mailer: { kind: worker, from: mails, runs: send, replicas: 2, threads: 8, operations: { send: [ call: smtp.send ] } }"
  )
}

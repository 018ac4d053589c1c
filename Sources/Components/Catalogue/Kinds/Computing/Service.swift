extension Kind {
  static let service = Kind(
    name: "service", structure: .station,
    summary: "Replicas with threads, cores and a bounded queue; a thread is held for a whole operation.",
    operations: .declared, takesSteps: true,
    facets: Facets(crashes: true, deploys: true),
    parameters: capacity + behaviour + [zones, price, operations], meters: computeMeters,
    synonyms: """
      app application api server web web-server webserver backend back-end microservice container pod
      deployment kubernetes k8s ecs vm tomcat spring rails express node nodejs django
      """,
    example:
      "app: { kind: service, replicas: 2, cores: 2, threads: 50, operations: { list: [ work: 15ms, call: db.read ] } }"
  )
}

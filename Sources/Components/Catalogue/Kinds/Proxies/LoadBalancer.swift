extension Kind {
  static let loadBalancer = Kind(
    name: "load-balancer", structure: .balancer,
    summary: "Passes every operation on to the replicas of one component and chooses the replica.",
    operations: .passedOn, takesSteps: false,
    facets: Facets(drawing: .edge),
    parameters: [
      to, zones, price,
      Parameter(
        "pick", .word(picks), standard: "round-robin",
        "how the replica is chosen, for those who call through it"),
      Parameter(
        "health",
        .map([
          Parameter("every", .time, standard: "5s", positive: true, "time between probes of one replica"),
          Parameter("eject-after", .count(1...1000), standard: "3", "failed probes until a replica is left out"),
          Parameter("return-after", .count(1...1000), standard: "2", "good probes until it is back"),
        ]),
        "health checks: for those who call through it, a replica that fails its probes is left out; without them, and past it, calls to a dead replica fail"
      ),
    ], meters: passingMeters,
    synonyms: "nginx haproxy elb alb nlb traefik envoy lb loadbalancer balancer reverse-proxy proxy ingress",
    example: "balancer: { kind: load-balancer, to: app, pick: least-in-flight }")
}

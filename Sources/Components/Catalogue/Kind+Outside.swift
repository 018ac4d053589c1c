/// Interfaces of somebody else.
extension Kind {
  static let outside: [Kind] = [
    Kind(
      name: "external", isBuilt: true,
      summary: "Somebody else's interface: a latency law, a quota, outcomes with probabilities, a price.",
      operations: .declared, takesSteps: false,
      parameters: outsideParameters, meters: callMeters,
      example:
        "bank: { kind: external, operations: { charge: lognormal(median 700ms p99 3s) }, outcomes: { declined: 2% }, quota: 200/s }"
    ),
    Kind(
      name: "identity", isBuilt: true,
      summary: "An identity provider: an external interface that checks who is calling.",
      operations: .declared, takesSteps: false, parameters: outsideParameters, meters: callMeters,
      example: "identity: { kind: identity, operations: { check: 80ms }, outcomes: { error: 0.05% } }"),
    Kind(
      name: "channel", isBuilt: true,
      summary: "A push, mail or text channel: a latency law and a sending quota.",
      operations: .declared, takesSteps: false, parameters: outsideParameters, meters: callMeters,
      example: "push: { kind: channel, operations: { send: 100ms }, quota: 5k/s }"),
  ]
}

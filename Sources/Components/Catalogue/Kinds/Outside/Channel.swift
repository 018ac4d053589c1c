extension Kind {
  static let channel = Kind(
    name: "channel", structure: .outside,
    summary: "A push, mail or text channel: a latency distribution and a sending quota.",
    operations: .declared, takesSteps: false,
    facets: Facets(drawing: .outside), parameters: outsideParameters, meters: callMeters,
    synonyms: "email mail smtp sms twilio sendgrid ses push fcm apns notification",
    example: "push: { kind: channel, operations: { send: 100ms }, quota: 5k/s }")
}

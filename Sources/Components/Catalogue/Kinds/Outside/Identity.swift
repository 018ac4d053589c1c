extension Kind {
  static let identity = Kind(
    name: "identity", structure: .outside,
    summary: "An identity provider: an external interface that checks who is calling.",
    operations: .declared, takesSteps: false,
    facets: Facets(drawing: .outside), parameters: outsideParameters, meters: callMeters,
    synonyms: "keycloak auth0 okta cognito oauth oidc ldap auth sso idp",
    example: "identity: { kind: identity, operations: { check: 80ms }, outcomes: { error: 0.05% } }")
}

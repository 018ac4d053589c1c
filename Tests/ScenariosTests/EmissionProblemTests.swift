import Testing

@Suite struct EmissionProblemTests {
  private static let step = "- { call: store.write, key: reservation, policy: data }"

  @Test(arguments: [
    Mutation(
      step, "- { do: digest, when: { digested|nothing: continue } }",
      "24:17: error: `do: digest` emits messages, and nothing says where they go (name a queue, as in `emits: jobs`)"),
    Mutation(
      step, "- { do: digest, emits: evens, when: { digested|nothing: continue } }",
      "24:32: error: there is no component `evens` (did you mean `events`?)"),
    Mutation(
      step, "- { do: digest, emits: store, when: { digested|nothing: continue } }",
      "24:32: error: `store` is of kind `document-store`: nothing can be published to it (`emits` names a topic or queue)"
    ),
    Mutation(
      step, "- { do: notice-delivered, emits: events }", "24:35: error: `do: notice-delivered` emits nothing"),
    Mutation(
      step, "- { call: store.write, emits: events, policy: data }",
      "24:32: error: `emits` is not a key of `call` (one of `key`, `size`, `policy`, `priority`, `timeout`, `deadline`, `retry`, `breaker`, `hedge`, `as` or `when`)"
    ),
  ])
  func `a decision that emits says where, and no other step does`(_ mutation: Mutation) throws {
    try mutation.check()
  }

  @Test func `a request carries so many clocks and no more`() throws {
    // Two of them are those of polling; the core that emits has the first of these for its own.
    let names = ["one", "two", "three", "four", "five", "six"]
    let marks = names.map { "- { mark: \($0) }\n        " }.joined() + "- { mark: one, as: again }"
    #expect(try Draft.problems(Self.step, marks) == [])
    #expect(
      try Draft.problems(Self.step, marks + "\n        - { mark: seven }") == [
        "31:19: error: too many marks: a request carries 8 clocks, and 2 of them are taken (use a mark again whose measures are done)"
      ])
  }

  @Test func `a decision may emit at once, or when a write commits`() throws {
    for step in [
      "- { do: digest, emits: events, when: { digested|nothing: continue } }",
      "- { do: digest, in: store.write, policy: data, emits: events, when: { digested|nothing: continue } }",
    ] {
      #expect(try Draft.problems(Self.step, step) == [])
    }
  }
}

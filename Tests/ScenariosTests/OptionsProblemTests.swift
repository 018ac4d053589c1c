import Testing

@Suite struct OptionsProblemTests {
  @Test(arguments: [
    Mutation(
      "more: { components.app.replicas: 4 }", "more: { components.ap.replicas: 4 }",
      "72:11: error: the path `components.ap.replicas` leads through `components.ap`, which is not there (did you mean `app`?)"
    ),
    Mutation(
      "more: { components.app.replicas: 4 }", "more: { component.app.replicas: 4 }",
      "72:11: error: the path `component.app.replicas` begins with `component`, which is no top key that can be changed (did you mean `components`?)"
    ),
    Mutation(
      "more: { components.app.replicas: 4 }", "more: { components.app.replicas: four }",
      "72:36: error: `four` is not a count (write it as in `12k` or `150M`)"),
    Mutation(
      "more: { components.app.replicas: 4 }", "more: { components.app.queue: remove, components.app.cors: remove }",
      "72:41: error: there is no `components.app.cors` to remove (did you mean `cores`?)"),
    Mutation(
      "more: { components.app.replicas: 4 }", "more: { components.app.replicas.min: 4 }",
      "72:11: error: `components.app.replicas` is a value, so the path `components.app.replicas.min` does not lead into it (set `components.app.replicas` as a whole)"
    ),
    Mutation(
      "more: { components.app.replicas: 4 }", "more: { components.app.operations.buy.x: 4 }",
      "72:11: error: `components.app.operations.buy` is a list, so the path `components.app.operations.buy.x` does not lead into it (lists are replaced whole: set `components.app.operations.buy`)"
    ),
    Mutation(
      "more: { components.app.replicas: 4 }", "more: { expect: { RW-I9: violated } }",
      "72:21: error: the core `road-warrior` has no monitor `RW-I9` (did you mean `RW-I1`?)"),
    Mutation(
      "more: { components.app.replicas: 4 }", "more: { expect: { RW-I1: broken } }",
      "72:28: error: a monitor can only be expected to be `violated` (did you mean `violated`?)"),
    Mutation(
      "more: { components.app.replicas: 4 }", "more: { components.bank: remove }",
      "25:17: error: there is no component `bank`, with option `more` (one of `edge`, `balancer`, `app`, `store`, `events`, `reader`, `work-list` or `tracker`)",
      "51:19: error: there is no component `bank`, with option `more` (one of `edge`, `balancer`, `app`, `store`, `events`, `reader`, `work-list` or `tracker`)",
      "66:39: error: there is no component `bank`, with option `more` (one of `edge`, `balancer`, `app`, `store`, `events`, `reader`, `work-list` or `tracker`)"
    ),
    Mutation(
      "more: { components.app.replicas: 4 }", "more: { one-of: { a: { components.app.replicas: 4 } }, defualt: a }",
      "72:58: error: `defualt` is not a key of an option with `one-of` (did you mean `default`?)"),
    Mutation(
      "more: { components.app.replicas: 4 }", "more: { one-of: { a: { components.app.replicas: 4 } }, default: b }",
      "72:67: error: `default` names no alternative: `b` (did you mean `a`?)"),
    Mutation(
      "more: { components.app.replicas: 4 }", "more: 4",
      "72:9: error: an option is a map from paths to values, not `4` (write it as in `{ components.app.replicas: 4 }`)"),
    Mutation(
      "more: { components.app.replicas: 4 }", "more: { components..app: 4 }",
      "72:11: error: `components..app` is not a path (write it as in `components.app.replicas`)"),
  ])
  func problems(of mutation: Mutation) throws { try mutation.check() }
}

import Testing

@Suite struct ComponentsProblemTests {
  @Test(arguments: [
    Mutation(
      "kind: service", "kind: servce",
      "15:11: error: there is no kind `servce` (did you mean `service`?)"),
    Mutation(
      "kind: service", "kind: database",
      "16:5: error: `replicas` is not a parameter of kind `database` (did you mean `replica`?)",
      "23:9: error: an operation of kind `database` is a distribution, not steps (write it as in `200ms` or `lognormal(median 200ms p99 1s)`)",
      "58:50: error: outcome `declined` cannot occur here (one of `ok`, `timeout`, `refused`, `error`, `hit` or `miss`)",
      "72:11: error: `replicas` is not a parameter of kind `database` (did you mean `replica`?)"),
    Mutation(
      "kind: service\n", "cores: 1\n",
      "14:3: error: `kind` is missing in component `app`",
      "17:5: error: `cores` stands here a second time; the first is in line 15"),
    Mutation(
      "cores: 1\n", "cores: two\n",
      "17:12: error: `two` is not a count (write it as in `12k` or `150M`)"),
    Mutation(
      "queue: 64", "qeueue: 64",
      "18:5: error: `qeueue` is not a parameter of kind `service` (did you mean `queue`?)"),
    Mutation(
      "queue: 64", "threads: 0",
      "18:14: error: `0` is out of bounds (from 1 to 1000000)"),
    Mutation(
      "to: app", "to: ap",
      "13:40: error: there is no component `ap` (did you mean `app`?)"),
    Mutation(
      "to: app", "to: { list: app, els: app }",
      "13:53: error: `app` has no operation `els` (did you mean `else`?)",
      "58:18: error: `edge` has no operation `buy` (one of `list` or `els`)"),
    Mutation(
      "to: app", "to: { else: reader }",
      "13:48: error: nothing can be passed on to `reader`: kind `consumers` takes its work from a topic or queue (publish to what it reads)",
      "57:19: error: `edge` cannot be called: kind `consumers` takes its work from a topic or queue (publish to what it reads)",
      "58:18: error: `edge` cannot be called: kind `consumers` takes its work from a topic or queue (publish to what it reads)"
    ),
    Mutation(
      ", to: app", "",
      "13:3: error: `to` is missing in component `balancer`"),
    Mutation(
      "price: { instance: $50/month }", "price: { instnace: $50/month }",
      "19:14: error: kind `service` has no meter `instnace` (did you mean `instance`?)"),
    Mutation(
      "price: { instance: $50/month }", "price: { instance: $50/GB }",
      "19:24: error: the meter `instance` counts instance time, so its price cannot be `$50/GB` (write it as in `$50/month`)"
    ),
    Mutation(
      "price: { instance: $50/month }", "price: vm-small",
      "19:12: error: no price book has an entry `vm-small`"),
    Mutation(
      "price: { instance: $50/month }", "price: $50/month",
      "19:12: error: no price book has an entry `$50/month` (say what it is per: `{ instance: $50/month }`)"),
    Mutation(
      "hit: 90%", "hit: 90",
      "12:41: error: `90` is not between 0% and 100% (did you mean `90%`?)"),
    Mutation(
      "hit: 90%", "ttl: 1h",
      "12:41: error: `ttl` is for the keys that `caches` names, and it is missing (write it as in `caches: image`)"),
    Mutation(
      "list: 5ms", "list: 5",
      "21:13: error: `5` is a number without a unit of time (did you mean `5s`?)"),
    Mutation(
      "operations: { charge: 700ms }", "operations: { charge: [ work: 700ms ] }",
      "30:49: error: an operation of kind `external` is a distribution, not steps (write it as in `200ms` or `lognormal(median 200ms p99 1s)`)"
    ),
    Mutation(
      "by: vendor", "by: vendr",
      "30:117: error: there is no population `vendr` (did you mean `vendor`?)",
      "66:50: error: `key` aims at one key of the component's `by` population, and `bank` has no `by`"),
    Mutation(
      "partitions: { air: 6, car: 2 }", "partitions: { air: 6 }",
      "31:56: error: `partitions` has no value for the class `car`"),
    Mutation(
      "partitions: { air: 6, car: 2 }", "partitions: { air: 6, car: 2, bus: 1 }",
      "31:74: error: there is no class `bus` (one of `air` or `car`)"),
    Mutation(
      "partitions: 4", "partitions: many",
      "43:69: error: `many` is not a count (write it as in `12k` or `150M`)"),
    Mutation(
      "from: events", "from: app",
      "34:11: error: kind `consumers` reads a topic, and `app` is of kind `service`"),
    Mutation(
      "from: events", "from: evnts",
      "34:11: error: there is no component `evnts` (did you mean `events`?)"),
    Mutation(
      "runs: take", "runs: tak",
      "35:11: error: `reader` has no operation `tak` to run (did you mean `take`?)"),
    Mutation(
      "from: work-list", "from: events2",
      "46:11: error: there is no component `events2` (did you mean `events`?)"),
    Mutation(
      "    every: 300s\n", "",
      "44:3: error: `every` is missing in component `tracker` (the time of a cycle, as in `every: 300s`; or `starts: on call`)"
    ),
    Mutation(
      "every: 300s", "every: 300s\n    starts: on call",
      "47:12: error: `tracker` starts on call, and has no cycle (leave `every` or `starts: on call` out)"),
    Mutation("every: 300s", "starts: on call"),
    Mutation(
      "every: 300s", "every: 300",
      "47:12: error: `300` is a number without a unit of time (did you mean `300s`?)"),
    Mutation(
      "every: 300s", "every: 300s\n    starts: scattered",
      "48:13: error: `scattered` is not one of its values (one of `spread`, `together`, `by partition` or `on call`)"),
    Mutation(
      "every: 300s", "every: 300s\n    in-flight: 4 per partiton",
      "48:16: error: it cannot be per `partiton` (did you mean `partition`?)"),
    Mutation(
      "work-list: { kind: compacted-topic, key: reservation, partitions: 4 }",
      "work-list: { kind: compacted-topic, partitions: 4 }",
      "46:11: error: the topic `work-list` has no `key`, so there is no population to loop over"),
    Mutation(
      "replicas: 2", "replicas: { min: 2, max: 4 }"),
    Mutation(
      "replicas: 2", "replicas: [ 2 ]",
      "16:15: error: `replicas` cannot be a list"),
    Mutation(
      "queue: 64", "zones: a",
      "18:12: error: `zones` is a list, not `a` (write it as in `[ a, b ]`)"),
    Mutation(
      "queue: 64", "in-front-of: store.reed",
      "18:5: error: `in-front-of` is not a parameter of kind `service` (one of `replicas`, `cores`, `threads`, `queue`, `pick`, `discipline`, `weights`, `speed-by-load`, `shed`, `adapts`, `degrades`, `freezes`, `remembers`, `zones`, `price`, `operations` or `kind`)"
    ),
    Mutation(
      "outcomes: { declined: 2%, error: 0.1% }", "outcomes: { declined: 99.9%, error: 0.2% }",
      "30:68: error: the outcomes add up to 100.1%, which is more than 100%"),
  ])
  func problems(of mutation: Mutation) throws { try mutation.check() }
}

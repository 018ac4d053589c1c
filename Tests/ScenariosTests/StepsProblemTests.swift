import Testing

@Suite struct StepsProblemTests {
  @Test(arguments: [
    Mutation(
      "- publish: events", "- parallel: [ { work: 1ms }, { work: 2ms } ]",
      "28:21: error: `parallel` is a map from names to steps, not a list (name its parts, as in `parallel: { price: [ … ], credit: [ … ] }`)"
    ),
    Mutation(
      "- publish: events", "- { parallel: { a: { work: 1ms }, b: { work: 2ms } }, join: 0, cancel: yes }",
      "28:69: error: `join` is `all`, `any` or a number from 1 to 2, not `0`"),
    Mutation(
      "- work: exponential(mean 12ms)", "- wrok: exponential(mean 12ms)",
      "23:11: error: `wrok` is not a step (did you mean `work`?)"),
    Mutation(
      "- work: exponential(mean 12ms)", "- think: 5s",
      "23:11: error: `think` is for flows: a component does not think (did you mean `wait`?)"),
    Mutation(
      "- work: exponential(mean 12ms)", "- work",
      "23:11: error: `work` is not a step (write it as in `work: …`)"),
    Mutation(
      "- work: exponential(mean 12ms)", "- { work: 1ms, wait: 1ms }",
      "23:24: error: `wait` and `work` are two steps (make them two entries of a list)"),
    Mutation(
      "- work: exponential(mean 12ms)", "- { work: 1ms, when: { ok: continue } }",
      "23:24: error: `work` has no outcomes, so `when` never holds"),
    Mutation(
      "- work: exponential(mean 12ms)", "- { call: store, policy: data }",
      "23:19: error: `store` is not COMPONENT.OPERATION (did you mean `store.read`?)"),
    Mutation(
      "- work: exponential(mean 12ms)", "- { call: stor.read, policy: data }",
      "23:19: error: there is no component `stor` (did you mean `store`?)"),
    Mutation(
      "- work: exponential(mean 12ms)", "- { call: store.reed, policy: data }",
      "23:19: error: `store` has no operation `reed` (did you mean `store.read`?)"),
    Mutation(
      "- work: exponential(mean 12ms)", "- { call: store.read, policy: dat }",
      "23:39: error: there is no policy `dat` (did you mean `data`?)"),
    Mutation(
      "- work: exponential(mean 12ms)", "- { call: store.read }",
      "23:19: warning: the call has no timeout and waits as long as it takes (give it a `policy` or a `timeout`)"),
    Mutation(
      "- work: exponential(mean 12ms)", "- { call: store.read, timeout: 5 }",
      "23:40: error: `5` is a number without a unit of time (did you mean `5s`?)"),
    Mutation(
      "- work: exponential(mean 12ms)", "- { call: events.put, policy: data }",
      "23:19: error: `events` cannot be called: kind `topic` takes messages (use `publish`)"),
    Mutation(
      "- work: exponential(mean 12ms)", "- { call: reader.take, policy: data }",
      "23:19: error: `reader` cannot be called: kind `consumers` takes its work from a topic or queue (publish to what it reads)"
    ),
    Mutation(
      "- work: exponential(mean 12ms)", "- { call: store.read, policy: data, kee: vendor }",
      "23:45: error: `kee` is not a key of `call` (did you mean `key`?)"),
    Mutation(
      "- work: exponential(mean 12ms)", "- { call: store.read, policy: data, key: vender }",
      "23:50: error: there is no population `vender` (did you mean `vendor`?)"),
    Mutation(
      "- work: exponential(mean 12ms)", "- { call: edge.buy, policy: data, when: { declined: continue } }",
      "23:19: error: the calls go round in a circle: app.buy → edge.buy → balancer.buy → app.buy (calls nest, so a circle never ends)"
    ),
    Mutation(
      "when: { declined: { reply: declined } }", "when: { decline: { reply: declined } }",
      "25:17: error: outcome `declined` is not handled (say what follows: `when: { declined: continue }`)",
      "27:19: error: outcome `decline` cannot occur here (did you mean `declined`?)"),
    Mutation(
      "policy: data\n          when: { declined: { reply: declined } }", "policy: data",
      "25:17: error: outcome `declined` is not handled (say what follows: `when: { declined: continue }`)",
      "57:50: error: outcome `declined` cannot occur here (one of `ok`, `timeout`, `refused`, `error`, `hit` or `miss`)"
    ),
    Mutation(
      "when: { declined: { reply: declined } }", "when: { declined|ok|declined: continue }",
      "27:19: error: outcome `declined` is handled twice",
      "58:50: error: outcome `declined` cannot occur here (one of `ok`, `timeout`, `refused`, `error`, `hit` or `miss`)"
    ),
    Mutation(
      "when: { declined: { reply: declined } }", "when: { declined: { reply: error } }",
      "27:38: error: `error` is a failure, not an answer (did you mean `fail: error`?)",
      "58:50: error: outcome `declined` cannot occur here (one of `ok`, `timeout`, `refused`, `error`, `hit` or `miss`)"
    ),
    Mutation(
      "when: { declined: { reply: declined } }", "when: declined",
      "25:17: error: outcome `declined` is not handled (say what follows: `when: { declined: continue }`)",
      "27:17: error: `when` is a map from outcomes to steps, not `declined` (write it as in `when: { timeout: { reply: later } }`)",
      "58:50: error: outcome `declined` cannot occur here (one of `ok`, `timeout`, `refused`, `error`, `hit` or `miss`)"
    ),
    Mutation(
      "when: { declined: { reply: declined } }", "when: { declined: { fail: broke } }",
      "58:50: error: outcome `declined` cannot occur here (one of `ok`, `timeout`, `refused`, `error`, `broke`, `hit` or `miss`)"
    ),
    Mutation(
      "- publish: events", "- publish: store",
      "28:20: error: `store` is of kind `document-store`: nothing can be published to it (publish to a topic or queue, or `call` an operation of it)"
    ),
    Mutation(
      "- publish: events", "- publish: evnts",
      "28:20: error: there is no component `evnts` (did you mean `events`?)"),
    Mutation(
      "- publish: events", "- { publish: events, when: { timeout: continue } }",
      "28:38: error: outcome `timeout` cannot occur here (one of `ok` or `refused`)"),
    Mutation(
      "- publish: events", "- mark: sold\n        - measure: sale since sodl",
      "29:20: error: nothing sets the mark `sodl` (did you mean `sold`?)"),
    Mutation(
      "- publish: events", "- measure: sale",
      "28:20: error: `sale` does not say since when (write it as in `measure: freshness since source-change`)"),
    Mutation(
      "- publish: events", "- measure: latency since polled",
      "28:20: error: `latency` is a metric of its own and cannot be a measure"),
    Mutation(
      "- publish: events", "- choose: { card: 80%, cash: 30% }",
      "28:19: error: the shares of `choose` add up to 110%, not to 100%"),
    Mutation(
      "- publish: events", "- { choose: { card: 80%, cash: 20% }, when: { cards: continue } }",
      "28:55: error: outcome `cards` cannot occur here (did you mean `card`?)"),
    Mutation(
      "- publish: events", "- { repeat: 8 }",
      "28:11: error: `repeat` needs `steps`"),
    Mutation(
      "- publish: events", "- { repeat: many, steps: [ work: 1ms ] }",
      "28:21: error: `many` is not a count (write it as in `12k` or `150M`)"),
    Mutation(
      "- publish: events", "- { parallel: { a: [ work: 1ms ] }, join: 2 }",
      "28:51: error: `join` is `all`, `any` or a number from 1 to 1, not `2`"),
    Mutation(
      "- publish: events", "- { hold: store, steps: [ work: 1ms ] }",
      "28:19: error: `hold` takes a slot of a pool, and `store` is of kind `document-store` (put a component of kind `pool` there)"
    ),
    Mutation(
      "- publish: events", "- { hold: store }",
      "28:11: error: `hold` needs `steps` (write it as in `{ hold: pool, steps: [ call: db.read ] }`)",
      "28:19: error: `hold` takes a slot of a pool, and `store` is of kind `document-store` (put a component of kind `pool` there)"
    ),
    Mutation(
      "- publish: events", "- { work: 1ms, as: x }\n        - { wait: 1ms, as: x }",
      "29:11: error: `as: x` stands twice in app.buy; the first is in line 28"),
    Mutation(
      "- publish: events", "- reply: sold out",
      "28:18: error: `sold out` cannot be the name of an answer (did you mean `sold-out`?)"),
    Mutation(
      "- publish: events", "- [ work: 1ms ]",
      "28:11: error: a step is a map, not a list"),
    Mutation(
      "- publish: events", "- flow: vieww",
      "28:17: error: there is no flow `vieww` (did you mean `view`?)"),
    Mutation(
      "- publish: events", "- do: compare",
      "28:15: error: outcomes `unchanged`, `changed`, `cancelled`, `finished` are not handled (say what follows: `when: { unchanged: continue }`)",
      "28:15: error: `do: compare` runs on every key of a population: only the operation of a polling-worker or a subscription can use it"
    ),
    Mutation(
      "- do: apply-update", "- do: aply-update",
      "38:15: error: the core `road-warrior` has no command `aply-update` (did you mean `apply-update`?)"),
    Mutation(
      "in: store.write", "in: store.wite",
      "39:15: error: `store` has no operation `wite` (did you mean `store.write`?)"),
    Mutation(
      "else: continue }", "stale: continue }",
      "38:15: error: outcomes `duplicate`, `tombstone` are not handled (say what follows: `when: { duplicate: continue }`)"
    ),
    Mutation(
      "          in: store.write\n", "",
      "40:11: error: `policy` of `do` is for the call that commits it, and there is no `in` (write it as in `in: db.write`)"
    ),
    Mutation(
      "else: continue }", "stalled: continue, else: continue }",
      "42:72: error: outcome `stalled` cannot occur here (did you mean `stale`?)"),
    Mutation(
      "since source-change", "since source-chnge",
      "42:39: error: nothing sets the mark `source-chnge` (did you mean `source-change`?)"),
    Mutation(
      "- do: compare", "- work: 1ms\n        - do: compare",
      "52:11: error: the second step of a polling-worker's operation is not a `do` (a polling-worker runs `[ call: an external, do: a command on each key, … ]`)"
    ),
    Mutation(
      "{ unchanged: continue, changed", "{ unchanged: { reply: same }, changed",
      "53:19: error: nothing can follow `unchanged`: a key of which nothing is new ends there (`unchanged: continue`)"),
    Mutation(
      "of: road-warrior.reservation", "of: road-warrior.provider",
      "52:15: error: `do: compare` is of each reservation, and the keys of `reservation` are of `provider`"),
    Mutation(
      "- do: compare", "- do: notice-delivered",
      "52:15: error: `do: notice-delivered` does not run on the keys of a population (there is only `compare`)",
      "53:19: error: outcome `unchanged` cannot occur here (one of `ok` or `delivered`)",
      "53:40: error: outcome `changed` cannot occur here (one of `ok` or `delivered`)",
      "53:40: error: outcome `cancelled` cannot occur here (one of `ok` or `delivered`)",
      "53:40: error: outcome `finished` cannot occur here (one of `ok` or `delivered`)"),
    Mutation(
      "- { call: bank.charge, policy: data, when: { declined: { reply: skipped } } }",
      "- { call: store.read, policy: data }",
      "51:19: error: a polling-worker asks something outside, and `store` is of kind `document-store` (a polling-worker runs `[ call: an external, do: a command on each key, … ]`)"
    ),
    Mutation(
      "- { call: bank.charge, policy: data, when: { declined: { reply: skipped } } }", "- work: 1ms",
      "51:11: error: the first step of a polling-worker's operation is not a `call` (a polling-worker runs `[ call: an external, do: a command on each key, … ]`)"
    ),
  ])
  func problems(of mutation: Mutation) throws { try mutation.check() }
}

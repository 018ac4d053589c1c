import Testing

@Suite struct LoadProblemTests {
  @Test(arguments: [
    Mutation(
      "timeout: 500ms", "timeout: 0s",
      "55:20: error: a timeout of zero lets nothing through"),
    Mutation(
      "timeout: 500ms", "tmeout: 500ms",
      "24:19: warning: the call has no timeout and waits as long as it takes, and 1 more in app.buy (give it a `policy` or a `timeout`)",
      "38:15: warning: the call has no timeout and waits as long as it takes (give it a `policy` or a `timeout`)",
      "51:19: warning: the call has no timeout and waits as long as it takes (give it a `policy` or a `timeout`)",
      "55:11: error: `tmeout` is not a key of a policy (did you mean `timeout`?)",
      "57:19: warning: the call has no timeout and waits as long as it takes (give it a `policy` or a `timeout`)",
      "58:18: warning: the call has no timeout and waits as long as it takes (give it a `policy` or a `timeout`)"),
    Mutation(
      "timeout: 500ms", "timeout: 500ms, retry: { times: 2, bakoff: 1s }",
      "55:46: error: `bakoff` is not a key of `retry` (did you mean `backoff`?)"),
    Mutation(
      "timeout: 500ms", "timeout: 500ms, hedge: 50ms"),
    Mutation(
      "view: [ { call: edge.list, policy: data } ]", "view: []",
      "57:3: error: flow `view` has no steps"),
    Mutation(
      "view: [ { call: edge.list, policy: data } ]", "view: [ { flow: view } ]",
      "57:19: error: the calls go round in a circle: flow view → flow view (calls nest, so a circle never ends)"),
    Mutation(
      "view: [ { call: edge.list, policy: data } ]", "view: [ { call: edge.lst, policy: data } ]",
      "57:19: error: `edge` has no operation `lst` (did you mean `edge.list`?)"),
    Mutation(
      "day: { rate: 10/s, flows: { view: 90%, buy: 10% } }", "day: { flows: { view: 90%, buy: 10% } }",
      "60:3: error: workload `day` has no shape (one of `rate`, `stages`, `diurnal`, `steps`, `crowd`, `closed`, `trace`, `calendar` or `users`)"
    ),
    Mutation(
      "rate: 10/s", "rate: 10",
      "60:16: error: `10` is a number without `per what` (did you mean `10/s`?)"),
    Mutation(
      "rate: 10/s", "rate: 10/s, crowd: { count: 250, within: 10min }",
      "60:22: error: a workload has one shape, and `crowd` is a second beside `rate` (workloads add up: make it another workload)"
    ),
    Mutation(
      "view: 90%", "view: 80%",
      "60:29: error: the flows of a workload add up to 90%, not to 100%"),
    Mutation(
      "view: 90%", "veiw: 90%",
      "60:31: error: there is no flow `veiw` (did you mean `view`?)"),
    Mutation(
      "rate: 10/s", "rate: 10/s, who: buyer",
      "60:27: error: there is no population `buyer` (one of `reservation` or `vendor`)"),
    Mutation(
      "starts: 10min", "starts: 2h",
      "61:3: warning: workload `peak` starts after the run has ended"),
    Mutation(
      "name: top", "name: up",
      "63:67: error: two stages are called `up`"),
    Mutation(
      "target: 50/s }, {", "tagret: 50/s }, {",
      "63:15: error: `target` is missing in a stage",
      "63:43: error: `tagret` is not a key of a stage (did you mean `target`?)"),
    Mutation(
      "rate: 10/s", "diurnal: { mean: 10/s, peak: x0.5, at: 20:30 }",
      "60:39: error: the highest rate of a day cannot be below its mean"),
    Mutation(
      "rate: 10/s", "diurnal: { mean: 10/s, peak: x2, at: Fri 20:30 }",
      "60:47: error: a time of day is expected here, without a day"),
    Mutation(
      "rate: 10/s", "closed: { users: 10, thnk: 5s }",
      "60:31: error: `thnk` is not a key of `closed` (did you mean `think`?)"),
    Mutation(
      "hits: bank", "hits: bnak",
      "66:39: error: there is no component `bnak` (did you mean `bank`?)"),
    Mutation(
      "key: 3", "key: 301",
      "66:50: error: the population `vendor` has only 300 keys"),
    Mutation(
      "hits: bank, key: 3", "hits: store, key: 3",
      "66:51: error: `key` aims at one key of the component's `by` population, and `store` has no `by`"),
    Mutation(
      "slow: x6", "slow: 6",
      "66:59: error: `6` is not a factor (did you mean `x6`?)"),
    Mutation(
      "slow: x6", "slow: x6, error: 5%",
      "66:63: error: a fault has one effect, and `error` is a second beside `slow`"),
    Mutation(
      ", slow: x6", "",
      "66:3: error: fault `slow` has no effect (one of `slow`, `error`, `outage`, `crash`, `failover`, `flush`, `quota`, `delay`, `partition`, `reorder`, `duplicate`, `loss`, `poison`, `deploy`, `missed` or `disk-loss`)"
    ),
    Mutation(
      "slow: x6", "crash: 1 replica",
      "66:53: error: `crash` is for what runs in instances, and `bank` is of kind `external` (did you mean `outage: yes`?)"
    ),
    Mutation(
      "for: 5min, ", "",
      "66:3: error: `for` is missing in fault `slow` (say how long it lasts, as in `for: 5min`)"),
    Mutation(
      "at: 20min, ", "",
      "66:3: error: `at` is missing in fault `slow` (say when, as in `at: 10min`)"),
    Mutation(
      "slow: x6", "reorder: 5%",
      "66:9: error: `reorder` needs `by`: how late records come (as in `by: 0s..400s`)",
      "66:53: error: `reorder` is for the records of a topic or queue, and `bank` is of kind `external`"),
    Mutation(
      "hits: bank, key: 3, slow: x6", "hits: events, reorder: 5%, by: 400s..0s",
      "66:64: error: the range `400s..0s` runs backwards (did you mean `0s..400s`?)"),
    Mutation(
      "at: 20min", "at: 2026-10-01",
      "66:15: error: `2026-10-01` is not within the run"),
    Mutation(
      "slow: x6", "slowly: x6",
      "66:3: error: fault `slow` has no effect (one of `slow`, `error`, `outage`, `crash`, `failover`, `flush`, `quota`, `delay`, `partition`, `reorder`, `duplicate`, `loss`, `poison`, `deploy`, `missed` or `disk-loss`)",
      "66:53: error: `slowly` is not a key of a fault (did you mean `slow`?)"),
    Mutation(
      "slow: x6", "outage: no",
      "66:61: error: a fault that is no outage does nothing (did you mean `yes`?)"),
    Mutation(
      "slow: x6", "slow: x6, by: 1s",
      "66:63: error: `by` is for `reorder`"),
  ])
  func problems(of mutation: Mutation) throws { try mutation.check() }
}

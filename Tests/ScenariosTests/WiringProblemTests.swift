import Testing

/// Caches, pools, queues, scaling and timers: how they are wired, and what their parameters must be together.
@Suite struct WiringProblemTests {
  @Test(arguments: [
    Mutation(
      "in-front-of: pool.read", "in-front-of: pool.reed",
      "22:38: error: `pool` has no operation `reed` (did you mean `read`?)"),
    Mutation(
      "in-front-of: pool.read", "in-front-of: db.read",
      "23:36: error: `cache` and `pool` both stand in front of `db.read`, and nothing says which comes first (let one name the other, as in `cache: { in-front-of: pool.read }`)"
    ),
    Mutation(
      "in-front-of: pool.read", "in-front-of: mails",
      "22:38: error: nothing can stand in front of `mails`: kind `queue` takes messages"),
    Mutation(
      "in-front-of: pool.read", "in-front-of: nightly",
      "22:38: error: nothing can stand in front of `nightly`: kind `cron` answers no calls"),
    Mutation(
      "in-front-of: pool.read", "in-front-of: pol",
      "22:38: error: there is no component `pol` (did you mean `pool`?)"),
    Mutation(
      "in-front-of: db, per", "in-front-of: cache, per",
      "22:3: error: operations are passed on in a circle: cache → pool → cache",
      "22:38: error: `pool` has no operation `read` (did you mean `read`?)"),
    Mutation(
      "pool: { kind: pool, in-front-of: db,", "pool: { kind: pool,",
      "22:38: error: nothing can stand in front of `pool`: it stands in front of nothing"),
    Mutation(
      "per: web", "per: bank",
      "18:17: error: the slots of `pool` belong to the replicas of `bank`, and web.buy runs elsewhere (leave out `per`, or hold it in an operation of `bank`)",
      "23:45: error: `per` names a component with replicas, and `bank` is of kind `external`"),
    Mutation(
      "per: web", "per: mailer",
      "18:17: error: the slots of `pool` belong to the replicas of `mailer`, and web.buy runs elsewhere (leave out `per`, or hold it in an operation of `mailer`)"
    ),
    Mutation(
      "hold: pool", "hold: limit",
      "18:17: error: `hold` takes a slot of a pool, and `limit` is of kind `limiter` (there is only `pool`)"),
    Mutation(
      "hold: pool", "hold: pol",
      "18:17: error: there is no component `pol` (did you mean `pool`?)"),
    Mutation(
      "entries: 6k, ", "",
      "22:3: error: `cache` does not say how much it holds (add `entries: 60k` or `capacity: 1 GiB`)"),
    Mutation(
      "entries: 6k", "entries: 6k, capacity: 1 MiB",
      "22:86: error: a cache has `entries` or `capacity`, not both (leave one out)"),
    Mutation(
      "key: product, entries: 6k", "key: order, capacity: 1 MiB",
      "22:71: error: `capacity` counts bytes, and the population `order` has no `size` (give it one, as in `size: 12 KiB`)"
    ),
    Mutation(
      "invalidates: [ write ]", "invalidates: [ writ ]",
      "22:91: error: `pool` has no operation `writ` that could drop a key (did you mean `write`?)"),
    Mutation(
      "caches: product", "caches: order",
      "10:39: error: `caches` counts bytes, and the population `order` has no `size` (give it one, as in `size: 12 KiB`)"
    ),
    Mutation(
      "caches: product", "caches: product, hit: 5%",
      "10:53: warning: `hit` is not used: hits come from the keys that `caches` names"),
    Mutation(
      "count: 1, reads: yes", "count: 0, reads: yes",
      "24:34: error: no copy can answer: the `count` of `replica` is 0"),
    Mutation(
      "locks: [ write ]", "locks: [ wrote ]",
      "24:69: error: `db` has no operation `wrote` that could lock (did you mean `write`?)"),
    Mutation(
      "key: order, policy: data, as: record", "policy: data, as: record",
      "20:28: warning: `db.write` locks the row of its key, and the call has none: nothing is locked (say which row, as in `key: NAME`)"
    ),
    Mutation(
      "replica: { count: 1, reads: yes }", "replica: { count: 1 }, backup: { every: 1h, takes: 2h }",
      "24:56: error: a backup is not done when the next begins"),
    Mutation(
      "from: mails, runs: send", "from: log, runs: send",
      "28:33: error: kind `worker` reads a queue, and `log` is of kind `topic` (`consumers` read a topic)"),
    Mutation(
      "kind: worker, from: mails", "kind: consumers, from: mails",
      "28:36: error: kind `consumers` reads a topic, and `mails` is of kind `queue` (a `worker` takes messages from a queue)"
    ),
    Mutation(
      "from: mails, runs: run, ", "from: mails, ",
      "29:35: error: `from` needs `runs`: the operation for each message"),
    Mutation(
      "from: mails, runs: run, ", "runs: run, ",
      "29:35: error: `runs` needs `from`: the queue of the messages"),
    Mutation(
      "from: mails, runs: run, ", ""),
    Mutation(
      "scales: web", "scales: bank",
      "30:39: error: `bank` is of kind `external`, whose replicas do not come and go"),
    Mutation(
      "scales: web", "scales: wbe",
      "30:39: error: there is no component `wbe` (did you mean `web`?)"),
    Mutation(
      "min: 2, max: 8", "min: 9, max: 8",
      "30:49: error: `min` is 9 and `max` only 8"),
    Mutation(
      "min: 2, max: 8", "min: 2, max: 8, keep: cpu",
      "30:66: error: `cpu` is not a signal and its target (write it as in `cpu 60%`, `slots 70%` or `queue 10`)"),
    Mutation(
      "min: 2, max: 8", "min: 2, max: 8, keep: cpus 60%",
      "30:66: error: `cpus 60%` is not a signal and its target (did you mean `cpu`?)"),
    Mutation(
      "min: 2, max: 8", "min: 2, max: 8, keep: cpu 60",
      "30:66: error: `60` is not between 0% and 100% (did you mean `60%`?)"),
    Mutation(
      "min: 2, max: 8", "min: 2, max: 8, keep: queue 10%",
      "30:66: error: `10%` is not a count (write it as in `12k` or `150M`)"),
    Mutation(
      "min: 2, max: 8", "min: 2, max: 8, keep: slots 0%",
      "30:66: error: a target of 0% is never kept (write it as in `cpu 60%`, `slots 70%` or `queue 10`)"),
    Mutation(
      "min: 2, max: 8", "min: 2, max: 8, keep: slots 70%"),
    Mutation(
      "replicas: 4", "replicas: { max: 9 }",
      "30:39: error: `web` scales itself: its `replicas` have a map (leave out the autoscaler, or write `replicas` as a number)"
    ),
    Mutation(
      "replicas: 4", "replicas: { min: 12, max: 9, keep: cpu 60% }",
      "14:22: error: `min` is 12 and `max` only 9",
      "30:39: error: `web` scales itself: its `replicas` have a map (leave out the autoscaler, or write `replicas` as a number)"
    ),
    Mutation(
      "runs: web.list", "runs: web.lst",
      "31:43: error: `web` has no operation `lst` (did you mean `web.list`?)"),
    Mutation(
      "runs: web.list", "runs: web",
      "31:43: error: `web` is not COMPONENT.OPERATION (did you mean `web.list`?)"),
    Mutation(
      "runs: web.list", "runs: mailer.send",
      "31:43: error: `mailer` cannot be called: kind `worker` takes its work from a topic or queue (publish to what it reads)"
    ),
    Mutation(
      "runs: web.list", "runs: resize.run"),
    Mutation(
      "- publish: mails", "- { call: mails.put, timeout: 1s }",
      "21:19: error: `mails` cannot be called: kind `queue` takes messages (use `publish`)"),
    Mutation(
      "- publish: mails", "- { call: pool.write, key: order, timeout: 1s, when: { miss: continue } }",
      "21:64: error: outcome `miss` cannot occur here (one of `ok`, `timeout`, `refused` or `error`)"),
    Mutation(
      "- publish: mails", "- { call: db.read, timeout: 1s, when: { miss: [ work: 1ms ] } }"),
    Mutation(
      "- publish: mails", "- { call: db.read, timeout: 1s, priority: 8 }",
      "21:51: error: `8` is out of bounds (from 0 to 7)"),
    Mutation(
      "- publish: mails", "- { publish: mails, priority: 1 }",
      "21:29: error: `priority` is not a key of `publish` (one of `key`, `size`, `as` or `when`)"),
    Mutation(
      "- publish: mails", "- { hold: pool, deadline: 1s, steps: [ work: 1ms ] }",
      "21:25: error: `deadline` is not a key of `hold` (one of `steps`, `policy`, `timeout`, `as` or `when`)"),
    Mutation(
      "- publish: mails",
      "- { hold: pool, steps: [ { call: web.list, timeout: 1s } ], when: { declined: continue, refused: { reply: later } } }",
      "21:77: error: outcome `declined` cannot occur here (one of `ok`, `timeout`, `refused` or `error`)",
      "37:19: error: outcome `later` is not handled (say what follows: `when: { later: continue }`)"),
    Mutation(
      "- publish: mails", "- { hold: pool, steps: [ { call: web.buy, timeout: 1s } ] }",
      "21:42: error: the calls go round in a circle: web.buy → web.buy (calls nest, so a circle never ends)"),
    Mutation(
      "- publish: mails", "- { call: edge.list, timeout: 1s, when: { hit: continue } }"),
  ])
  func problems(of mutation: Mutation) throws { try mutation.check(in: ShopDraft.text) }
}

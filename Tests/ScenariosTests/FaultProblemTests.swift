import Testing

/// When faults come, what they hit and what they do.
@Suite struct FaultProblemTests {
  @Test(arguments: [
    Mutation(
      "at: 20min, for: 5min, hits: web, slow: x6",
      "at: 20min, hits: web, crash: 2 replicas, back-in: exponential(mean 1min)",
      "41:61: error: beside `at`, `back-in` is a time: distributions are for faults that come `every` so often"),
    Mutation(
      "at: 20min, for: 5min, hits: web, slow: x6", "at: 20min, hits: web, crash: yes",
      "41:3: error: `back-in` is missing in fault `slow` (say how long it lasts, as in `back-in: 3min`)"),
    Mutation(
      "at: 20min, for: 5min, hits: web, slow: x6", "at: 20min, hits: web, crash: some, back-in: 1min",
      "41:40: error: `some` does not say what crashes (`yes` for all, or as in `1 replica`)"),
    Mutation(
      "at: 20min, for: 5min, hits: web, slow: x6", "at: 20min, hits: web, crash: 0 replicas, back-in: 1min",
      "41:40: error: `0` is out of bounds (from 1 to 100000)"),
    Mutation(
      "at: 20min, for: 5min, hits: web, slow: x6",
      "at: 20min, every: 1h, hits: web, crash: yes, back-in: 1min, for: 1min",
      "41:22: error: a fault comes `at` or `every`, not both (make them two faults)",
      "41:71: error: `for` and `back-in` say the same (leave one out)"),
    Mutation(
      "slow: x6", "slow: x6, replicas: 9",
      "41:64: error: `web` has only 8 replicas"),
    Mutation(
      "slow: x6", "delay: 100ms, replicas: 2",
      "41:58: error: `replicas` is for slow, error, outage, crash and deploy, not for `delay`"),
    Mutation(
      "slow: x6", "delay: 0s",
      "41:51: error: a delay of zero does nothing"),
    Mutation(
      "slow: x6", "slow: x6, back-in: 5min",
      "41:54: error: `for` and `back-in` say the same (leave one out)"),
    Mutation(
      "at: 20min, for: 5min, hits: web, slow: x6", "at: 20min, hits: web, slow: x6, back-in: 5min",
      "41:43: error: `back-in` is for what stops, and `slow` stops nothing (did you mean `for`?)"),
    Mutation(
      "at: 20min, for: 5min, hits: web, slow: x6",
      "before: web.buy/recrd, back-in: 10s, hits: web, crash: 1 replica, share: 0%",
      "41:19: error: there is no step `web.buy/recrd` (did you mean `web.buy/record`?)",
      "41:84: error: a fault that hits 0% of the passages does nothing"),
    Mutation(
      "at: 20min, for: 5min, hits: web, slow: x6", "before: work, back-in: 10s, hits: web, crash: 1 replica",
      "41:19: error: 5 steps are labelled `work` (one of `db.read/work`, `db.write/work`, `bank.pay/work`, `mailer.send/work` or `resize.run/work`)"
    ),
    Mutation(
      "at: 20min, for: 5min, hits: web, slow: x6", "before: record, hits: web, slow: x6",
      "41:38: error: `slow` cannot be aimed at a step (one of `crash` or `outage`)"),
    Mutation(
      "slow: x6", "slow: x6, share: 2%",
      "41:54: error: `share` is of the passages through a gap: it is for `before`"),
    Mutation(
      "hits: web, slow: x6", "hits: zone c, slow: x6",
      "41:39: error: no component stands in a zone `c` (did you mean `a`?)"),
    Mutation(
      "hits: web, slow: x6", "hits: zone a, flush: yes",
      "41:22: error: `flush` happens at an instant, so `for` says nothing",
      "41:47: error: `flush` hits a component, not the zone `a`"),
    Mutation(
      "hits: web, slow: x6", "hits: zone a, slow: x2, replicas: 2",
      "41:57: error: `replicas` is of one component, and the fault hits a zone"),
    Mutation(
      "at: 20min, for: 5min, hits: web, slow: x6", "at: 20min, for: 1s, hits: cache, flush: yes",
      "41:22: error: `flush` happens at an instant, so `for` says nothing"),
    Mutation(
      "at: 20min, for: 5min, hits: web, slow: x6", "at: 20min, hits: db, flush: yes",
      "41:32: error: `flush` is for a cache, and `db` is of kind `database`"),
    Mutation(
      "at: 20min, for: 5min, hits: web, slow: x6", "every: 1h, hits: edge, flush: no",
      "41:41: error: a fault without its effect does nothing (did you mean `yes`?)"),
    Mutation(
      "at: 20min, for: 5min, hits: web, slow: x6", "at: 20min, hits: web, failover: yes",
      "41:33: error: `failover` is for a database, and `web` is of kind `service`"),
    Mutation(
      "at: 20min, for: 5min, hits: web, slow: x6", "at: 20min, hits: mails, disk-loss: 0s",
      "41:35: error: `disk-loss` is for a store, and `mails` is of kind `queue`",
      "41:46: error: restoring a disk takes time"),
    Mutation(
      "hits: web, slow: x6", "hits: web, quota: x0.2",
      "41:44: error: `quota` is for what has a quota or limit, and `web` is of kind `service`"),
    Mutation(
      "hits: web, slow: x6", "hits: bank, quota: 20/s",
      "41:52: error: `20/s` is not a factor (write it as in `x6`)"),
    Mutation(
      "slow: x6", "partition: web",
      "41:55: error: `web` cannot be cut off from itself"),
    Mutation(
      "slow: x6", "partition: wbe",
      "41:55: error: there is no component `wbe` (did you mean `web`?)"),
    Mutation(
      "slow: x6", "deploy: {}",
      "41:52: error: a version without faults does nothing (write it as in `{ error: 20%, slow: x2 }`)"),
    Mutation(
      "hits: web, slow: x6", "hits: bank, deploy: { error: 2% }",
      "41:45: error: `deploy` is for what runs a version of its own, and `bank` is of kind `external`"),
    Mutation(
      "hits: web, slow: x6", "hits: nightly, slow: x2",
      "41:48: error: nothing calls kind `cron` (did you mean `missed: yes`?)"),
    Mutation(
      "hits: web, slow: x6", "hits: web, missed: yes",
      "41:44: error: `missed` is for a cron, and `web` is of kind `service`"),
    Mutation(
      "hits: web, slow: x6", "hits: log, poison: 0%",
      "41:52: error: a share of 0% does nothing"),
    Mutation(
      "hits: web, slow: x6", "hits: web, loss: 1%",
      "41:44: error: `loss` is for the records of a topic or queue, and `web` is of kind `service`"),
    Mutation(
      "hits: web, slow: x6", "hits: db, crash: 3 replicas",
      "41:50: error: `db` has only 2 replicas"),
    Mutation(
      "for: 5min", "for: exponential(mean 5min)",
      "41:27: error: beside `at`, `for` is a time: distributions are for faults that come `every` so often"),
    Mutation(
      "for: 5min", "for: 0s",
      "41:27: error: a fault that lasts no time does nothing"),
    Mutation(
      "at: 20min, for: 5min", "for: 5min",
      "41:3: error: `at` is missing in fault `slow` (say when, as in `at: 10min`)"),
    Mutation(
      "slow: x6", "error: 0%",
      "41:51: error: an error of 0% does nothing"),
  ])
  func problems(of mutation: Mutation) throws { try mutation.check(in: ShopDraft.text) }
}

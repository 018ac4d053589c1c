import Testing

@Suite struct BudgetsProblemTests {
  @Test(arguments: [
    Mutation(
      "p95 latency(flow=view) < 600ms", "p95 latncy(flow=view) < 600ms",
      "68:9: error: there is no metric `latncy` (did you mean `latency`?)"),
    Mutation(
      "p95 latency(flow=view) < 600ms", "p95 latency(flw=view) < 600ms",
      "68:9: error: `latency` has no label `flw` (did you mean `flow`?)"),
    Mutation(
      "p95 latency(flow=view) < 600ms", "p95 latency(flow=veiw) < 600ms",
      "68:9: error: there is no flow `veiw` (did you mean `view`?)"),
    Mutation(
      "p95 latency(flow=view) < 600ms", "p95 latency(flow=view) < 600",
      "68:9: error: `600` is a number without a unit of time (did you mean `600s`?)"),
    Mutation(
      "p95 latency(flow=view) < 600ms", "p95 latency(flow=view) == 600ms",
      "68:9: error: `==` is not a comparison (did you mean `=`?)"),
    Mutation(
      "p95 latency(flow=view) < 600ms", "p9 latency(flow=view) < 600ms",
      "68:9: error: `p9` is not a statistic (did you mean `p90`?)"),
    Mutation(
      "p95 latency(flow=view) < 600ms", "p95 latency(flow=view < 600ms",
      "68:9: error: `p95 latency(flow=view < 600ms` has a parenthesis that does not match (write it as in `p99 latency(flow=buy) < 3s`)"
    ),
    Mutation(
      "p95 latency(flow=view) < 600ms", "p95 latency < 5%",
      "68:9: error: `5%` is a number without a unit of time (ns us ms s min h d)"),
    Mutation(
      "p95 latency(flow=view) < 600ms", "share latency < 5%",
      "68:9: error: the share of what? `above` is missing (as in `share latency above 1s < 5%`)"),
    Mutation(
      "p95 latency(flow=view) < 600ms", "rate throughput < 5%",
      "68:9: error: the rate of `throughput` is per second, not `5%`"),
    Mutation(
      "p95 latency(flow=view) < 600ms", "count dead-letters(component=evnts) = 0",
      "68:9: error: there is no component `evnts` (did you mean `events`?)"),
    Mutation(
      "p95 latency(flow=view) < 600ms", "p95 latency(operation=app.lst) < 1s",
      "68:9: error: `app` has no operation `lst` (did you mean `app.list`?)"),
    Mutation(
      "p95 latency(flow=view) < 600ms", "p95 latency(phase=tpo) < 1s",
      "68:9: error: there is no phase `tpo` (did you mean `top`?)"),
    Mutation(
      "p95 latency(flow=view) < 600ms", "count violations(monitor=RW-I3) = 0",
      "68:9: error: there is no monitor `RW-I3` (did you mean `RW-I1`?)"),
    Mutation(
      "p95 latency(flow=view) < 600ms", "count outcomes(flow=buy outcome=nosale) <= 3",
      "68:9: error: outcome `nosale` cannot occur here (did you mean `no-sale`?)"),
    Mutation(
      "p95 latency(flow=view) < 600ms", "count outcomes(command=compare outcome=changd) <= 3",
      "68:9: error: outcome `changd` cannot occur here (did you mean `changed`?)"),
    Mutation(
      "p95 latency(flow=view) < 600ms", "rate calls(component=bank outcome=quotas) = 0/s",
      "68:9: error: outcome `quotas` cannot occur here (did you mean `quota`?)"),
    Mutation(
      "p95 latency(flow=view) < 600ms", "max recovery(fault=slw) < 1min",
      "68:9: error: there is no fault `slw` (did you mean `slow`?)"),
    Mutation(
      "p95 latency(flow=view) < 600ms", "share refreshed(population=reservatoin) = 100%",
      "68:9: error: there is no population `reservatoin` (did you mean `reservation`?)"),
    Mutation(
      "p95 latency(flow=view) < 600ms", "p95 latency(system=rw) < 1s",
      "68:9: error: there is no system `rw`"),
    Mutation(
      "p95 latency(flow=view) < 600ms", "p95 latency <= baseline 10%",
      "68:9: error: `10%` does not say in which direction from the baseline (write it as in `baseline +10% or +20ms`)"),
    Mutation(
      "p95 latency(flow=view) < 600ms", "per-month cost < 2900",
      "68:9: error: `2900` is not an amount of money (did you mean `$2900`?)"),
    Mutation(
      "p95 latency(flow=view) < 600ms", "mean utilization(component=app) < 60",
      "68:9: error: `60` is not between 0% and 100% (did you mean `60%`?)"),
    Mutation(
      "p95 latency(flow=view) < 600ms", "fast",
      "68:9: error: `fast` compares with nothing (write it as in `p99 latency(flow=buy) < 3s`)"),
    Mutation(
      "p95 latency(flow=view) < 600ms", "{ chek: p95 latency < 1s }",
      "68:9: error: `check` is missing in a budget",
      "68:11: error: `chek` is not a key of a budget (did you mean `check`?)"),
    Mutation(
      "p95 latency(flow=view) < 600ms", "{ check: p95 latency < 1s, allow: 1% }",
      "68:43: error: `allow` is a share of windows, and there is no `window`"),
    Mutation(
      "p95 latency(flow=view) < 600ms", "{ check: p95 latency < 1s, severity: warning }",
      "68:46: error: `warning` is not one of its values (did you mean `warn`?)"),
    Mutation(
      "p95 latency(flow=view) < 600ms", "{ check: p95 latency < 1s, window: 0s }",
      "68:44: error: a window of zero holds nothing"),
    Mutation(
      "p95 latency(flow=view) < 600ms", "{ check: p99 freshnes < 5s, window: 0s, allow: 120, severity: warning }",
      "68:18: error: there is no metric `freshnes` (did you mean `freshness`?)",
      "68:45: error: a window of zero holds nothing",
      "68:56: error: `120` is not between 0% and 100%",
      "68:71: error: `warning` is not one of its values (did you mean `warn`?)"),
    Mutation(
      "p95 latency(flow=view) < 600ms", "{ check: p95 latency < 1s, window: 1, allow: 1% }",
      "68:44: error: `1` is a number without a unit of time (did you mean `1s`?)"),
    Mutation(
      "p95 latency(flow=view) < 600ms", "{ check: mean availability(component=app) > 99%, window: 1min }",
      "68:66: error: `availability` is judged over the whole run, not in windows (leave `window` out; windows are for `latency`, `freshness`, `throughput`, `goodput`, `errors` and measures)"
    ),
    Mutation(
      "p95 latency(flow=view) < 600ms", "{ check: p95 latency(operation=app.buy) < 1s, window: 1min }",
      "68:63: error: `latency` of one operation is judged over the whole run, not in windows (leave `window` out; in windows its labels are `flow` and `system`)"
    ),
    Mutation(
      "p95 latency(flow=view) < 600ms", "{ check: p95 latency <= baseline +10%, window: 1min }",
      "68:56: error: a limit relative to a baseline is judged over the whole run, not in windows (leave `window` out, or give the limit itself)"
    ),
    Mutation("p95 latency(flow=view) < 600ms", "{ check: p95 freshness(population=reservation) < 1h, window: 1min }"),
    Mutation(
      "p95 latency(flow=view) < 600ms", "p99 freshnes < 5s",
      "68:9: error: there is no metric `freshnes` (did you mean `freshness`?)"),
    Mutation(
      "good: flow=buy and", "good: flow=bye and",
      "70:17: error: there is no flow `bye` (one of `view` or `buy`)"),
    Mutation(
      "good: flow=buy and ok", "good: ok",
      "70:17: error: `good` names no flow (begin it with `flow=NAME`)"),
    Mutation(
      "latency < 3s", "latency <= 3s",
      "70:17: error: `latency <= 3s` is not `latency < TIME`"),
    Mutation(
      "target: 99.5%", "target: 100%",
      "70:59: error: a target of 100% leaves no error budget"),
    Mutation(
      "target: 99.5%, window: 30d", "target: 99.5%, window: 0s",
      "70:74: error: a window of no time has nothing to judge"),
    Mutation(
      "window: 30d }", "window: 30 }",
      "70:74: error: `30` is a number without a unit of time (did you mean `30s`?)"),
    Mutation(
      "and ok and", "and okay and",
      "70:17: error: `okay` is not a condition (write it as in `flow=buy and ok and latency < 3s`)"),
  ])
  func problems(of mutation: Mutation) throws { try mutation.check() }
}

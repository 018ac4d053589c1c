import Testing

/// Shapes of load, and how their arrivals are spaced, batched and multiplied.
@Suite struct ShapeProblemTests {
  @Test(arguments: [
    Mutation(
      "rate: 10/s", "steps: [ { duration: 1h, target: 5/s }, { name: b, duration: 0s, target: 6/s } ]",
      "39:50: error: the step `b` lasts no time (steps jump by themselves: leave it out)"),
    Mutation(
      "rate: 10/s", "steps: { a: 1 }",
      "39:17: error: `steps` is a list, not a map"),
    Mutation(
      "rate: 10/s", "crowd: { count: 250, within: 10min }, batch: 5, arrivals: even",
      "39:48: error: `batch` is for a workload with a rate, and `crowd` has none",
      "39:58: error: `arrivals` is for a workload with a rate, and `crowd` has none"),
    Mutation(
      "rate: 10/s", "crowd: { within: 10min }",
      "39:17: error: `count` is missing in `crowd`"),
    Mutation(
      "rate: 10/s", "closed: { users: 10, patience: 0s }",
      "39:41: error: users without patience ask for nothing"),
    Mutation(
      "rate: 10/s", "closed: { users: 10, think: exponential(mean 5s), patience: 20s }, growth: { by: x2, every: 1h }",
      "39:77: error: `growth` is for a workload with a rate, and `closed` has none"),
    Mutation(
      "rate: 10/s",
      "calendar: [ { at: 10min, for: 1h, rate: 5/s }, { at: Mon 00:30, for: 10min, rate: 5/s }, { at: 5min, for: 0s, rate: 1/s } ]",
      "39:57: error: the span overlaps with the one in line 39 (workloads add up: make it another workload)",
      "39:116: error: a span that lasts no time holds nothing"),
    Mutation(
      "rate: 10/s", "starts: 5min, calendar: [ { at: 01:00, for: 30min, rate: 5/s } ]",
      "39:18: error: a calendar says itself when: `starts` says nothing"),
    Mutation(
      "rate: 10/s", "calendar: monday",
      "39:20: error: `calendar` is a list of spans, not `monday` (write it as in `[ { at: Fri 20:00, for: 2h, rate: 50/s } ]`)"
    ),
    Mutation(
      "rate: 10/s", "users: { count: 5M, activ: 20%, each: 12 }",
      "39:30: error: `activ` is not a key of `users` (did you mean `active`?)",
      "39:48: error: `12` is a number without `per what` (did you mean `12/s`?)"),
    Mutation(
      "rate: 10/s",
      "diurnal: { mean: 10/s, peak: x2, at: 20:00, regions: { eu: { share: 40% }, us: { share: 50%, shift: 30h } } }",
      "39:63: error: the shares of the regions add up to 90%, not to 100%",
      "39:110: error: a region's shift is less than a day"),
    Mutation(
      "rate: 10/s", "rate: 10/s, arrivals: evn",
      "39:32: error: `evn` is not one of its values (did you mean `even`?)"),
    Mutation(
      "rate: 10/s", "rate: 10/s, arrivals: bursty",
      "39:32: error: `bursty` is not one of its words (write it as in `{ bursty: { factor: x10, burst: 2s, calm: 8s } }`)"
    ),
    Mutation(
      "rate: 10/s", "rate: 10/s, arrivals: bursty(factor x10)",
      "39:32: error: `bursty(factor x10)` is not one of its words (write it as in `{ bursty: { factor: x10, burst: 2s, calm: 8s } }`)"
    ),
    Mutation(
      "rate: 10/s", "rate: 10/s, arrivals: { bursty: { factor: x1, burst: 0s, calm: 8s } }",
      "39:52: error: the rate of a burst is above that of calm: the factor must be above 1",
      "39:63: error: a burst lasts some time"),
    Mutation(
      "rate: 10/s", "rate: 10/s, arrivals: { renewal: pareto(minimum 1s shape 0.9) }",
      "39:43: error: the mean of this distribution is infinite (give it a shape above 1)"),
    Mutation(
      "rate: 10/s", "rate: 10/s, arrivals: { renewal: 1s, bursty: { factor: x10, burst: 2s, calm: 8s } }",
      "39:32: error: `arrivals` is either `renewal` or `bursty`"),
    Mutation(
      "rate: 10/s", "rate: 10/s, arrivals: {}",
      "39:32: error: `arrivals` is either `renewal` or `bursty`"),
    Mutation(
      "rate: 10/s", "rate: 10/s, arrivals: [ a ]",
      "39:32: error: `arrivals` is a map, not a list (its keys: one of `renewal` or `bursty`)"),
    Mutation(
      "rate: 10/s", "rate: 10/s, batch: geometric(mean 0.5)",
      "39:29: error: the mean of a batch is from 1 to 1000000, not `0.5`"),
    Mutation(
      "rate: 10/s", "rate: 10/s, batch: geometric(3)",
      "39:29: error: `geometric(3)` is not a number of requests (write it as in `5` or `geometric(mean 3)`)"),
    Mutation(
      "rate: 10/s", "rate: 10/s, batch: 0",
      "39:29: error: `0` is out of bounds (from 1 to 1000000)"),
    Mutation(
      "rate: 10/s", "rate: 10/s, growth: { by: 1.1, every: 0s }",
      "39:36: error: `1.1` is not a factor (did you mean `x1.1`?)",
      "39:48: error: growth takes time"),
    Mutation(
      "rate: 10/s", "rate: 10/s, storm: { every: 0s, lasts: 5min, factor: x5 }",
      "39:38: error: storms that come at once never end"),
    Mutation(
      "day: { rate: 10/s",
      "b: { rate: 1/s, storm: { name: s, every: 1h, lasts: 1min, factor: x2 }, flows: { view: 100% } }\n  day: { rate: 10/s, storm: { name: s, every: 2h, lasts: 1min, factor: x3 }",
      "40:3: error: workloads `b` and `day` share the storm `s` and differ in when it comes (give both the same `every` and `lasts`)"
    ),
    Mutation(
      "rate: 10/s, flows: { view: 90%, sale: 10% }", "rate: 10/s",
      "39:8: error: `flows` is missing in a workload"),
  ])
  func problems(of mutation: Mutation) throws { try mutation.check(in: ShopDraft.text) }
}

import Testing

/// What a discipline of the cores needs to make a difference.
@Suite struct CoreProblemTests {
  /// More cores cost more.
  private static let paid = "cores: 1\n    queue: 64\n    price: { instance: $50/month }"

  @Test(arguments: [
    Mutation(
      "cores: 1", "cores: 1\n    threads: 1\n    discipline: preemptive",
      "19:17: error: nothing is ever interrupted: with 1 thread and 1 core, nobody waits for a core (more `threads` than `cores`, or `discipline: priority`)"
    ),
    Mutation(
      "cores: 1", "cores: 1\n    threads: 2\n    discipline: preemptive",
      "19:17: warning: `discipline: preemptive` changes nothing: all that comes to `app` has priority 4 (say which calls go first: `priority: 0` beside them)"
    ),
    Mutation(
      "cores: 1", "cores: 1\n    discipline: preemptiv",
      "18:17: error: `preemptiv` is not one of its values (did you mean `preemptive`?)"),
    Mutation(
      "store: { kind: document-store, key: reservation,",
      "store: { kind: database, cores: 4, connections: 4, discipline: preemptive,",
      "29:66: error: nothing is ever interrupted: with 4 connections and 4 cores, nobody waits for a core (more `connections` than `cores`, or `discipline: priority`)"
    ),
    Mutation(
      "cores: 1", "cores: 1\n    discipline: sharing\n    weights: { 0: 4, 4: 2 }",
      "19:16: warning: nothing that comes to `app` has priority 0, so that its weight changes nothing (say so beside its calls, as in `priority: 0`)"
    ),
    Mutation(
      "cores: 1", "cores: 1\n    weights: 4",
      "18:14: error: `weights` is a map, not `4` (write it as in `discipline: sharing, weights: { 0: 4, 7: 1 }`)"),
    Mutation(
      "cores: 1", "cores: 1\n    weights: { 0: 4 }",
      "18:14: error: `weights` is for work that shares the cores, and the discipline is `fifo` (add `discipline: sharing`)"
    ),
    Mutation(
      "cores: 1", "cores: 1\n    discipline: sharing\n    weights: { 0: 1, 5: 1 }",
      "19:14: error: all weights are the same, as they are without `weights` (as in `{ 0: 4, 7: 1 }`)"),
    Mutation(
      "cores: 1", "cores: 1\n    discipline: sharing\n    weights: { 0: 1001, 8: 2, high: 3, 3: 2 }",
      "19:19: error: `1001` is out of bounds (from 1 to 1000)",
      "19:25: error: `8` is no priority of a call (from 0 to 7, as in `weights: { 0: 4, 7: 1 }`)",
      "19:31: error: `high` is no priority of a call (from 0 to 7, as in `weights: { 0: 4, 7: 1 }`)"),
    Mutation(
      "cores: 1", "cores: 1\n    discipline: sharing\n    weights: { 0: 0 }",
      "19:19: error: `0` is out of bounds (from 1 to 1000)"),
    Mutation(
      paid,
      "cores: 4\n    price: { core: $20/month }\n    discipline: sharing\n    speed-by-load: { 1: x1, 4: x3, 16: x2.5 }"
    ),
    Mutation(
      paid,
      "cores: 4\n    price: { core: $20/month }\n    discipline: sharing\n    speed-by-load: { 1: 1.0x, 4: x4 }",
      "20:25: error: `1.0x` is not a factor (did you mean `x1.0`?)"),
    Mutation(
      paid, "cores: four\n    price: { core: $20/month }\n    discipline: sharing\n    speed-by-load: { 1: x1, 4: x3 }",
      "17:12: error: `four` is not a count (write it as in `12k` or `150M`)"),
    Mutation(
      paid, "cores: 4\n    price: { core: $20/month }\n    speed-by-load: { 1: x1, 4: x3 }",
      "19:20: error: `speed-by-load` is for work that shares the cores, and the discipline is `fifo` (add `discipline: sharing`)"
    ),
    Mutation(
      paid,
      "cores: 4\n    price: { core: $20/month }\n    discipline: sharing\n    degrades: { from: 1, each: 10% }\n    speed-by-load: { 1: x1, 4: x3 }",
      "21:20: error: `speed-by-load` and `degrades` both say how work slows down (leave one out)"),
    Mutation(
      paid,
      "cores: 4\n    price: { core: $20/month }\n    discipline: sharing\n    speed-by-load: { 2: x2.5, 8: x4.1, 0: x1, many: x3 }",
      "20:20: error: `speed-by-load` does not say how fast one alone is (as in `{ 1: x1, 2: x1.8, 4: x3 }`)",
      "20:25: error: with 2 at work on 4, no more than 2 cores do anything",
      "20:34: error: with 8 at work on 4, no more than 4 cores do anything",
      "20:40: error: `0` is no number at work, from 1 to 10000 (as in `{ 1: x1, 2: x1.8, 4: x3 }`)",
      "20:47: error: `many` is no number at work, from 1 to 10000 (as in `{ 1: x1, 2: x1.8, 4: x3 }`)"),
    Mutation(
      paid, "cores: 4\n    price: { core: $20/month }\n    discipline: sharing\n    speed-by-load: { 1: x1, 4: x4 }",
      "20:20: error: that is what 4 cores do without `speed-by-load` (as in `{ 1: x1, 2: x1.8, 4: x3 }`)"),
  ])
  func problems(of mutation: Mutation) throws { try mutation.check() }
}

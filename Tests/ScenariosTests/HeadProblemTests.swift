import Testing

@Suite struct HeadProblemTests {
  @Test(arguments: [
    Mutation(
      "orrery: 1\n", "orrery: 2\n",
      "1:9: error: version `2` of the language is not known (did you mean `1`?)"),
    Mutation(
      "orrery: 1\n", "",
      "1:1: error: `orrery` is missing (begin the file with `orrery: 1`)"),
    Mutation(
      "name: draft", "nmae: draft",
      "2:1: error: `nmae` is not a key of a scenario file (did you mean `name`?)"),
    Mutation(
      "name: draft", "name: [ a ]",
      "2:7: error: `name` is text, not a list"),
    Mutation(
      "origin: assumed\n", "origin: guessed\n",
      "4:9: error: `guessed` is not an origin (one of `doc`, `derived`, `assumed`, `measured` or `sibling`)"),
    Mutation(
      "name: draft", "name: draft\nseed: -1",
      "3:7: error: `seed` is a whole number from 0 to 2^64 - 1, not `-1`"),
    Mutation(
      "name: draft", "name: draft\nexpect: { RW-I1: violated }",
      "3:1: error: `expect` is not a key of a scenario file (`expect` belongs in an option)"),
    Mutation(
      "duration: 1h", "duration: 30",
      "5:37: error: `30` is a number without a unit of time (did you mean `30s`?)"),
    Mutation(
      "duration: 1h, ", "",
      "5:6: error: `duration` is missing in `run` (write it as in `run: { duration: 1h }`)"),
    Mutation(
      "duration: 1h", "duration: 0s",
      "5:37: error: a run takes time: `duration` is zero"),
    Mutation(
      "warm-up: 1min", "warm-up: 2h",
      "5:50: error: the warm-up takes the whole run of 1h"),
    Mutation(
      "drain: 10s", "drian: 10s",
      "5:56: error: `drian` is not a key of `run` (did you mean `drain`?)"),
    Mutation(
      "drain: 10s", "replications: 0",
      "5:70: error: `0` is out of bounds (from 1 to 100000)"),
    Mutation(
      "drain: 10s", "replications: { max: 20 }",
      "5:70: error: `until` is missing: there is nothing to stop at before `max` (write it as in `{ until: decided, max: 100 }` or `{ until: 2%, max: 100 }`)"
    ),
    Mutation(
      "drain: 10s", "replications: { until: 1%, at-least: 30, max: 20 }",
      "5:102: error: `max` is below the 30 replications that are run at least"),
    Mutation(
      "drain: 10s", "replications: { until: 100%, max: 20 }",
      "5:79: error: a half-width lies between 0% and 100% of its estimate"),
    Mutation(
      "drain: 10s", "load: 2",
      "5:62: error: `2` is not a factor (did you mean `x2`?)"),
    Mutation(
      "drain: 10s", "scale: 1000",
      "5:63: error: `1000` is not a scale (write it as in `1:1000`)"),
    Mutation(
      "starts: Mon 00:00", "starts: Monday",
      "5:16: error: `Monday` is not a day of the week (did you mean `Mon`?)"),
    Mutation(
      "run: { starts", "rnu: { starts",
      "1:1: error: `run` is missing: a run needs a duration (write it as in `run: { duration: 1h }`)",
      "5:1: error: `rnu` is not a key of a scenario file (did you mean `run`?)",
      "70:3: warning: an objective needs `run.stands-for`; without it, it cannot be judged"),
    Mutation(
      "duration: 1h", "duration: 1h measurd",
      "5:37: error: `measurd` is not an origin (did you mean `measured`?)"),
    Mutation(
      "duration: 1h", "duration: 1h (2h..1h)",
      "5:37: error: the range `(2h..1h)` runs backwards (did you mean `(1h..2h)`?)"),
    Mutation(
      "duration: 1h", "duration: 1h doc",
      "5:37: error: `doc` comes without the sentence that says it (quote it, as in `150M doc \"150M reservations\"`)"),
    Mutation(
      "duration: 1h", "duration: [ 1h ]",
      "5:37: error: a time is expected here, not a list"),
    Mutation(
      "duration: 1h", "duration:",
      "5:35: error: YAML: found unexpected ':' while scanning a plain scalar, begun in line 5"),
    Mutation(
      "core: road-warrior,", "core: road-worrier,",
      "6:17: error: there is no domain core `road-worrier` (did you mean `road-warrior`?)"),
    Mutation(
      "core: road-warrior,", "core: hey-blue,",
      "6:17: error: domain core `hey-blue` is known but not built yet",
      "9:34: error: `of` names the core `road-warrior`, and the domain is `hey-blue` (did you mean `hey-blue.reservation`?)",
      "10:48: error: `of` names the core `road-warrior`, and the domain is `hey-blue` (did you mean `hey-blue.provider`?)"
    ),
    Mutation(
      "apply: version-check", "apply: versioncheck",
      "6:38: error: `versioncheck` is not one of its values (did you mean `version-check`?)"),
    Mutation(
      "apply: version-check", "aply: version-check",
      "6:31: error: `aply` is not a key of domain `road-warrior` (did you mean `apply`?)"),
    Mutation(
      "apply: version-check", "rehearsal: yes",
      "6:31: error: `rehearsal` of domain `road-warrior` is known but not built yet"),
    Mutation(
      "changes: 5%/day", "changes: { air: 5%/day, bus: 1/day }",
      "6:77: error: there is no class `bus` (one of `air` or `car`)"),
    Mutation(
      "changes: 5%/day", "changes: 5%",
      "6:62: error: `5%` is not a rate (write it as in `500/s` or `12k/year`)"),
    Mutation(
      "domain: { core: road-warrior, apply: version-check, changes: 5%/day }", "domain: road-warrior",
      "6:9: error: `domain` is a map, not `road-warrior` (write it as in `{ core: road-warrior }`)"),
    Mutation(
      "domain: { core: road-warrior, ", "domain: { ",
      "6:9: error: `core` is missing in `domain`"),
    Mutation(
      "same-zone: 0.5ms", "samezone: 0.5ms",
      "7:26: error: `samezone` is not a key of `network` (did you mean `same-zone`?)"),
    Mutation(
      "client: 40ms", "client: fast",
      "7:20: error: `fast` is not a distribution (one of `constant`, `exponential`, `lognormal`, `uniform`, `pareto`, `erlang`, `hyperexponential` or `empirical`)"
    ),
    Mutation(
      "count: 12k", "count: 0",
      "9:25: error: `0` is out of bounds (from 1 to 1000000000000)"),
    Mutation(
      "count: 12k, ", "",
      "9:16: error: `count` is missing in a population"),
    Mutation(
      "air: 60%", "air: 50%",
      "9:67: error: the classes of `reservation` add up to 90%, not to 100%"),
    Mutation(
      "of: road-warrior.reservation", "of: road-warrior.reservations",
      "9:34: error: the core `road-warrior` has no entity `reservations` (did you mean `reservation`?)"),
    Mutation(
      "of: road-warrior.reservation", "of: reservation",
      "9:34: error: `reservation` is not an entity of a domain core (write it as in `of: road-warrior.reservation`)"),
    Mutation(
      "of: road-warrior.reservation", "of: tickets.seat",
      "9:34: error: `of` names the core `tickets`, and the domain is `road-warrior` (did you mean `road-warrior.seat`?)"
    ),
    Mutation(
      "count: 300", "count: 300, capacity: 80",
      "10:25: error: `capacity` is not a key of a population (one of `count`, `pick`, `size`, `share` or `of`)"),
    Mutation(
      "pick: zipf(s 1.0)", "pick: zipf(1.0)",
      "10:31: error: `1.0` is not an argument of zipf (did you mean `zipf(s 1.0)`?)"),
    Mutation(
      "count: 300", "count: 300, size: 12",
      "10:31: error: `12` is a number without a unit of size (did you mean `12 B` or `12 KB`?)"),
  ])
  func problems(of mutation: Mutation) throws { try mutation.check() }
}

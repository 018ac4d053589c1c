import Testing

/// What a discipline of the cores needs to make a difference.
@Suite struct CoreProblemTests {
  @Test(arguments: [
    Mutation(
      "cores: 1", "cores: 1\n    threads: 1\n    discipline: preemptive",
      "19:17: error: nothing is ever interrupted: with 1 thread and 1 core, nobody waits for a core (more `threads` than `cores`, or `discipline: priority`)"
    ),
    Mutation("cores: 1", "cores: 1\n    threads: 2\n    discipline: preemptive"),
    Mutation(
      "cores: 1", "cores: 1\n    discipline: preemptiv",
      "18:17: error: `preemptiv` is not one of its values (did you mean `preemptive`?)"),
    Mutation(
      "store: { kind: document-store, key: reservation,",
      "store: { kind: database, cores: 4, connections: 4, discipline: preemptive,",
      "29:66: error: nothing is ever interrupted: with 4 connections and 4 cores, nobody waits for a core (more `connections` than `cores`, or `discipline: priority`)"
    ),
  ])
  func problems(of mutation: Mutation) throws { try mutation.check() }
}

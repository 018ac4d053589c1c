import Testing

@testable import Statistics

/// Reference values: mpmath 1.3.0 with 30 digits, from the textbook sums.
@Suite struct QueueingTheoryTests {
  private func expectClose(
    _ found: Double, _ expected: Double, location: SourceLocation = #_sourceLocation
  ) {
    #expect(
      (found / expected - 1).magnitude < 1e-12, "\(found), not \(expected)",
      sourceLocation: location)
  }

  @Test func `Erlang B agrees with its sum`() {
    expectClose(QueueingTheory.erlangB(servers: 1, offeredLoad: 0.5), 1.0 / 3)
    expectClose(QueueingTheory.erlangB(servers: 2, offeredLoad: 1), 0.2)
    expectClose(QueueingTheory.erlangB(servers: 10, offeredLoad: 9), 0.167963226291586)
    expectClose(QueueingTheory.erlangB(servers: 100, offeredLoad: 95), 0.0488042061786778)
    expectClose(QueueingTheory.erlangB(servers: 1000, offeredLoad: 990), 0.0189657764308146)
    #expect(QueueingTheory.erlangB(servers: 0, offeredLoad: 3) == 1)
    #expect(QueueingTheory.erlangB(servers: 3, offeredLoad: 0) == 0)
    #expect(QueueingTheory.erlangB(servers: 3, offeredLoad: .infinity) == 1)
  }

  @Test func `Erlang C agrees with its sum`() {
    expectClose(QueueingTheory.erlangC(servers: 1, offeredLoad: 0.5), 0.5)
    expectClose(QueueingTheory.erlangC(servers: 2, offeredLoad: 1), 1.0 / 3)
    expectClose(QueueingTheory.erlangC(servers: 10, offeredLoad: 9), 0.668731524107697)
    expectClose(QueueingTheory.erlangC(servers: 100, offeredLoad: 95), 0.506456853913021)
    expectClose(QueueingTheory.erlangC(servers: 1000, offeredLoad: 990), 0.659080421880854)
    #expect(QueueingTheory.erlangC(servers: 2, offeredLoad: 2) == 1)
    #expect(QueueingTheory.erlangC(servers: 2, offeredLoad: 0) == 0)
  }

  @Test func `the wait in M/M/c`() {
    // One server: ρs/(1 − ρ).
    expectClose(QueueingTheory.meanWaitMMc(arrivalRate: 0.8, meanService: 1, servers: 1), 4)
    expectClose(
      QueueingTheory.meanWaitMMc(arrivalRate: 0.24, meanService: 10, servers: 3), 10.7865168539326)
    #expect(
      QueueingTheory.meanWaitMMc(arrivalRate: 3, meanService: 1, servers: 3) == .infinity)
  }

  @Test func `the wait in M/G/1 covers M/M/1 and M/D/1`() {
    expectClose(
      QueueingTheory.meanWaitMG1(arrivalRate: 0.8, meanService: 1, secondMoment: 2), 4)
    expectClose(
      QueueingTheory.meanWaitMG1(arrivalRate: 0.8, meanService: 1, secondMoment: 1), 2)
    #expect(
      QueueingTheory.meanWaitMG1(arrivalRate: 1, meanService: 1, secondMoment: 1) == .infinity)
  }

  @Test(arguments: [
    (0.5, 3, 0.0666666666666667, 0.733333333333333),
    (1, 10, 0.0909090909090909, 5.0),
    (0.9, 20, 0.0136513863541744, 6.41988797906104),
    (1.5, 50, 0.333333333681851, 48.0000000533232),
    (2, 2000, 0.5, 1999.0),
  ])
  func `blocking and number in M/M/1/K agree with their sums`(
    utilization: Double, capacity: Int, blocking: Double, inSystem: Double
  ) {
    expectClose(
      QueueingTheory.blockingMM1K(utilization: utilization, capacity: capacity), blocking)
    expectClose(
      QueueingTheory.meanInSystemMM1K(utilization: utilization, capacity: capacity), inSystem)
  }

  @Test func `M/M/1/K at its borders`() {
    #expect(QueueingTheory.blockingMM1K(utilization: 0, capacity: 4) == 0)
    #expect(QueueingTheory.meanInSystemMM1K(utilization: 0, capacity: 4) == 0)
    #expect(QueueingTheory.blockingMM1K(utilization: 0.5, capacity: 0) == 1)
    #expect(QueueingTheory.blockingMM1K(utilization: .infinity, capacity: 2) == 1)
    #expect(QueueingTheory.meanInSystemMM1K(utilization: .infinity, capacity: 2) == 2)
  }

  @Test func `shared servers respond as exponential ones in turn do`() {
    expectClose(QueueingTheory.meanResponseSharing(arrivalRate: 0.8, meanService: 1), 5)
    #expect(QueueingTheory.meanResponseSharing(arrivalRate: 1, meanService: 1) == .infinity)
  }

  @Test func `waits by priority conserve work`() {
    let classes = [(0.2, 1.0, 2.0), (0.3, 1.5, 4.0), (0.1, 2.0, 4.0)]
      .map { (arrivalRate: $0.0, meanService: $0.1, secondMoment: $0.2) }
    let waits = QueueingTheory.meanWaitsByPriority(classes)
    #expect(waits[0] < waits[1] && waits[1] < waits[2])
    // Kleinrock's conservation law: ∑ρW is that of one class.
    let rate = classes.reduce(0) { $0 + $1.arrivalRate }
    let load = classes.reduce(0) { $0 + $1.arrivalRate * $1.meanService }
    let second = classes.reduce(0) { $0 + $1.arrivalRate * $1.secondMoment } / rate
    let plain = QueueingTheory.meanWaitMG1(arrivalRate: rate, meanService: load / rate, secondMoment: second)
    expectClose(zip(classes, waits).reduce(0) { $0 + $1.0.arrivalRate * $1.0.meanService * $1.1 }, load * plain)
    expectClose(QueueingTheory.meanWaitsByPriority([classes[0]])[0], 0.25)
    #expect(QueueingTheory.meanWaitsByPriority([(1, 1, 2)]) == [.infinity])
  }

  @Test func `who interrupts all others responds as if alone, and equal work is conserved`() {
    let classes = [(0.2, 1.0, 2.0), (0.3, 1.5, 4.5), (0.1, 2.0, 8.0)]
      .map { (arrivalRate: $0.0, meanService: $0.1, secondMoment: $0.2) }
    let responses = QueueingTheory.meanResponsesByPreemption(classes)
    expectClose(responses[0], 1 / (1 - 0.2))
    #expect(responses[0] < responses[1] && responses[1] < responses[2])
    // Exponential service of one mean: who is served does not matter to how many are there.
    let alike = QueueingTheory.meanResponsesByPreemption([(0.2, 1, 2), (0.5, 1, 2)])
    expectClose((0.2 * alike[0] + 0.5 * alike[1]) / 0.7, 1 / (1 - 0.7))
    #expect(QueueingTheory.meanResponsesByPreemption([(0.5, 1, 2), (0.5, 1, 2)])[1] == .infinity)
  }

  @Test func `shares by weight are even ones where the weights are, and priorities where they are far apart`() {
    let even = QueueingTheory.meanResponsesByWeight((0.2, 1, 3), (0.2, 2, 3))
    expectClose(even.0, 1 / 0.4)
    expectClose(even.1, 2 / 0.4)
    let far = QueueingTheory.meanResponsesByWeight((0.2, 1, 1e15), (0.2, 2, 1))
    expectClose(far.0, 1 / 0.8)
    expectClose(far.1, QueueingTheory.meanResponsesByPreemption([(0.2, 1, 2), (0.2, 2, 8)])[1])
    #expect(QueueingTheory.meanResponsesByWeight((0.5, 1, 1), (0.25, 2, 1)).0 == .infinity)
    // The equation of the paper: T(1 − ∑ λg′/(μ′g′ + μg)) − ∑ λg′T′/(μ′g′ + μg) = 1/μ, for each class.
    let classes = [(rate: 0.3, service: 1.0, weight: 4.0), (rate: 0.1, service: 4.0, weight: 1.0)]
    let pair = QueueingTheory.meanResponsesByWeight(
      (0.3, 1, 4), (0.1, 4, 1))
    let responses = [pair.0, pair.1]
    for (own, response) in zip(classes, responses) {
      let parts = zip(classes, responses).map { other, later in
        other.rate * other.weight * (response + later) / (other.weight / other.service + own.weight / own.service)
      }
      expectClose(response - parts.reduce(0, +), own.service)
    }
  }

  @Test func `who is patient for ever waits as Erlang C says, and who is not at all is lost as Erlang B says`() {
    let patient = QueueingTheory.abandonment(arrivalRate: 3, meanService: 1, servers: 4, meanPatience: 1e9)
    let wait = QueueingTheory.meanWaitMMc(arrivalRate: 3, meanService: 1, servers: 4)
    #expect(abs(patient.meanWait / wait - 1) < 1e-6 && patient.share < 1e-8)
    let hasty = QueueingTheory.abandonment(arrivalRate: 6, meanService: 1, servers: 4, meanPatience: 1e-9)
    #expect(abs(hasty.share / QueueingTheory.erlangB(servers: 4, offeredLoad: 6) - 1) < 1e-6)
    // With as much patience as service takes, there are as many as with a server for each.
    let even = QueueingTheory.abandonment(arrivalRate: 2, meanService: 1, servers: 1, meanPatience: 1)
    // Those are Poisson, and the server is busy but for e⁻².
    expectClose(even.share, (2 - (1 - 0.1353352832366127)) / 2)
  }

  @Test func `a join of two is later than either, and not later than their sum`() {
    // An idle system: the later of two exponential times.
    expectClose(QueueingTheory.meanResponseForkJoin2(arrivalRate: 0, meanService: 2), 3)
    expectClose(QueueingTheory.meanResponseForkJoin2(arrivalRate: 0.5, meanService: 1), 11.5 / 4)
    #expect(QueueingTheory.meanResponseForkJoin2(arrivalRate: 2, meanService: 1) == .infinity)
  }

  @Test func `mean values of closed networks`() {
    expectClose(QueueingTheory.meanValues(users: 1, think: 3, demands: [1, 2]).response, 3)
    // Two users, one queue, no thought: always two there.
    expectClose(QueueingTheory.meanValues(users: 2, think: 0, demands: [4]).response, 8)
    // The machine repair model with 3 machines, ρ = 1/2: p₀ = 1/(1 + 3/2 + 6/4 + 6/8).
    expectClose(QueueingTheory.meanValues(users: 3, think: 2, demands: [1]).throughput, 1 - 1 / 4.75)
  }

  @Test func `a server whose rate depends on how many are there`() {
    // Of one rate it is the machine repair model, with a server for each nobody waits.
    let repair = QueueingTheory.meanValues(users: 7, think: 2) { _ in 0.5 }
    let same = QueueingTheory.meanValues(users: 7, think: 2, demands: [2])
    expectClose(repair.response, same.response)
    expectClose(repair.throughput, same.throughput)
    expectClose(QueueingTheory.meanValues(users: 9, think: 2) { Double($0) / 3 }.response, 3)
    // Two users, a rate of 1 and of 3 for two: p = (1, 2/Z, 2/3Z²)/∑.
    let two = QueueingTheory.meanValues(users: 2, think: 1) { $0 == 1 ? 1 : 3 }
    expectClose(two.throughput, (2 + 3 * 2 / 3) / (1 + 2 + 2 / 3))
  }
}

/// What theory says of the queues that have a closed form, to stand beside what was measured.
///
/// Rates and times may have any unit of time, as long as it is the same one. An unstable queue has
/// an infinite wait. Arguments must not be negative. Powers and factorials are replaced by
/// recurrences that neither overflow nor cancel.
public enum QueueingTheory {
  /// Share of arrivals that find all `servers` busy and are lost, M/G/c/c (Erlang 1917).
  ///
  /// `offeredLoad` is arrival rate × mean service time, in erlangs. B(n) = aB/(n + aB) from B(0) =
  /// 1 (Jagerman 1974). O(servers).
  public static func erlangB(servers: Int, offeredLoad: Double) -> Double {
    precondition(servers >= 0 && offeredLoad >= 0, "servers and load are not negative")
    guard offeredLoad < .infinity else { return 1 }
    var blocked = 1.0
    for busy in 0..<servers {
      blocked = offeredLoad * blocked / (Double(busy + 1) + offeredLoad * blocked)
    }
    return blocked
  }

  /// Share of arrivals that have to wait, M/M/c (Erlang 1917), from B by C = B/(1 − ρ(1 − B))
  /// (Cooper 1981). 1 when the load is not below the servers. O(servers).
  public static func erlangC(servers: Int, offeredLoad: Double) -> Double {
    precondition(servers >= 1, "a station has a server")
    guard offeredLoad < Double(servers) else { return 1 }
    let blocked = erlangB(servers: servers, offeredLoad: offeredLoad)
    return blocked / (1 - offeredLoad / Double(servers) * (1 - blocked))
  }

  /// Mean wait before service, M/M/c: C·s/(c − a) (Kleinrock 1975, 3.5). Infinite when unstable.
  /// O(servers).
  public static func meanWaitMMc(
    arrivalRate: Double, meanService: Double, servers: Int
  ) -> Double {
    let load = arrivalRate * meanService
    let waiting = erlangC(servers: servers, offeredLoad: load)
    guard load < Double(servers) else { return .infinity }
    return waiting * meanService / (Double(servers) - load)
  }

  /// Mean wait before service, M/G/1: λE[S²]/(2(1 − ρ)) (Pollaczek 1930, Khinchine 1932).
  ///
  /// `secondMoment` is the mean of the squared service time: 2s² for exponential service, s² for a
  /// constant one. Infinite when unstable. O(1).
  public static func meanWaitMG1(
    arrivalRate: Double, meanService: Double, secondMoment: Double
  ) -> Double {
    precondition(arrivalRate >= 0 && meanService >= 0 && secondMoment >= 0, "not negative")
    let utilization = arrivalRate * meanService
    guard utilization < 1 else { return .infinity }
    return arrivalRate * secondMoment / (2 * (1 - utilization))
  }

  /// Share of arrivals lost because `capacity` requests, the one in service included, are there:
  /// M/M/1/K, (1 − ρ)ρ^K/(1 − ρ^(K+1)) (Gross and Harris 1998, 2.5).
  ///
  /// `utilization` is the offered one, and may exceed 1. O(capacity).
  public static func blockingMM1K(utilization: Double, capacity: Int) -> Double {
    limitedQueue(utilization, capacity).blocking
  }

  /// Mean number of requests in an M/M/1/K queue, the one in service included (ibid.). O(capacity).
  public static func meanInSystemMM1K(utilization: Double, capacity: Int) -> Double {
    limitedQueue(utilization, capacity).meanInSystem
  }

  /// The distribution of an M/M/1/K queue is that for K − 1 with one more state: with probability B(K) = ρB/
  /// (1 + ρB), where B = B(K − 1), the system is in it, otherwise as if it did not exist.
  private static func limitedQueue(
    _ utilization: Double, _ capacity: Int
  ) -> (blocking: Double, meanInSystem: Double) {
    precondition(utilization >= 0 && capacity >= 0, "utilisation and capacity are not negative")
    var blocking = 1.0
    var meanInSystem = 0.0
    for size in 0..<capacity {
      let odds = utilization * blocking
      blocking = odds < .infinity ? odds / (1 + odds) : 1
      meanInSystem += blocking * (Double(size + 1) - meanInSystem)
    }
    return (blocking, meanInSystem)
  }

  /// Mean response of a server that shares itself among all requests, M/G/1-PS: s/(1 − ρ), whatever the distribution
  /// of service (Kleinrock, "Time-shared systems", 1967). Infinite when unstable. O(1).
  public static func meanResponseSharing(arrivalRate: Double, meanService: Double) -> Double {
    precondition(arrivalRate >= 0 && meanService >= 0, "not negative")
    let utilization = arrivalRate * meanService
    return utilization < 1 ? meanService / (1 - utilization) : .infinity
  }

  /// Mean wait of each class before service, M/G/1 with priorities that do not interrupt: W₀/((1 − σ(k−1))(1 − σ(k))),
  /// where W₀ = ∑λE[S²]/2 over all classes and σ(k) is the load of the classes up to k (Cobham 1954).
  ///
  /// Classes in order of priority. Infinite for a class whose load, with those before it, reaches 1. O(classes).
  public static func meanWaitsByPriority(
    _ classes: [(arrivalRate: Double, meanService: Double, secondMoment: Double)]
  ) -> [Double] {
    let residual = classes.reduce(0) { $0 + $1.arrivalRate * $1.secondMoment } / 2
    var load = 0.0
    return classes.map { next in
      let before = load
      load += next.arrivalRate * next.meanService
      return load < 1 ? residual / ((1 - before) * (1 - load)) : .infinity
    }
  }

  /// Mean responses in M/G/1 with classes of priority, the higher of which interrupt the others, whose work goes on where
  /// it stopped: s(k)/(1 − σ(k − 1)) + ∑(i ≤ k) λE[S²]/2 / ((1 − σ(k − 1))(1 − σ(k))) (Conway, Maxwell and Miller, "Theory
  /// of Scheduling", 1967; Kleinrock, "Queueing Systems" vol. 2, 1976).
  ///
  /// Classes in order of priority. Infinite for a class whose load, with those before it, reaches 1. O(classes).
  public static func meanResponsesByPreemption(
    _ classes: [(arrivalRate: Double, meanService: Double, secondMoment: Double)]
  ) -> [Double] {
    var (load, residual) = (0.0, 0.0)
    return classes.map { next in
      let before = load
      load += next.arrivalRate * next.meanService
      residual += next.arrivalRate * next.secondMoment / 2
      guard load < 1 else { return .infinity }
      return next.meanService / (1 - before) + residual / ((1 - before) * (1 - load))
    }
  }

  /// Mean responses of two classes with exponential service that share one server by weight, n requests of a class of
  /// weight g having the part n·g of all n·g: discriminatory processor sharing (Fayolle, Mitrani and Iasnogorodski,
  /// "Sharing a processor among many job classes", 1980). Infinite when unstable. O(1).
  public static func meanResponsesByWeight(
    _ one: (arrivalRate: Double, meanService: Double, weight: Double),
    _ other: (arrivalRate: Double, meanService: Double, weight: Double)
  ) -> (Double, Double) {
    let (load, otherLoad) = (one.arrivalRate * one.meanService, other.arrivalRate * other.meanService)
    let free = 1 - load - otherLoad
    guard free > 0 else { return (.infinity, .infinity) }
    let (rate, otherRate) = (1 / one.meanService, 1 / other.meanService)
    let whole = rate * one.weight * (1 - load) + otherRate * other.weight * (1 - otherLoad)
    return (
      one.meanService / free * (1 + rate * otherLoad * (other.weight - one.weight) / whole),
      other.meanService / free * (1 + otherRate * load * (one.weight - other.weight) / whole)
    )
  }

  /// Response and throughput of users who think and then ask one server, whose rate depends on how many are there: product
  /// form, with p(n) in proportion to N!/(N − n)! / ∏ Zμ(i), exact for exponential service, or any that is shared.
  ///
  /// - Parameters:
  ///   - think: mean, above zero.
  ///   - rate: of the server with so many there.
  /// - Complexity: O(users).
  public static func meanValues(
    users: Int, think: Double, rate: (Int) -> Double
  ) -> (response: Double, throughput: Double) {
    var (weight, sum, throughput) = (1.0, 1.0, 0.0)
    for present in 1...users {
      weight *= Double(users - present + 1) / think / rate(present)
      sum += weight
      throughput += weight * rate(present)
    }
    throughput /= sum
    return (Double(users) / throughput - think, throughput)
  }

  /// Share of those who abandon M/M/c+M, Erlang A, and the mean wait of all, those who abandon included: from the
  /// stationary law of the birth and death of those who are there (Palm 1957; Garnett, Mandelbaum and Reiman, "Designing
  /// a call center with impatient customers", 2002). O(states with some weight).
  public static func abandonment(
    arrivalRate: Double, meanService: Double, servers: Int, meanPatience: Double
  ) -> (share: Double, meanWait: Double) {
    var (weight, sum, queue) = (1.0, 1.0, 0.0)
    var present = 1
    while present <= servers || weight > 1e-18 * sum {
      let waiting = max(0, present - servers)
      weight *= arrivalRate / (Double(min(present, servers)) / meanService + Double(waiting) / meanPatience)
      sum += weight
      queue += weight * Double(waiting)
      present += 1
    }
    let meanWait = queue / sum / arrivalRate
    return (meanWait / meanPatience, meanWait)
  }

  /// Mean response of a request that forks to two M/M/1 queues and joins: (12 − ρ)/8 · 1/(μ − λ) (Flatto and Hahn
  /// 1984; Nelson and Tantawi 1988). Infinite when unstable. O(1).
  public static func meanResponseForkJoin2(arrivalRate: Double, meanService: Double) -> Double {
    let utilization = arrivalRate * meanService
    guard utilization < 1 else { return .infinity }
    return (12 - utilization) / 8 * meanService / (1 - utilization)
  }

  /// Response and throughput of a closed network of queues with one server each, exact for exponential service: mean
  /// value analysis (Reiser and Lavenberg 1980).
  ///
  /// - Parameter demands: mean service of each queue, times the visits that a request makes there.
  /// - Complexity: O(users · queues).
  public static func meanValues(
    users: Int, think: Double, demands: [Double]
  ) -> (response: Double, throughput: Double) {
    var queues = demands.map { _ in 0.0 }
    var response = 0.0
    var throughput = 0.0
    for present in 0..<users {
      let responses = zip(demands, queues).map { $0 * (1 + $1) }
      response = responses.reduce(0, +)
      throughput = Double(present + 1) / (think + response)
      queues = responses.map { $0 * throughput }
    }
    return (response, throughput)
  }
}

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

import Engine

/// The pending-event set alone, and the engine's loop around it.
enum EngineBenchmarks {
  static func add(to table: inout Table, isQuick: Bool) {
    let queue = singleServerQueue(events: isQuick ? 2_000_000 : 20_000_000)
    table.add(
      "M/M/1 through the public engine, an event", nanoseconds: queue.nanoseconds, aim: .init(reach: 7, stretch: 5))
    for (name, pending, aim) in [
      ("1 k", 1000, nil), ("1 M", 1_000_000, Table.Aim(reach: 15, stretch: 10)),
      ("10 M", 10_000_000, Table.Aim(reach: 20, stretch: 15)),
    ] where !isQuick || pending <= 1_000_000 {
      table.add(
        "pending-event set, hold, \(name) pending",
        nanoseconds: hold(pending: pending, holds: isQuick ? 1_000_000 : max(4_000_000, pending)), aim: aim)
    }
  }

  /// The hold model: pop the earliest event, schedule another after an exponential time; nanoseconds a
  /// hold (R. Brown, "Calendar queues", 1988).
  static func hold(pending: Int, holds: Int) -> Double {
    let pool = SamplerPool()
    let sampler = pool.sampler(for: .exponential(mean: 1e6))
    var set = PendingEventSet<UInt32>()
    var state = Stopwatch.opaque(UInt64(42))
    for number in 0..<pending {
      state = RandomStream.mix(state, 1)
      set.push(
        PendingEvent(
          time: UInt64(sampler.draw(state)), order: UInt64(number), payload: UInt32(number)))
    }
    func turn(_ count: Int) {
      for _ in 0..<count {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let first = set.popFirst()
        set.push(
          PendingEvent(
            time: first.time &+ UInt64(sampler.draw(state)) &+ 1, order: first.order,
            payload: first.payload))
      }
    }
    turn(pending)
    return Stopwatch.seconds { turn(holds) } / Double(holds) * 1e9
  }

  enum QueueEvent: BitwiseCopyable, Sendable { case arrival, departure }

  /// M/M/1 as a model of the public engine: two events a customer.
  struct SingleServerQueue: SimulationModel {
    let arrivals: RandomStream
    let services: RandomStream
    let gap: Sampler
    let service: Sampler
    var customers: UInt64 = 0
    var served: UInt64 = 0
    var present = 0
    var area: UInt128 = 0
    var last: Nanoseconds = 0

    mutating func handle(_ event: QueueEvent, in simulation: inout Simulation<QueueEvent>) {
      area &+= UInt128(UInt64(present)) &* UInt128(UInt64(simulation.now - last))
      last = simulation.now
      switch event {
      case .arrival:
        customers &+= 1
        present += 1
        simulation.schedule(
          .arrival, after: gap.draw(arrivals.bits(entity: customers, draw: 0)),
          as: EventIdentity(salt: 0, number: customers))
        if present == 1 { startService(in: &simulation) }
      case .departure:
        present -= 1
        served &+= 1
        if present > 0 { startService(in: &simulation) }
      }
    }

    private func startService(in simulation: inout Simulation<QueueEvent>) {
      simulation.schedule(
        .departure, after: service.draw(services.bits(entity: served, draw: 0)),
        as: EventIdentity(salt: 1, number: served))
    }
  }

  /// Nanoseconds an event at utilization 0.9, and the mean number present beside theory's 9.
  static func singleServerQueue(events: UInt64) -> (nanoseconds: Double, present: Double) {
    let pool = SamplerPool()
    var present = 0.0
    let seconds = Stopwatch.seconds {
      var simulation = Simulation<QueueEvent>()
      var model = SingleServerQueue(
        arrivals: RandomStream(seed: 1, replication: 0, name: "arrivals"),
        services: RandomStream(seed: 1, replication: 0, name: "services"),
        gap: pool.sampler(for: .exponential(mean: 1e6)),
        service: pool.sampler(for: .exponential(mean: 9e5)))
      simulation.schedule(.arrival, at: 0, as: EventIdentity(salt: 0, number: 0))
      simulation.run(until: .max, with: &model, limit: events)
      present = Double(model.area) / Double(simulation.now)
    }
    return (seconds / Double(events) * 1e9, present)
  }
}

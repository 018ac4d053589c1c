/// The stations of all components, and their replicas.
struct Stations: ~Copyable {
  let all: Table<Station>
  private let replicas: Table<Replica>
  /// Component of each replica.
  private let owners: Table<Int32>

  init(_ plan: PlanTables, frames: FrameStore, decisions: DecisionLog) {
    let owned = plan.components.indices.flatMap { index in
      (0..<plan.components[index].replicas).map { (component: index, number: $0) }
    }
    let replicas = Table(count: owned.count) {
      Replica(plan.components[owned[$0].component], number: owned[$0].number)
    }
    var first = 0
    all = Table(count: plan.components.count) { number in
      let component = plan.components.address(of: number)
      let last = first + component.pointee.replicas
      defer { first = last }
      let own = ReplicaSet(
        Table(first..<last, of: replicas), of: number, component,
        balancers: plan.balancers.filter { $0.target == number }, decisions: decisions)
      return Station(
        number, component, system: plan.systems.number(of: component.pointee.name), firstReplica: first, replicas: own,
        frames: frames)
    }
    self.replicas = replicas
    owners = Table(owned.map { Int32($0.component) })
    for index in all.indices where plan.components[index].scaling != nil { all[index].replicas.update(at: 0) }
  }

  deinit {
    all.deallocate()
    replicas.deallocate()
    owners.deallocate()
  }

  var indices: Range<Int> { all.indices }
  var replicaCount: Int { replicas.count }

  @inline(__always)
  subscript(index: Int) -> Station {
    unsafeAddress { UnsafePointer(all.address(of: index)) }
    nonmutating unsafeMutableAddress { all.address(of: index) }
  }

  /// Where a station stands, for as long as the replication runs.
  @inline(__always)
  func address(of index: Int) -> UnsafeMutablePointer<Station> { all.address(of: index) }

  /// The station of a replica, by the replica's place among all.
  func owner(of replica: Int) -> UnsafeMutablePointer<Station> { all.address(of: Int(owners[replica])) }
}

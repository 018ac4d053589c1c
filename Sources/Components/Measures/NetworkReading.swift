import Engine

/// A look at a replication as it stands, which changes nothing.
protocol NetworkReading {
  var network: Network { get }
}

extension NetworkReading {
  var plan: PlanTables { network.plan }
  var horizon: Horizon { network.horizon }
  var frames: FrameStore { network.frames }
  var stations: Table<Station> { network.stations.all }
  var logs: Table<PartitionedLog> { network.logs.all }
  var lanes: Table<LaneState> { network.logs.lanes }
  var messages: Slab<Message> { network.logs.messages }
  var measures: Measures { network.measures }
}

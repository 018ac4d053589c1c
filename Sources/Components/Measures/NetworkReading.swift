import Engine

/// A look at a replication as it stands, which changes nothing.
protocol NetworkReading {
  var network: Network { get }
}

extension NetworkReading {
  var plan: PlanTables { network.plan }
  var horizon: Horizon { network.horizon }
  var frames: FrameStore { network.frames }
  var stations: Table<Station> { network.stations }
  var logs: Table<PartitionedLog> { network.logs }
  var lanes: Table<LaneState> { network.lanes }
  var messages: Slab<Message> { network.messages }
  var measures: Measures { network.measures }
}

import Engine

/// One replica of a component: slots, cores, and who waits for them.
struct Replica: ~Copyable {
  var busySlots: Int32 = 0
  var busyCores: Int32 = 0
  /// For a slot, and for a core.
  var line: Line
  var coreLine: Line
  var zone: Int32 = 0
  /// Of faults and backups that hit this replica.
  var slowness = 1.0
  var errorThreshold: UInt64 = 0
  var hopDelay: Nanoseconds = 0
  /// Faults that keep it stopped.
  var stops: Int32 = 0
  /// Operations at once, where that adapts.
  var limit: ConcurrencyLimit
  /// All slots taken since, where it freezes; −1 while one is free. Whether a look at that is due.
  var fullSince: Nanoseconds = -1
  var isWatched = false
  /// Started and not taken away by the scaling.
  var isActive = true
  /// Not crashed.
  var isUp = true
  /// Left out by whoever checks its health, or by its group.
  var isEjected = false
  var delay = ControlledDelay()
  /// Where what is at work depends on what else is.
  var tasks: SharedCores

  /// Callers choose among those; and those, or out of rotation and still at work.
  var isInRotation = true
  var isAvailable = true

  init(_ plan: ComponentPlan, number: Int) {
    line = Line(plan.discipline)
    coreLine = Line(plan.discipline)
    tasks = SharedCores(plan)
    zone = Int32(plan.zones[number % plan.zones.count])
    limit = ConcurrencyLimit(plan.slots)
    if let scaling = plan.scaling { isActive = number < scaling.least }
  }

  var takesWork: Bool { isActive && isUp && !isEjected }
  var isWorking: Bool { busySlots > 0 || busyCores > 0 }
  /// Started, or let go with work still to do.
  var exists: Bool { isActive || isWorking || line.count > 0 }
}

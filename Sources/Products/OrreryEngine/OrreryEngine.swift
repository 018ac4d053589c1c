/// Simulated time, the pending-event set, random streams, and what turns observations into estimates: a discrete-event
/// simulator without a model.
///
/// ```swift
/// import OrreryEngine
///
/// struct Clock: SimulationModel {
///   mutating func handle(_ event: Int, in simulation: inout Simulation<Int>) { … }
/// }
/// ```
@_exported import Engine
@_exported import Statistics

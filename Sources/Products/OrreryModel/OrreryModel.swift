/// Plans, mechanisms and the protocols by which a domain core takes part in a simulation: `DomainProvider` describes a
/// core to scenario files, `DomainBinding` joins one to a replication.
@_exported import Components
@_exported import OrreryEngine

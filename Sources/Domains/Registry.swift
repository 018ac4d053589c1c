import Components

/// Every domain that scenarios can name. A new domain is a core, a binding, and a line here.
package enum Registry {
  package static let domains: [any DomainProvider] = [RoadWarrior(), HeyBlue(), TicketSales(), SysopsSquad()]
}

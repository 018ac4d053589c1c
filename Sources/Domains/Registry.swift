import Components

/// Every domain that scenarios can name. A new domain is a core, a binding, and a line here.
public enum Registry {
  public static let domains: [any DomainProvider] = [RoadWarrior(), HeyBlue(), TicketSales(), SysopsSquad()]
}

import Experiments
import Scenarios

extension PageSections {
  func components() -> Section? {
    // Of what it calls a live run sees the calls alone.
    guard !result.components.isEmpty, result.mode == .simulated else { return nil }
    var body = summary.bottleneck.map { HTML.paragraph($0) } ?? ""
    let replicas = result.timeline.components.map { "replicas-\(slug($0.name, most: 40))" }
    let lead = RunFigures(result).leadName
    let drawn = (["utilization", "queues"] + replicas).filter { $0 != lead }.compactMap { figures[$0] }
    if !drawn.isEmpty { body += "<div class=\"figures\">\(drawn.joined())</div>\n" }
    var table = PageTable([
      ("Component", .left), ("Busy share", .left), ("Arrivals", .right),
      ("Rate", .right), ("Goodput", .right), ("Failed", .right), ("Mean queue", .right), ("Wait", .right),
      ("Response", .right), ("Assumed", .right),
    ])
    for component in result.components {
      let failed = component.failures + component.refusals + component.timeouts
      table.rows.append([
        .html(
          """
          <span class=\"name\" data-component=\"\(HTML.escaped(component.name))\">\(HTML.escaped(component.name))</span><span \
          class=\"kind\">\(HTML.escaped(component.kind + component.size))</span>
          """
        ),
        .html(bar(component)),
        .text(QuantityText.count(component.arrivals)), .text(measured.rate(component.arrivals)),
        .text(measured.rate(component.goodCompletions)),
        .text(failed > 0 ? QuantityText.count(failed) : ""),
        .text(QuantityText.number(component.meanQueueLength)),
        .text(component.bound(component.meanWaiting)), .text(component.bound(component.meanResponse)),
        .muted(component.assumedShare > 0 ? QuantityText.share(component.assumedShare) : ""),
      ])
    }
    body += table.html
    body += counts()
    let apart = result.components.filter { !$0.isComparable }.map(\.name)
    if !apart.isEmpty {
      body += HTML.paragraph(
        "Not comparable at this scale, because their waits, or what they let pass, differ from the full size: \(apart.joined(separator: ", "))."
      )
    }
    return Section(anchor: "components", title: "Components", body: body)
  }

  /// What components counted besides calls; hit ratios first.
  private func counts() -> String {
    let counted = result.components.filter { !$0.counts.isEmpty }
    guard !counted.isEmpty else { return "" }
    var table = PageTable([("Component", .left), ("Hit ratio", .right), ("Counted", .left)])
    for component in counted.filter({ $0.hitRatio != nil }) + counted.filter({ $0.hitRatio == nil }) {
      table.rows.append([
        .html("<strong>\(HTML.escaped(component.name))</strong>"),
        .text(component.hitRatio.map(QuantityText.share) ?? ""),
        .text(component.counts.map { "\(QuantityText.count($0.count)) \($0.counter)" }.joined(separator: ", ")),
      ])
    }
    return table.html
  }

  private func bar(_ component: ComponentResult) -> String {
    guard let utilization = component.utilization, !utilization.isNaN else {
      return "<span class=\"muted\">\(component.withoutShare)</span>"
    }
    let width = Decimal.fixed(max(0, min(1, utilization)) * 100, digits: 1)
    let tone = Palette.heat(of: utilization).tone
    let what = component.scarcest.isEmpty ? "" : " <span class=\"muted\">\(HTML.escaped(component.scarcest))</span>"
    return """
      <span class="busy"><span class="bar"><i style="width:\(width)%;background:\(tone)"></i></span>\
      \(QuantityText.share(utilization))\(what)</span>
      """
  }

  func cost() -> Section? {
    guard let cost = result.cost else { return nil }
    var body = HTML.paragraph(
      cost.standsFor > 0
        ? """
        \(QuantityText.money(cost.perMonthMicros, currency: cost.currency)) a month; the run stands \
        for \(QuantityText.time(cost.standsFor)).
        """
        : "\(QuantityText.money(cost.perMonthMicros, currency: cost.currency)) a month.")
    if let figure = figures["cost"] { body += "<div class=\"figures\">\(figure)</div>\n" }
    var table = PageTable([
      ("Component", .left), ("Item", .left), ("Quantity", .right), ("Unit price", .right),
      ("Per month", .right), ("Share", .right),
    ])
    let dearest = cost.lines.indices.sorted {
      (cost.lines[$1].perMonthMicros, $0) < (cost.lines[$0].perMonthMicros, $1)
    }
    for line in dearest.map({ cost.lines[$0] }) {
      let share = Double(line.perMonthMicros) / Double(max(cost.perMonthMicros, 1))
      table.rows.append([
        .html(
          "<strong data-component=\"\(HTML.escaped(line.component))\">\(HTML.escaped(line.component))</strong>"),
        .text(line.item),
        .text("\(QuantityText.number(line.quantity)) \(line.unit)"),
        .text(QuantityText.unitPrice(line.unitPriceMicros, currency: cost.currency)),
        .text(QuantityText.money(line.perMonthMicros, currency: cost.currency)),
        .muted(QuantityText.share(share)),
      ])
    }
    body += table.html
    if !cost.unpriced.isEmpty {
      body += HTML.paragraph(
        "Without a price, and so not in the bill: \(cost.unpriced.joined(separator: ", ")).")
    }
    for book in cost.books {
      body += HTML.paragraph(
        "Prices from \(book.path), as of \(book.date), after \(book.source) (\(book.currency)).",
        class: "muted")
    }
    return Section(anchor: "cost", title: "Cost", body: body)
  }

  func populations() -> Section? {
    guard !result.populations.isEmpty else { return nil }
    var table = PageTable([
      ("Population", .left), ("Entities", .right), ("Cycle", .right), ("Due", .right),
      ("Answered", .right), ("Refused", .right), ("Timed out", .right), ("Failed", .right),
      ("Changes found", .right), ("Missed", .right),
    ])
    for population in result.populations {
      let bytes = Int64(population.bytesEach) * population.entities
      let memory = bytes > 0 ? "<br><span class=\"muted\">\(QuantityText.bytes(bytes))</span>" : ""
      table.rows.append([
        .html("<strong>\(HTML.escaped(population.name))</strong>\(memory)"),
        .text(QuantityText.count(population.entities)), .text(population.rhythmText),
        .text(QuantityText.count(population.due)),
        .text(answered(population)), .text(QuantityText.count(population.refused)),
        .text(QuantityText.count(population.timedOut)), .text(QuantityText.count(population.failed)),
        .text(QuantityText.count(population.changesFound)),
        .text(QuantityText.count(population.changesMissed)),
      ])
    }
    return Section(anchor: "populations", title: "Populations", body: table.html)
  }

  private func answered(_ population: PopulationResult) -> String {
    guard population.due > 0 else { return QuantityText.count(population.answered) }
    let share = QuantityText.share(Double(population.answered) / Double(population.due))
    return "\(QuantityText.count(population.answered)) (\(share))"
  }

  func outcomes() -> Section? {
    guard !result.outcomes.isEmpty || !result.phases.isEmpty else { return nil }
    var body = ""
    var phases = PageTable([
      ("Phase", .left), ("Workload", .left), ("From", .right), ("To", .right), ("Offered", .right),
      ("Completed", .right), ("Failed", .right),
    ])
    for phase in result.phases {
      phases.rows.append([
        .html("<strong>\(HTML.escaped(phase.name))</strong>"), .text(phase.workload),
        .text(QuantityText.time(phase.begins)), .text(QuantityText.time(phase.ends)),
        .text(QuantityText.count(phase.offered)), .text(QuantityText.count(phase.completed)),
        .text(QuantityText.count(phase.failed)),
      ])
    }
    body += phases.html
    var table = PageTable([("", .left), ("Name", .left), ("Outcome", .left), ("Count", .right)])
    for outcome in result.outcomes {
      table.rows.append([
        .muted(outcome.scope), .text(outcome.name), .text(outcome.outcome),
        .text(QuantityText.count(outcome.count)),
      ])
    }
    // Every command of every core can make this long; nobody reads it first.
    body +=
      result.outcomes.count > 12
      ? HTML.folded("All \(result.outcomes.count) outcomes", table.html) : table.html
    return Section(anchor: "outcomes", title: "Phases and outcomes", body: body)
  }
}

extension PopulationResult {
  fileprivate var rhythmText: String {
    switch rhythm {
    case .cycle: QuantityText.time(cycle)
    case .onCall: "on call"
    case .never: "not asked for"
    }
  }
}

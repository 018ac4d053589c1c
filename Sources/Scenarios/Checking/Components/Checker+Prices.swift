import Components
import Engine

/// An entry of a price book: a name with prices by meter.
struct PriceEntry {
  var name: String
  var prices: [MeterPrice]
}

/// `prices`, the books that it names, and `price` of a component.
extension Checker {
  func readPrices() {
    for (scope, item) in perSystem("prices") {
      guard let fields = fields(item, Language.prices, of: "`prices`") else { continue }
      if let books = fields["books"] {
        guard let elements = books.node.elements else {
          problems.error(
            "`books` is a list of files, not \(books.node.description)", at: books.place,
            suggestion: books.node.text.map { "did you mean `[ \($0.shortened) ]`?" })
          continue
        }
        for (index, node) in elements.enumerated() {
          readBook(books.element(index, node), scope: scope)
        }
      }
      if let fixed = fields["fixed"] { readFixed(fixed, scope: scope) }
    }
  }

  private func readFixed(_ item: Item, scope: String) {
    guard item.node.entries != nil else {
      problems.error("`fixed` is a map from names to prices, not \(item.node.description)", at: item.place)
      return
    }
    checkKeys(item, of: "a fixed cost")
    for (entry, child) in item.entries {
      guard let money = quantity(child, "a price", size: { $0.tiers[0].micros }, ValueReader.money)
      else { continue }
      guard case .time(let span)? = money.per, money.tiers.count == 1 else {
        problems.error(
          "a fixed cost is a price per time, not `\((child.node.text ?? "").shortened)`", at: child.place,
          suggestion: "write it as in `$60/month`")
        continue
      }
      let month = Double(30 * 86_400) * 1e9
      scenario.prices.fixed.append(
        (scope + entry.key, money.tiers[0].micros * month / Double(span)))
    }
  }

  private func readBook(_ item: Item, scope: String) {
    guard let name = text(item, "a price book") else { return }
    let path = SourceFiles.resolve(name, from: item.place.file)
    let bytes: [UInt8]
    do {
      bytes = try files.bytes(of: path)
    } catch {
      problems.error("cannot read `\(name.shortened)`: \(error.reason)", at: item.place)
      return
    }
    guard let node = ConfigurationParser.parse(bytes, file: path, problems: problems) else { return }
    let book = Item(node: node, path: "")
    guard let fields = fields(book, Language.priceBook, of: "a price book") else { return }
    if let version = fields["orrery-prices"], version.node.text != "1" {
      problems.error(
        "version \(version.node.description) of price books is not known", at: version.place,
        suggestion: "did you mean `1`?")
    }
    let date = fields["date"].flatMap { text($0, "a date") } ?? ""
    if let item = fields["date"], !date.isEmpty { _ = value(item, "a date", ValueReader.clock) }
    let currency = fields["currency"].flatMap { text($0, "a currency") } ?? "USD"
    if scenario.prices.books.contains(where: { $0.path != path && $0.currency != currency }) {
      problems.error(
        "`\(name.shortened)` is in \(currency), another book is in \(scenario.prices.currency)", at: item.place)
    }
    if !scenario.prices.books.contains(where: { $0.path == path }) {
      scenario.prices.books.append(
        PriceBook(
          path: path, date: date, source: fields["source"].flatMap { text($0, "a source") } ?? "",
          currency: currency))
    }
    scenario.prices.currency = currency
    if let entries = fields["entries"] { readEntries(entries, of: path, date: date, scope: scope, at: item.place) }
  }

  private func readEntries(
    _ item: Item, of book: String, date: String, scope: String, at place: Place
  ) {
    guard item.node.entries != nil else {
      problems.error("`entries` is a map, not \(item.node.description)", at: item.place)
      return
    }
    checkKeys(item, of: "an entry of a price book")
    var known = priceEntries[scope] ?? []
    for (entry, child) in item.entries {
      guard child.node.entries != nil else {
        problems.error(
          "an entry is a map from meters to prices, not \(child.node.description)", at: child.place)
        continue
      }
      if known.contains(where: { $0.name == entry.key }) {
        problems.error("`\(entry.key)` stands in two price books", at: place)
        continue
      }
      var size = InstanceSize()
      var prices = child.entries.compactMap { meter, price -> MeterPrice? in
        if readSize(meter.key, price, into: &size) { return nil }
        // Prices of a book are not quantities of the scenario.
        return value(price, "a price", ValueReader.money).map {
          meterPrice($0, meter: meter.key, price, book: "\(book) (\(date))")
        }
      }
      for index in prices.indices { prices[index].buys = size }
      known.append(PriceEntry(name: entry.key, prices: prices))
    }
    priceEntries[scope] = known
  }

  private func meterPrice(_ money: MoneyText, meter: String, _ item: Item, book: String?) -> MeterPrice {
    let per = money.per ?? .calls(1)
    let unit: Double =
      switch per {
      case .calls(let count): count
      case .bytes(let bytes): bytes
      default: 1
      }
    return MeterPrice(
      meter: meter, per: per,
      tiers: money.tiers.map { .init(upTo: $0.upTo.map { $0 / unit }, microsPerUnit: $0.micros) },
      text: item.node.text ?? "", book: book)
  }

  // MARK: Of a component

  /// `price: ENTRY`, `price: [ ENTRY, LARGER ]` or `price: { meter: $ }`, into a component that has its parameters.
  func readPrice(_ item: Item, _ kind: Kind, into component: inout Component) {
    guard let elements = item.node.elements, !elements.isEmpty else {
      component.prices = prices(item, kind)
      return checkSize(component, kind, entry: item.node.entries == nil ? item.node.text : nil, at: item.place)
    }
    // The first that is large enough, so that a bill follows size; where none is, the last says by how much.
    let needed = size(of: component, kind)
    for (number, node) in elements.enumerated() {
      let element = item.element(number, node)
      component.prices = prices(element, kind)
      if component.prices.isEmpty { return }
      if component.prices.allSatisfy({ fits($0, needed, kind) }) { return }
      if number == elements.count - 1 { checkSize(component, kind, entry: node.text, at: element.place) }
    }
  }

  private func prices(_ item: Item, _ kind: Kind) -> [MeterPrice] {
    guard item.node.entries != nil else {
      guard let name = text(item, "an entry of a price book, or meters with prices") else { return [] }
      // After its own books, a system uses those of the scenario that joins it.
      let entries = scopes(outwardsFrom: item.scope).flatMap { self.priceEntries[$0] ?? [] }
      guard let entry = entries.first(where: { $0.name == name }) else {
        problems.error(
          "no price book has an entry `\(name.shortened)`", at: item.place,
          suggestion: name.first == "$"
            ? "say what it is per: `{ instance: \(name.shortened) }`"
            : Spelling.hint(for: name, among: entries.map(\.name)))
        return []
      }
      for price in entry.prices { check(price, kind, at: item.place, entry: name) }
      return entry.prices
    }
    var size = InstanceSize()
    var prices = item.entries.compactMap { entry, child -> MeterPrice? in
      if readSize(entry.key, child, into: &size) { return nil }
      guard let money = quantity(child, "a price", size: { $0.tiers[0].micros }, ValueReader.money)
      else { return nil }
      var price = meterPrice(money, meter: entry.key, child, book: nil)
      guard let meter = kind.meters.first(where: { $0.name == entry.key }) else {
        if kind.isBuilt {
          problems.error(
            "kind `\(kind.name)` has no meter `\(entry.key.shortened)`", at: entry.keyPlace,
            suggestion: Spelling.hint(for: entry.key, among: kind.meters.map(\.name)))
        }
        return price
      }
      if money.per == nil, money.tiers.allSatisfy({ $0.micros == 0 }) {
        price.per = freeUnit(meter)
      }
      check(price, kind, at: child.place, entry: nil)
      return price
    }
    for index in prices.indices { prices[index].buys = size }
    return prices
  }

  private func scopes(outwardsFrom scope: String) -> [String] {
    var scopes = [scope]
    while let last = scopes.last, let system = systems.first(where: { $0.prefix == last }) {
      scopes.append(system.parent)
    }
    return scopes.contains("") ? scopes : scopes + [""]
  }

  /// `$0` needs no unit.
  private func freeUnit(_ meter: Kind.Meter) -> MeterPrice.Per {
    switch meter.unit {
    case "GB": .bytes(1e9)
    case "GB month": .byteTime(bytes: 1e9, time: 30 * .day)
    case "instance time", "core time": .time(30 * .day)
    default: .calls(1)
    }
  }

  private func check(_ price: MeterPrice, _ kind: Kind, at place: Place, entry: String?) {
    guard kind.isBuilt else { return }
    let source = entry.map { " of `\($0)`" } ?? ""
    guard let meter = kind.meters.first(where: { $0.name == price.meter }) else {
      problems.error(
        "kind `\(kind.name)` has no meter `\(price.meter.shortened)`, which the price\(source) is for",
        at: place, suggestion: Spelling.choice(of: kind.meters.map(\.name)).map { "its meters: \($0)" })
      return
    }
    let fits =
      switch (meter.unit, price.per) {
      case ("GB", .bytes), ("GB month", .byteTime), ("instance time", .time), ("core time", .time), ("calls", .calls):
        true
      case ("GB", _), ("GB month", _), ("instance time", _), ("core time", _), ("calls", _): false
      default: true
      }
    if !fits {
      let example = [
        "GB": "$0.09/GB", "GB month": "$0.023/GB month", "instance time": "$50/month", "core time": "$20/month",
      ]
      problems.error(
        "the meter `\(price.meter)` counts \(meter.unit), so its price\(source) cannot be `\(price.text.shortened)`",
        at: place, suggestion: "write it as in `\(example[meter.unit] ?? "$0.40/1M calls")`")
    }
  }
}

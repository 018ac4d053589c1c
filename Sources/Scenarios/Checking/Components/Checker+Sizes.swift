import Components
import Engine

/// What an instance price buys, and what a component needs: a bill follows size, so a component is never larger than
/// what is paid for.
extension Checker {
  /// `cores` or `memory` beside the meters of a price; nil for a meter.
  func readSize(_ key: String, _ item: Item, into size: inout InstanceSize) -> Bool {
    // `memory` is also the meter of functions, and a price begins with its currency.
    guard item.node.text?.first != "$" else { return false }
    switch key {
    case "cores":
      size.cores = value(item, "a count") { (text) throws(ValueError) in try ValueReader.count(text, 1...4096) }
    case "memory": size.bytes = value(item, "a size", ValueReader.size)
    default: return false
    }
    return true
  }

  /// What one instance of a component needs; nil where its kind has no such size.
  func size(of component: Component, _ kind: Kind) -> InstanceSize {
    var size = InstanceSize()
    if kind.has(kind.facets.cores) { size.cores = component.parameters[kind.facets.cores]?.count }
    guard kind.structure == .cache else { return size }
    size.bytes = component.parameters["capacity"]?.bytes
    if let entries = component.parameters["entries"]?.count {
      let keys = component.parameters["key"]?.word.flatMap { key in scenario.populations.first { $0.name == key } }
      size.bytes = Int64(min(0x1p62, Double(entries) * (keys?.size?.mean ?? 1000)))
    }
    return size
  }

  /// What an instance price buys that does not say so: what the kind has unless told otherwise.
  private func standardCores(_ kind: Kind) -> Int64 {
    kind.parameters.first { $0.name == kind.facets.cores }?.standard.flatMap { Int64($0) } ?? 1
  }

  /// Whether the price buys what the component needs.
  func fits(_ price: MeterPrice, _ needed: InstanceSize, _ kind: Kind) -> Bool {
    guard price.meter == "instance", price.tiers.contains(where: { $0.micros > 0 }) else { return true }
    if let cores = needed.cores, cores > price.buys.cores ?? standardCores(kind) { return false }
    if let bytes = needed.bytes, bytes > price.buys.bytes ?? -1 { return false }
    return true
  }

  /// Refuses a component that is larger than what its price buys, with the arithmetic.
  func checkSize(_ component: Component, _ kind: Kind, entry: String?, at place: Place) {
    guard problems.isSound(root.node["components"]?[component.name]?["price"]) else { return }
    let needed = size(of: component, kind)
    for price in component.prices where !fits(price, needed, kind) {
      let what = entry.map { "`\($0)`" } ?? "its price"
      if let cores = needed.cores, cores > price.buys.cores ?? standardCores(kind) {
        let bought = price.buys.cores ?? standardCores(kind)
        let count = (cores + bought - 1) / bought
        problems.error(
          "one instance of `\(component.name)` has \(cores) cores and \(what) buys \(bought): \(cores) cores take "
            + "\(count) × \(price.text.shortened)", at: place,
          suggestion: entry == nil
            ? "say what it buys: `cores: \(cores)` beside `instance`, or pay for each core: `{ core: $20/month }`"
            : price.buys.cores == nil
              ? "say in the book how many cores `\(entry ?? "")` has"
              : "take a larger entry, or pay for each core: `core`")
      }
      guard let bytes = needed.bytes, bytes > price.buys.bytes ?? -1 else { continue }
      let bought = price.buys.bytes.map { "buys \(Self.bytes($0))" } ?? "does not say how much memory it buys"
      problems.error(
        "one instance of `\(component.name)` holds \(Self.bytes(bytes)) and \(what) \(bought)", at: place,
        suggestion: price.buys.bytes == nil ? "say it beside `instance`: `memory: 8 GB`" : "take a larger entry")
    }
  }

  private static func bytes(_ bytes: Int64) -> String {
    let units: [(size: Int64, name: String)] = [(1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")]
    for (size, name) in units where bytes >= size {
      let tenths = bytes / (size / 10)
      return tenths % 10 == 0 ? "\(tenths / 10) \(name)" : "\(tenths / 10).\(tenths % 10) \(name)"
    }
    return "\(bytes) B"
  }
}

extension MeterPrice.Tier {
  var micros: Double { microsPerUnit }
}

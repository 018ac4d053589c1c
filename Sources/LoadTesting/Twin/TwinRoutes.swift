import Components
import Foundation
import Scenarios
import Transports

/// Which call of a scenario a request is: the methods and paths of `live.calls`, read backwards.
struct TwinRoutes {
  struct Match {
    /// Index into `live.calls`, and into the flows of the hosted plan.
    var remote: Int
    var flow: Int
    /// A key that the path or a header names.
    var subject: (key: UInt64, population: Int16)?
    /// What an earlier answer gave.
    var token: TwinToken?
  }

  private struct Route {
    var call: LiveCall
    var remote: Int
    var flow: Int
  }

  private let routes: [Route]
  private let plan: NetworkPlan
  private let taken: Set<String>

  init(_ live: LiveSettings, plan: NetworkPlan) {
    self.plan = plan
    routes = live.calls.enumerated().compactMap { number, call in
      plan.flows.firstIndex { $0.name == call.name }.map { Route(call: call, remote: number, flow: $0) }
    }
    taken = Set(live.calls.flatMap { $0.takes.map(\.name) })
  }

  /// Nil for a path that no call has.
  func find(_ call: HTTPCall) -> Match? {
    for route in routes where route.call.method == call.method {
      guard var values = Self.values(of: route.call.path, in: call.path) else { continue }
      for (name, content) in route.call.fields {
        guard case .template(let template) = content,
          let text = call.fields.first(where: { $0.name.lowercased() == name.lowercased() })?.value,
          let more = Self.values(of: template, in: text)
        else { continue }
        values += more
      }
      return match(route, values)
    }
    return nil
  }

  private func match(_ route: Route, _ values: [(name: String, value: String)]) -> Match {
    var match = Match(remote: route.remote, flow: route.flow)
    for (name, value) in values {
      if taken.contains(name) {
        match.token = match.token ?? TwinToken(value)
      } else if let population = plan.populations.firstIndex(where: { $0.name == route.call.scope + name }),
        let number = UInt64(value), number >= 1, match.subject == nil
      {
        let count = UInt64(max(1, plan.populations[population].count))
        match.subject = ((number - 1) % count, Int16(population))
      }
    }
    return match
  }

  /// The values at a template's places; nil where the text is none of its.
  static func values(of template: Template, in text: String) -> [(name: String, value: String)]? {
    var rest = text[...]
    var values: [(name: String, value: String)] = []
    for (place, part) in template.parts.enumerated() {
      switch part {
      case .text(let plain):
        guard rest.hasPrefix(plain) else { return nil }
        rest = rest.dropFirst(plain.count)
      case .value(let name):
        let next: Character? =
          if place + 1 < template.parts.count, case .text(let plain) = template.parts[place + 1] { plain.first } else {
            nil
          }
        let end = rest.firstIndex { $0 == next || $0 == "/" || $0 == "?" } ?? rest.endIndex
        let value = String(rest[..<end])
        guard !value.isEmpty else { return nil }
        values.append((name, value.removingPercentEncoding ?? value))
        rest = rest[end...]
      }
    }
    return rest.isEmpty ? values : nil
  }

  /// What a request says that its draws belong to.
  static func draws(of call: HTTPCall) -> (entity: UInt64, context: UInt64, key: UInt64)? {
    guard let text = call.fields.first(where: { $0.name.lowercased() == CallEncoder.drawsField })?.value else {
      return nil
    }
    let words = text.split(separator: "-").compactMap { UInt64($0, radix: 16) }
    return words.count == 3 ? (words[0], words[1], words[2]) : nil
  }
}

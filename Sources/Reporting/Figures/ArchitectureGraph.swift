import Components
import Experiments

/// The architecture in graphviz's language: components from the clients on the left to the outside
/// world on the right, coloured by how busy they were.
struct ArchitectureGraph {
  /// Columns from left to right.
  enum Group: Int, CaseIterable {
    case clients, edge, application, data, outside

    var title: String {
      switch self {
      case .clients: "Clients"
      case .edge: "Edge"
      case .application: "Application"
      case .data: "Data"
      case .outside: "Outside"
      }
    }

    /// By what a kind is for; kinds that nobody foresaw are the application's.
    static func of(kind: String) -> Group {
      switch Kind.facets(of: kind).drawing {
      case .edge: .edge
      case .application: .application
      case .data: .data
      case .outside: .outside
      }
    }
  }

  /// Of its files and its place in the page.
  static let name = "architecture"

  private struct Node {
    var name: String
    var group: Group
    var component: ComponentResult?
  }

  private let nodes: [Node]
  private let links: [LinkResult]
  private let measured: Measured
  private let mode: RunMode
  /// Each group is one column, whatever calls what within it: a wide picture cannot be read.
  private let isNarrow: Bool

  private static let mostColumns = 7
  private static let mostRates = 30

  init?(_ result: RunResult) {
    guard !result.components.isEmpty else { return nil }
    var nodes = result.components.map {
      Node(name: $0.name, group: .of(kind: $0.kind), component: $0)
    }
    links = result.links
    // Whoever calls and is no component stands outside on the left: flows, workloads, clients.
    for link in links {
      for name in [link.from, link.to] where !nodes.contains(where: { $0.name == name }) {
        nodes.append(Node(name: name, group: .clients, component: nil))
      }
    }
    self.nodes = nodes
    measured = Measured(result)
    mode = result.mode
    let all = result.links
    let columns = Group.allCases.reduce(0) { sum, group in
      sum + Self.depth(of: nodes.filter { $0.group == group }.map(\.name), all)
    }
    isNarrow = columns > Self.mostColumns
  }

  /// Components in the longest chain of links within a group.
  private static func depth(of names: [String], _ links: [LinkResult]) -> Int {
    var depths = names.map { _ in 1 }
    let inner = links.compactMap { link -> (from: Int, to: Int)? in
      guard let from = names.firstIndex(of: link.from), let to = names.firstIndex(of: link.to),
        from != to
      else { return nil }
      return (from, to)
    }
    // A cycle would make it grow for ever; no chain is longer than there are names.
    for _ in names {
      for (from, to) in inner { depths[to] = min(max(depths[to], depths[from] + 1), names.count) }
    }
    return depths.max() ?? 0
  }

  var caption: String {
    let busy = nodes.compactMap(\.component).filter { ($0.utilization ?? 0) >= 0.85 }.map(\.name)
    let rates = "Figures are per second of \(mode.time)."
    switch busy.count {
    case 0: return "Over the whole run no component is more than 85 % busy. \(rates)"
    case 1: return "Over the whole run \(busy[0]) is more than 85 % busy. \(rates)"
    default:
      return "Over the whole run more than 85 % busy: \(busy.joined(separator: ", ")). \(rates)"
    }
  }

  /// `background` is a colour or `transparent`.
  func text(title: String, background: String) -> String {
    """
    digraph architecture {
      graph [rankdir=LR, newrank=true, bgcolor="\(background)", fontname="\(Self.font)", nodesep=0.22,
        ranksep=0.5, pad=0.12, labelloc=t, labeljust=l, label=<\(legend(title))>];
      node [fontname="\(Self.font)", fontsize=10, shape=box, style="filled,rounded",
        color="\(Palette.muted.light)", penwidth=0.8, margin="0.11,0.06", height=0.4];
      edge [fontname="\(Self.font)", fontsize=8, color="\(Palette.muted.light)", penwidth=0.9,
        fontcolor="\(Palette.muted.light)", arrowsize=0.55];
    \(clusters)
    \(order)
    \(edges)
    }

    """
  }

  private static let font = "DejaVu Sans"

  private func identity(_ name: String) -> String {
    "n\(nodes.firstIndex { $0.name == name } ?? 0)"
  }

  private func members(_ group: Group) -> [Node] { nodes.filter { $0.group == group } }

  private var clusters: String {
    Group.allCases.map { group in
      let members = members(group)
      guard !members.isEmpty else { return "" }
      let lines = members.map { member in
        let place = nodes.firstIndex { $0.name == member.name } ?? 0
        return "    \(identity(member.name)) [id=\"box-\(place)\", \(attributes(of: member))];"
      }
      return """
          subgraph cluster_\(group.rawValue) {
            label="\(group.title)"; fontsize=9; fontcolor="\(Palette.muted.light)"; labelloc=t;
            labeljust=l; style="rounded"; color="\(Palette.grid.light)"; margin=9;
        \(lines.joined(separator: "\n"))
          }
        """
    }.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private func attributes(of node: Node) -> String {
    let name = HTML.escaped(node.name.shortened(to: isNarrow ? 24 : 30))
    guard let component = node.component else {
      return """
        label=<<b>\(name)</b>>, fillcolor="none", style="rounded", fontcolor="\(Palette.ink.light)", \
        color="\(Palette.muted.light)"
        """
    }
    let (tone, text) = Palette.heat(of: component.utilization)
    var figures = [measured.rate(component.arrivals)]
    if let utilization = component.utilization, !utilization.isNaN {
      figures.insert("ρ \(QuantityText.share(utilization))", at: 0)
    }
    let size = component.size
    let isStore = node.group == .data
    // Stores and logs stand out by their shape as well as by their column.
    let shape = isStore ? "shape=box, style=\"filled\", penwidth=1.4" : "style=\"filled,rounded\""
    return """
      label=<<b>\(name)</b><br/><font point-size="8">\(HTML.escaped(component.kind))\(size)</font>\
      <br/><font point-size="9">\(figures.joined(separator: " · "))</font>>, \
      fillcolor="\(tone)", fontcolor="\(text)", \(shape)
      """
  }

  /// Invisible posts between the columns, so that no link can pull a component out of its own.
  private var order: String {
    let present = Group.allCases.filter { !members($0).isEmpty }
    var lines: [String] = []
    for (left, right) in zip(present, present.dropFirst()) {
      let post = "post\(left.rawValue)"
      lines.append("  \(post) [shape=point, style=invis, width=0, height=0, label=\"\"];")
      lines += members(left).map { "  \(identity($0.name)) -> \(post) [style=invis, weight=0];" }
      lines += members(right).map { "  \(post) -> \(identity($0.name)) [style=invis, weight=0];" }
    }
    return lines.joined(separator: "\n")
  }

  private var edges: String {
    links.enumerated().map { place, link in
      let from = nodes.first { $0.name == link.from }?.group ?? .clients
      let to = nodes.first { $0.name == link.to }?.group ?? .clients
      // A link that runs against the columns is drawn from its other end with the arrow turned round.
      let isBackwards = to.rawValue < from.rawValue
      let ends =
        isBackwards
        ? "\(identity(link.to)) -> \(identity(link.from))"
        : "\(identity(link.from)) -> \(identity(link.to))"
      var attributes = ["id=\"arrow-\(place)\"", link.style.isMessage ? "style=dashed" : "style=solid"]
      if isBackwards { attributes.append("dir=back") }
      if isNarrow, from == to { attributes.append("constraint=false") }
      if isWorthTelling(link) { attributes.append("label=\" \(measured.rate(link.count)) \"") }
      return "  \(ends) [\(attributes.joined(separator: ", "))];"
    }.joined(separator: "\n")
  }

  /// A link that carries all that its source or its target gets says nothing that is not in a box.
  private func isWorthTelling(_ link: LinkResult) -> Bool {
    let ends = nodes.filter { $0.name == link.from || $0.name == link.to }
    return links.count <= Self.mostRates && link.count > 0
      && !ends.contains { end in
        guard let arrivals = end.component?.arrivals, arrivals > 0 else { return false }
        let ratio = Double(link.count) / Double(arrivals)
        return (0.98...1.02).contains(ratio)
      }
  }

  private func legend(_ title: String) -> String {
    let cells = (Palette.heat.map { ($0.tone, $0.text, $0.label) } + [Palette.unlimited])
      .map { tone, text, label in
        """
        <td bgcolor="\(tone)"><font point-size="9" color="\(text)"> \(label) </font></td>
        """
      }
    let ink = Palette.ink.light
    return """
      <table border="0" cellborder="0" cellspacing="3" cellpadding="2">\
      <tr><td align="left" colspan="\(cells.count + 1)"><font point-size="13" color="\(ink)">\
      <b>\(HTML.escaped(title))</b></font></td></tr>\
      <tr><td align="left"><font point-size="9" color="\(ink)">busy share ρ: </font></td>\
      \(cells.joined())</tr>\
      <tr><td align="left" colspan="\(cells.count + 1)"><font point-size="9" \
      color="\(Palette.muted.light)">solid arrow: call · dashed arrow: message</font></td></tr>\
      </table>
      """
  }
}

extension LinkResult.Style {
  var isMessage: Bool { self == .publish || self == .consume }
}

/// The measured part of a run, over all its replications, for turning counts into rates.
struct Measured {
  let seconds: Double

  init(_ result: RunResult) {
    let scenario = result.scenario
    let span =
      result.isPartial || scenario.duration == 0
      ? result.simulatedNanoseconds : scenario.duration
    seconds = Double(max(span - scenario.warmUp, 1)) / 1e9 * Double(max(result.replications, 1))
  }

  func perSecond(_ count: UInt64) -> Double { Double(count) / seconds }
  func rate(_ count: UInt64) -> String { QuantityText.rate(perSecond(count)) }
}

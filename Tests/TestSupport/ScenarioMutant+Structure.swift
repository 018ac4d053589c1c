/// Changes of what a file is made of: parts that go, come twice, change places or come from another file.
extension ScenarioMutant {
  /// Texts that stand where something else is meant.
  private static let strange = [
    "", "~", "null", "yes", "-1", "0", "x0", "x1000000", "0%", "101%", "-5ms", "1e9", "0x10", "NaN", "inf", "..",
    "9223372036854775807", "-9223372036854775808", "99999999999999999999999", "1000y", "ms", "1ms..", "5ms..1ms",
    "a/b", "/", "../x", "a.b.c", "*x", "&a b", "!!map", "💥", "\u{0}", "\u{202e}abc", "exponential(mean 0ms)",
    "lognormal(median 1ms p99 1ms)", "lognormal(median 1ns p99 100y)", "zipf(s 50)", "geometric(mean 1)",
    "uniform(low 5ms high 1ms)", "erlang(stages 1000000 mean 1ns)", "p100 latency < 1s", "p0 latency < 0s",
    "rate errors(flow=) < 1%", "p99 latency(flow=nobody) < 1s", "max latency < -1s", "1GB", "1 KB", "$-1", "$1/0",
    "Mon 25:61", "30d assumed", "5ms (1ms..9ms) assumed", "remove", "fresh", "else", "continue",
  ]

  /// One to three changes of the structure; a text that is no YAML comes back as it was.
  ///
  /// - Parameter donor: another text, whose parts may turn up.
  public static func restructured(_ text: String, with donor: String, _ random: inout SmallGenerator) -> String {
    guard var tree = YAMLTree(text), let donor = YAMLTree(donor) else { return text }
    for _ in 0...random.below(3) { tree = changed(tree, donor, &random) }
    return tree.text
  }

  private static func changed(_ tree: YAMLTree, _ donor: YAMLTree, _ random: inout SmallGenerator) -> YAMLTree {
    let place = random.below(tree.count)
    let node = tree.node(at: place)
    switch random.below(12) {
    case 0, 1: return tree.replacing(max(1, place), with: nil)
    case 2: return tree.replacing(place, with: donor.node(at: random.below(donor.count)))
    case 3: return tree.replacing(place, with: tree.node(at: random.below(tree.count)))
    case 4:
      let other = random.below(tree.count)
      return tree.replacing(place, with: tree.node(at: other)).replacing(other, with: node)
    case 5: return tree.replacing(place, with: withOtherKey(node, tree, donor, &random))
    case 6: return tree.replacing(place, with: .list([node, node]))
    case 7: return tree.replacing(place, with: .map([(key(donor, &random), node)]))
    case 8: return tree.replacing(place, with: [.list([]), .map([]), .scalar("")][random.below(3)])
    case 9: return tree.replacing(place, with: doubled(node, &random))
    case 10 where random.below(20) == 0: return tree.replacing(place, with: deep(node, &random))
    default: return tree.replacing(place, with: .scalar(scalar(node, &random)))
    }
  }

  private static func scalar(_ node: YAMLTree, _ random: inout SmallGenerator) -> String {
    if case .scalar(let text) = node, random.below(2) == 0 { return magnified(": \(text)", &random).dropPrefix(": ") }
    if random.below(200) == 0 { return String(repeating: "long ", count: 1 << random.below(14)) }
    return strange[random.below(strange.count)]
  }

  /// A map with one key called otherwise.
  private static func withOtherKey(
    _ node: YAMLTree, _ tree: YAMLTree, _ donor: YAMLTree, _ random: inout SmallGenerator
  ) -> YAMLTree {
    guard case .map(var entries) = node, !entries.isEmpty else { return .scalar(key(tree, &random)) }
    entries[random.below(entries.count)].key =
      random.below(8) == 0 ? strange[random.below(strange.count)] : key(random.below(2) == 0 ? tree : donor, &random)
    return .map(entries)
  }

  /// A key that stands somewhere in a tree.
  private static func key(_ tree: YAMLTree, _ random: inout SmallGenerator) -> String {
    for _ in 0..<8 {
      if case .map(let entries) = tree.node(at: random.below(tree.count)), !entries.isEmpty {
        return entries[random.below(entries.count)].key
      }
    }
    return "key"
  }

  /// A list or a map with one of its parts twice.
  private static func doubled(_ node: YAMLTree, _ random: inout SmallGenerator) -> YAMLTree {
    switch node {
    case .list(let parts) where !parts.isEmpty: .list(parts + [parts[random.below(parts.count)]])
    case .map(let entries) where !entries.isEmpty: .map(entries + [entries[random.below(entries.count)]])
    default: .list([node])
    }
  }

  /// Brackets in brackets, up to two thousand deep.
  private static func deep(_ node: YAMLTree, _ random: inout SmallGenerator) -> YAMLTree {
    (0..<1 << random.below(12)).reduce(node) { inner, _ in .list([inner]) }
  }
}

extension String {
  fileprivate func dropPrefix(_ prefix: String) -> String { hasPrefix(prefix) ? String(dropFirst(prefix.count)) : self }
}

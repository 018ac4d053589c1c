import Components
import Engine

/// Checks one composed scenario, section by section, and builds the typed one. A class because the
/// sections write to the same lists: problems, quantities, names.
final class Checker {
  let vocabulary: Vocabulary
  let problems: ProblemList
  let files: SourceFiles
  let root: Item
  let systems: [SystemUse]
  let names: NameTable
  let components: ComponentTable
  var quantities: [SourcedQuantity] = []
  var scenario: Scenario
  /// `run.starts`, when the file says it.
  var starts: ClockTime?
  var priceEntries: [String: [PriceEntry]] = [:]
  var operations: [ParsedOperation] = []
  var flows: [ParsedOperation] = []
  /// Marks and measures as they are met, to be checked against each other at the end.
  var marks: Set<String> = []
  var measures: [MeasureUse] = []
  /// There is a measure whose name could not be read.
  var hasUnreadMeasure = false
  /// Expected to be violated, with the prefix of their system.
  var expectedMonitors: Set<String> = []
  var outcomeCache: [String: OutcomeSet] = [:]

  init(
    _ composed: ComposedScenario, vocabulary: Vocabulary, files: SourceFiles,
    problems: ProblemList
  ) {
    self.vocabulary = vocabulary
    self.files = files
    self.problems = problems
    systems = composed.systems
    var root = Item(node: composed.root, path: "")
    root.inherit()
    self.root = root
    names = NameTable(composed.root, systems: composed.systems)
    components = ComponentTable(composed.root, names: names, vocabulary: vocabulary)
    scenario = Scenario.empty
  }

  /// A checker of one value, whose problems go nowhere.
  init(trialOf checker: Checker) {
    vocabulary = checker.vocabulary
    problems = ProblemList()
    files = checker.files
    root = checker.root
    systems = checker.systems
    names = checker.names
    components = checker.components
    scenario = Scenario.empty
  }

  func check() {
    checkHead()
    readRun()
    readNetwork()
    readDomains()
    readPopulations()
    readPolicies()
    readPrices()
    readComponents()
    readFlows()
    checkOperations()
    readWorkloads()
    finishRun()
    checkRanges()
    checkClocks()
    checkHolds()
    readFaults()
    readBudgets()
    checkWindows()
    readObjectives()
    readLive()
    scenario.quantities = quantities
  }

  // MARK: Sections

  /// Every unit's own copy of a section, the file's first: scope and item.
  func perSystem(_ section: String) -> [(scope: String, item: Item)] {
    (root.node.entries ?? []).filter { unprefixed($0.key) == section }.map { entry in
      (String(entry.key.dropLast(section.count)), inScope(root.child(entry)))
    }
  }

  /// The entries of a section that holds names; reports one that is no map.
  func table(_ section: String) -> [(name: String, keyPlace: Place, item: Item)] {
    guard let item = root[section] else { return [] }
    guard item.node.entries != nil else {
      if !item.node.isEmpty {
        problems.error(
          "`\(section)` is a map of names, not \(item.node.description)", at: item.place)
      }
      return []
    }
    checkNames(section, of: Self.articles[section] ?? "an entry")
    return item.entries.map { ($0.entry.key, $0.entry.keyPlace, inScope($0.item)) }
  }

  private static let articles = [
    "populations": "a population", "components": "a component", "policies": "a policy", "flows": "a flow",
    "workloads": "a workload", "faults": "a fault", "budgets": "a budget", "slos": "an objective",
  ]

  /// A system's file may state an origin of its own.
  private func inScope(_ item: Item) -> Item {
    guard !item.scope.isEmpty, let text = root.node["\(item.scope)origin"]?.text,
      let stated = Item.origin(text)
    else { return item }
    var copy = item
    (copy.origin, copy.quote) = stated
    copy.inherit()
    return copy
  }

  func unprefixed(_ name: String) -> String {
    name.lastIndex(of: "/").map { String(name[name.index(after: $0)...]) } ?? name
  }

  private func checkHead() {
    for (key, set) in [("name", true), ("question", false)] {
      guard let item = root[key] else { continue }
      guard let text = item.node.text else {
        problems.error("`\(key)` is text, not \(item.node.description)", at: item.place)
        continue
      }
      if set { checkName(text, at: item.place) }
      if set { scenario.name = text } else { scenario.question = text }
    }
    for (_, item) in perSystem("origin") { checkOrigin(item.node) }
    guard let item = root["seed"] else { return }
    guard let text = item.node.text, let seed = UInt64(text) else {
      problems.error(
        "`seed` is a whole number from 0 to 2^64 - 1, not \(item.node.description)", at: item.place)
      return
    }
    scenario.run.seed = seed
  }

  /// `road-warrior/quick` is a name of two parts.
  private func checkName(_ text: String, at place: Place) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    if !parts.allSatisfy(NameForm.isName) { problems.checkName(text, of: "a scenario", at: place) }
  }

  func checkOrigin(_ node: ConfigurationNode) {
    guard let text = node.text, Item.origin(text) == nil else { return }
    problems.error(
      "`\(text.shortened)` is not an origin", at: node.place,
      suggestion: Spelling.hint(for: text, among: ["doc"] + Provenance.words.map(\.rawValue)))
  }
}

extension Scenario {
  static var empty: Scenario {
    Scenario(
      name: "", question: "", run: RunSettings(), network: NetworkSettings(), domains: [],
      populations: [], components: [], policies: [], flows: [], workloads: [], faults: [],
      budgets: [], objectives: [], prices: PriceList(), expectedViolations: [], options: [],
      assignments: [], quantities: [], sources: [], settings: [], warnings: [])
  }
}

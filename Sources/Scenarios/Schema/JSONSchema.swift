import Components

/// A JSON Schema of scenario files for editors, printed from the tables that the reader checks against.
package struct JSONSchema {
  private let vocabulary: Vocabulary

  /// Draft 2020-12, pretty-printed, keys in the order of the tables.
  package static func text(_ vocabulary: Vocabulary) -> String {
    JSONSchema(vocabulary: vocabulary).root.text() + "\n"
  }

  private var root: JSONValue {
    var properties: [(String, JSONValue)] = []
    for (name, documentation) in Language.topKeys {
      properties.append((name, topKey(name).described(documentation)))
    }
    return .object([
      ("$schema", "https://json-schema.org/draft/2020-12/schema"),
      ("title", "Orrery scenario"),
      ("type", "object"),
      ("required", ["orrery"]),
      ("additionalProperties", false),
      ("properties", .object(properties)),
      ("$defs", definitions),
    ])
  }

  private func topKey(_ name: String) -> JSONValue {
    switch name {
    case "orrery": return .object([("enum", .array([.number(1), "1"]))])
    case "origin": return origin
    case "run": return map(Language.run)
    case "network": return map(Language.network)
    case "systems": return table(map(Language.system))
    case "domain": return domain
    case "populations": return table(map(Language.population, isOpen: true))
    case "components": return table(.reference("component"))
    case "policies": return table(map(vocabulary.policies.map(\.parameter)))
    case "flows": return table(.reference("steps"))
    case "workloads": return table(map(vocabulary.workload))
    case "faults": return table(map(vocabulary.fault))
    case "budgets": return table(.object([("anyOf", .array([.scalar, map(vocabulary.budget)]))]))
    case "slos": return table(map(Language.objective))
    case "prices": return map(Language.prices)
    case "live": return map(Language.live)
    case "options": return table(.object([("type", "object")]))
    default: return .scalar
    }
  }

  private var origin: JSONValue {
    .object([
      ("type", "string"),
      ("pattern", .string("^(" + (Provenance.words.map(\.rawValue) + ["doc .*"]).joined(separator: "|") + ")$")),
    ])
  }

  // MARK: Definitions

  private var definitions: JSONValue {
    .object([
      ("scalar", .object([("type", .array(["string", "number", "boolean"]))])),
      ("component", component),
      (
        "operation",
        .object([("anyOf", .array([.scalar, .reference("step"), .array(of: .reference("step"))]))])
      ),
      (
        "steps",
        .object([
          ("anyOf", .array([.object([("const", "continue")]), .reference("step"), .array(of: .reference("step"))]))
        ])
      ),
      ("step", step),
    ])
  }

  /// One alternative for each kind, chosen by the value of `kind`.
  private var component: JSONValue {
    let kinds = vocabulary.kinds.map { JSONValue.string($0.name) }
    let rules = vocabulary.kinds.filter(\.isBuilt).map { kind -> JSONValue in
      .object([
        ("if", .object([("properties", .object([("kind", .object([("const", .string(kind.name))]))]))])),
        ("then", self.kind(kind)),
      ])
    }
    let summaries = vocabulary.kinds.map { kind in
      "\(kind.name): \(kind.summary)\(kind.isBuilt ? "" : " (known, not built yet)")"
    }
    return .object([
      ("type", "object"),
      ("required", ["kind"]),
      (
        "properties",
        .object([
          (
            "kind",
            .object([
              ("enum", .array(kinds)), ("description", .string(summaries.joined(separator: "\n"))),
            ])
          )
        ])
      ),
      ("allOf", .array(rules)),
    ])
  }

  private func kind(_ kind: Kind) -> JSONValue {
    var fields = kind.parameters
    fields.insert(Parameter("kind", .text, required: true, kind.summary), at: 0)
    var schema = map(fields)
    schema.replace("price", in: "properties") {
      _ in
      .object([
        ("anyOf", .array([.scalar, .object([("type", "array"), ("items", .scalar)]), self.price(kind)]))
      ])
    }
    schema.replace("operations", in: "properties") { _ in
      table(kind.takesSteps ? .reference("operation") : .scalar)
    }
    return schema
  }

  private func price(_ kind: Kind) -> JSONValue {
    .object([
      ("type", "object"), ("additionalProperties", false),
      (
        "properties",
        .object(
          kind.meters.map {
            ($0.name, JSONValue.scalar.described("\($0.documentation), in \($0.unit)"))
          } + [
            ("cores", JSONValue.scalar.described("cores that one instance has for its price")),
            ("memory", JSONValue.scalar.described("memory that one instance has, where that is not a meter")),
            ("origin", origin),
          ])
      ),
    ])
  }

  private var step: JSONValue {
    var properties: [(String, JSONValue)] = []
    for form in StepForm.all {
      let note = form.isBuilt ? "" : " (known, not built yet)"
      properties.append((form.name, stepValue(form.name).described(form.documentation + note)))
    }
    for (name, schema) in modifiers where !properties.contains(where: { $0.0 == name }) {
      properties.append((name, schema))
    }
    return .object([
      ("type", "object"), ("additionalProperties", false), ("properties", .object(properties)),
      (
        "anyOf",
        .array(StepForm.all.map { .object([("required", .array([.string($0.name)]))]) })
      ),
    ])
  }

  private func stepValue(_ name: String) -> JSONValue {
    switch name {
    case "choose": table(.scalar)
    case "parallel": table(.reference("steps"))
    default: .scalar
    }
  }

  private var modifiers: [(String, JSONValue)] {
    [
      ("as", JSONValue.scalar.described("label of the step, for metrics and random streams")),
      ("when", table(.reference("steps")).described("outcome|outcome → steps, and else")),
      ("in", JSONValue.scalar.described("the operation whose commit decides")),
      ("key", JSONValue.scalar.described("a population, or `fresh` and a population")),
      ("size", JSONValue.scalar.described("bytes")),
      ("policy", JSONValue.scalar.described("a policy")),
      ("priority", JSONValue.scalar.described("from 0, which is served first, to 7; that of the caller by default")),
      ("join", JSONValue.scalar.described("all, any or a number")),
      ("cancel", JSONValue.scalar.described("yes: parts that are not waited for end at once")),
      ("at-once", JSONValue.scalar.described("how many run side by side")),
      ("scales", JSONValue.scalar.described("yes: a scaled run repeats its part")),
      ("until", JSONValue.scalar.described("outcome|outcome of the last step that ends the loop")),
      ("steps", .reference("steps")),
      ("origin", origin),
    ] + vocabulary.policies.map { ($0.name, schema($0.parameter)) }
  }

  private var domain: JSONValue {
    let built = vocabulary.domains.map(\.name)
    let cores = built + Language.cores.filter { !built.contains($0) }
    let rules = vocabulary.domains.map { binding -> JSONValue in
      .object([
        (
          "if", .object([("properties", .object([("core", .object([("const", .string(binding.name))]))]))])
        ),
        ("then", map([Parameter("core", .text, required: true, binding.summary)] + binding.parameters)),
      ])
    }
    return .object([
      ("type", "object"), ("required", ["core"]),
      ("properties", .object([("core", .object([("enum", .array(cores.map { .string($0) }))]))])),
      ("allOf", .array(rules)),
    ])
  }

  // MARK: Forms

  private func table(_ value: JSONValue) -> JSONValue {
    .object([
      ("type", "object"), ("properties", .object([("origin", .scalar)])), ("additionalProperties", value),
    ])
  }

  private func map(_ parameters: [Parameter], isOpen: Bool = false) -> JSONValue {
    var fields: [(String, JSONValue)] = [("type", "object")]
    let required = parameters.filter(\.isRequired).map { JSONValue.string($0.name) }
    if !required.isEmpty { fields.append(("required", .array(required))) }
    var properties = parameters.map { ($0.name, schema($0)) }
    if !parameters.contains(where: { $0.name == "origin" }) { properties.append(("origin", origin)) }
    fields.append(("properties", .object(properties)))
    if !isOpen { fields.append(("additionalProperties", false)) }
    return .object(fields)
  }

  private func schema(_ parameter: Parameter) -> JSONValue {
    let note = parameter.isBuilt ? "" : " (known, not built yet)"
    let schema = schema(parameter.form).described(parameter.documentation + note)
    return parameter.standard.map { schema.with("default", .string($0)) } ?? schema
  }

  private func schema(_ form: ValueForm) -> JSONValue {
    switch form {
    case .perClass(let value), .table(let value): return table(schema(value))
    case .list(let value): return .array(of: schema(value))
    case .map(let parameters): return map(parameters)
    case .either(let forms): return .object([("anyOf", .array(forms.map(schema)))])
    case .text: return .object([("description", "")])
    case .word(let words):
      // A word may be followed by where it comes from.
      return .object([
        ("anyOf", .array([.object([("enum", .array(words.map { .string($0) }))]), .scalar]))
      ])
    default: return .scalar.with("examples", .array(examples(form).map { .string($0) }))
    }
  }

  private func examples(_ form: ValueForm) -> [String] {
    switch form {
    case .time: ["200ms", "1h30min"]
    case .timeRange: ["10ms..25ms"]
    case .clock: ["20:30", "Fri 20:00", "2026-10-01"]
    case .count: ["12", "150M"]
    case .rate: ["500/s", "12k/year"]
    case .size: ["1 KiB", "200 KB"]
    case .ratio: ["99.9%"]
    case .factor: ["x6"]
    case .money: ["$50/month", "$0.09/GB", "$3/1M calls up to 333M then $2.70"]
    case .timeDistribution: ["200ms", "lognormal(median 200ms p99 1s)"]
    case .sizeDistribution: ["12 KiB", "lognormal(median 60KiB p99 400KiB)"]
    case .keyDistribution: ["uniform", "zipf(s 0.9)"]
    case .flag: ["yes", "no"]
    case .countPer(let words, _): words.map { "320 per \($0)" }
    default: []
    }
  }
}

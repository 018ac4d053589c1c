import Components
import Foundation
@testable import Scenarios
import Testing

@Suite struct JSONSchemaTests {
  private let text = JSONSchema.text(Vocabulary(domains: [.testRoadWarrior]))

  private func schema() throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  private func object(_ path: String..., in root: [String: Any]) throws -> [String: Any] {
    var node = root
    for key in path { node = try #require(node[key] as? [String: Any], "no \(key)") }
    return node
  }

  @Test func isADraft2020Schema() throws {
    let schema = try schema()
    #expect(schema["$schema"] as? String == "https://json-schema.org/draft/2020-12/schema")
    #expect(schema["additionalProperties"] as? Bool == false)
    let keys = try object("properties", in: schema).keys
    #expect(Set(keys) == Set(Language.topKeys.map(\.name)))
  }

  @Test func namesEveryKindWithItsParameters() throws {
    let component = try object("$defs", "component", in: try schema())
    let kinds = try object("properties", "kind", in: component)["enum"] as? [String]
    #expect(kinds == Kind.all.map(\.name))
    let rules = try #require(component["allOf"] as? [[String: Any]])
    for kind in Kind.all where kind.isBuilt {
      let rule = try #require(
        rules.first { rule in
          (try? object("if", "properties", "kind", in: rule))?["const"] as? String == kind.name
        }, "no rule for \(kind.name)")
      let properties = try object("then", "properties", in: rule)
      for parameter in kind.parameters {
        #expect(properties[parameter.name] != nil, "\(kind.name) lacks \(parameter.name)")
      }
    }
  }

  @Test func namesDomainsAndSteps() throws {
    let domain = try object("properties", "domain", in: try schema())
    let cores = try object("properties", "core", in: domain)["enum"] as? [String]
    #expect(cores == ["road-warrior", "hey-blue", "ticket-sales", "sysops-squad"])
    let steps = try object("$defs", "step", "properties", in: try schema())
    for name in [
      "work", "wait", "think", "call", "do", "choose", "publish", "hold", "parallel", "repeat", "flow", "mark",
      "measure", "reply", "fail", "as", "when", "policy", "priority", "retry", "breaker", "hedge", "steps",
    ] {
      #expect(steps[name] != nil, "no step \(name)")
    }
  }

  @Test func namesEveryWayToLoadAndToBreak() throws {
    for (section, table) in [("workloads", Vocabulary().workload), ("faults", Vocabulary().fault)] {
      let keys = try object("properties", section, "additionalProperties", "properties", in: try schema())
      #expect(Set(keys.keys) == Set(table.map(\.name) + ["origin"]))
    }
    for table in [Vocabulary().workload, Vocabulary().fault, Language.policy] {
      #expect(table.filter { !$0.isBuilt }.isEmpty)
    }
  }

  @Test func everyReferenceLeadsSomewhere() throws {
    let schema = try schema()
    let definitions = try object("$defs", in: schema)
    func visit(_ value: Any) {
      if let object = value as? [String: Any] {
        if let reference = object["$ref"] as? String {
          #expect(reference.hasPrefix("#/$defs/") && definitions[String(reference.dropFirst(8))] != nil)
        }
        object.values.forEach(visit)
      } else if let array = value as? [Any] {
        array.forEach(visit)
      }
    }
    visit(schema)
  }

  @Test func isTheSameEveryTime() {
    #expect(JSONSchema.text(Vocabulary(domains: [.testRoadWarrior])) == text)
  }
}

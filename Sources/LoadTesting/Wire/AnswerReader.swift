import Components
import Foundation
import Scenarios
import Transports

/// What answers mean to a scenario: their outcome, and the values that later requests take from them.
package struct AnswerReader {
  private let calls: [LiveCall]
  /// By call: outcome of each status from 0 to 599.
  private let outcomes: [[UInt16]]

  /// The outcome of a status that the file does not list.
  package static let unmapped = StandardOutcome.error

  package init(_ live: LiveSettings, plan: NetworkPlan) {
    calls = live.calls
    outcomes = live.calls.map { call in
      (0..<600).map { status in
        guard let name = call.outcome(of: status), let number = plan.outcomes.firstIndex(of: name) else {
          return Self.unmapped
        }
        return UInt16(number)
      }
    }
  }

  /// The outcome that a status stands for, and whether the file lists it.
  package func outcome(of status: Int, to remote: Int) -> (outcome: UInt16, isMapped: Bool) {
    guard outcomes[remote].indices.contains(status) else { return (Self.unmapped, false) }
    return (outcomes[remote][status], calls[remote].outcome(of: status) != nil)
  }

  /// Values by the names of later placeholders; those that the answer does not have are left out.
  package func taken(from answer: HTTPAnswer, to remote: Int) -> [(name: String, value: String)] {
    let takes = calls[remote].takes
    if takes.isEmpty { return [] }
    let needsJSON = takes.contains { if case .json = $0.source { true } else { false } }
    let json = needsJSON ? try? JSONSerialization.jsonObject(with: Data(answer.body)) : nil
    return takes.compactMap { take in
      let value: String? =
        switch take.source {
        case .json(let path): Self.value(at: path, in: json)
        case .field(let name): answer.value(of: name)
        case .cookie(let name): Self.cookie(name, of: answer)
        }
      return value.map { (take.name, $0) }
    }
  }

  private static func value(at path: [String], in json: Any?) -> String? {
    var found = json
    for name in path {
      if let list = found as? [Any], let index = Int(name), list.indices.contains(index) {
        found = list[index]
      } else {
        found = (found as? [String: Any])?[name]
      }
    }
    switch found {
    case let text as String: return text
    case let number as NSNumber: return isTruth(number) ? "\(number.boolValue)" : number.stringValue
    default: return nil
    }
  }

  /// Foundation keeps `true` as a number of one character, and 1 as one of more.
  private static func isTruth(_ number: NSNumber) -> Bool { String(cString: number.objCType) == "c" }

  private static func cookie(_ name: String, of answer: HTTPAnswer) -> String? {
    for field in answer.fields where field.name.lowercased() == "set-cookie" {
      let pair = field.value.prefix { $0 != ";" }
      guard let equals = pair.firstIndex(of: "="), pair[..<equals] == name else { continue }
      return String(pair[pair.index(after: equals)...])
    }
    return nil
  }
}

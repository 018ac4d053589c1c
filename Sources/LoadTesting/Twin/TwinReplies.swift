import Components
import Foundation
import Scenarios
import Transports

/// Answers of a twin: the status that stands for an outcome, with what later requests take from it.
struct TwinReplies {
  private let statuses: [[Int]]
  private let takes: [[(name: String, source: LiveCall.Source)]]

  init(_ live: LiveSettings, plan: NetworkPlan) {
    statuses = live.calls.map { call in
      plan.outcomes.map { name in
        if let listed = call.replies.first(where: { $0.outcome == name }) { return listed.status.example }
        switch name {
        case "ok": return 200
        case "refused": return 503
        case "timeout": return 504
        default: return 500
        }
      }
    }
    takes = live.calls.map(\.takes)
  }

  func answer(to remote: Int, _ outcome: UInt16, _ token: TwinToken) -> HTTPAnswer {
    var answer = HTTPAnswer(status: statuses[remote][Int(outcome)])
    var json: [String: Any] = [:]
    for take in takes[remote] {
      switch take.source {
      case .json(let path): json = Self.setting(token.text, at: path[...], in: json)
      case .field(let name): answer.fields.append(HTTPField(name, token.text))
      case .cookie(let name): answer.fields.append(HTTPField("set-cookie", "\(name)=\(token.text)"))
      }
    }
    if !json.isEmpty, let data = try? JSONSerialization.data(withJSONObject: json, options: [.sortedKeys]) {
      answer.fields.append(HTTPField("content-type", "application/json"))
      answer.body = Array(data)
    }
    return answer
  }

  private static func setting(_ value: String, at path: ArraySlice<String>, in object: [String: Any]) -> [String: Any] {
    var object = object
    guard let first = path.first else { return object }
    let rest = path.dropFirst()
    object[first] = rest.isEmpty ? value : setting(value, at: rest, in: object[first] as? [String: Any] ?? [:])
    return object
  }
}

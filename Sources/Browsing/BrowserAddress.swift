import Foundation
import Transports

/// What a request for a page asks for.
enum BrowserAddress: Equatable {
  case databases
  case run(database: String, number: Int64)
  case pair(database: String, first: Int64, second: Int64)
  case trend(database: String, run: Int64, figure: String)

  /// - Parameter target: path and query of a request.
  init?(_ target: String) {
    guard let parts = URLComponents(string: target) else { return nil }
    let names = parts.percentEncodedPath.split(separator: "/").map { String($0).removingPercentEncoding }
    guard !names.contains(nil) else { return nil }
    let query = parts.queryItems ?? []
    func value(_ name: String) -> String? { query.first { $0.name == name }?.value }
    let known = names.compactMap { $0 }
    func number(_ text: String?) -> Int64? { text.flatMap { Int64($0) } }
    switch (known.first, known.count) {
    case (nil, _): self = .databases
    case ("runs", 3):
      guard let run = number(known[2]) else { return nil }
      self = .run(database: known[1], number: run)
    case ("pairs", 2):
      guard let first = number(value("first")), let second = number(value("second")) else { return nil }
      self = .pair(database: known[1], first: first, second: second)
    case ("trends", 2):
      guard let run = number(value("run")) else { return nil }
      self = .trend(database: known[1], run: run, figure: value("figure") ?? "")
    default: return nil
    }
  }
}

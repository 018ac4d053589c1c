import Foundation
import HTTPTypes
import Hummingbird

/// A status and a JSON object.
struct Reply: ResponseGenerator {
  private let status: HTTPResponse.Status
  private let body: (any Encodable)?

  init(_ status: HTTPResponse.Status, _ body: (any Encodable)?) {
    self.status = status
    self.body = body
  }

  static func outcome(_ status: HTTPResponse.Status, _ outcome: String) -> Reply { Reply(status, ["outcome": outcome]) }

  static func error(_ status: HTTPResponse.Status, _ message: String) -> Reply { Reply(status, ["error": message]) }

  init(_ outcome: Shop.Outcome) {
    self = .outcome(Self.status(of: outcome), outcome.rawValue)
  }

  private static func status(of outcome: Shop.Outcome) -> HTTPResponse.Status {
    switch outcome {
    case .saved: .ok
    case .duplicate: HTTPResponse.Status(code: 208, reasonPhrase: "Already Reported")
    case .declined: HTTPResponse.Status(code: 402, reasonPhrase: "Payment Required")
    case .expired: .conflict
    case .refunded: .gone
    case .pending: .accepted
    case .notFound: .notFound
    }
  }

  func response(from request: Request, context: some RequestContext) throws -> Response {
    guard let body else { return Response(status: status) }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let json = try encoder.encode(body)
    return Response(
      status: status, headers: [.contentType: "application/json"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: json)))
  }
}

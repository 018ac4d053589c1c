import Glibc
import NIOCore
import NIOHTTP1
import Transports

extension ConnectionEnd {
  /// Of an error while a connection was being opened.
  init(connecting error: any Error) {
    switch error {
    case let error as IOError where error.errnoCode == ECONNREFUSED: self = .refused
    case let error as IOError: self = .unreachable(String(cString: strerror(error.errnoCode)))
    case ChannelError.connectTimeout: self = .unreachable("no connection in time")
    default: self = .unreachable("\(error)")
    }
  }

  /// Of an error on a connection that was open.
  init(speaking error: any Error) {
    switch error {
    case is IOError: self = .reset
    case HTTPParserError.headerOverflow: self = .tooLarge
    // The input ended within an answer, or bytes follow the last one.
    case HTTPParserError.invalidEOFState, HTTPParserError.closedConnection: self = .closed
    case NIOHTTPDecoderError.unsolicitedResponse as NIOHTTPDecoderError:
      self = .malformed("an answer without a request")
    default: self = .malformed("\(error)")
    }
  }
}

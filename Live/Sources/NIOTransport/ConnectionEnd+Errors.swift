import Glibc
import NIOCore
import NIOHTTP1
import NIOSSL
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

  /// Of an error while TLS was being agreed on.
  init(securing error: any Error) {
    switch error {
    case NIOSSLExtraError.failedToValidateHostname as NIOSSLExtraError:
      self = .unreachable("its certificate is for another name")
    case NIOSSLError.handshakeFailed(let why) where "\(why)".contains("CERTIFICATE_VERIFY_FAILED"):
      self = .unreachable("its certificate is signed by nobody who is trusted; --ca FILE names an authority")
    case NIOSSLError.handshakeFailed(let why): self = .unreachable("TLS: \(why)")
    default: self = .unreachable("TLS: \(error)")
    }
  }

  /// Of an error on a connection that was open.
  init(speaking error: any Error) {
    switch error {
    case is IOError: self = .reset
    // Many servers close without a last word.
    case NIOSSLError.uncleanShutdown: self = .closed
    case HTTPParserError.headerOverflow: self = .tooLarge
    // The input ended within an answer, or bytes follow the last one.
    case HTTPParserError.invalidEOFState, HTTPParserError.closedConnection: self = .closed
    case NIOHTTPDecoderError.unsolicitedResponse as NIOHTTPDecoderError:
      self = .malformed("an answer without a request")
    default: self = .malformed("\(error)")
    }
  }
}

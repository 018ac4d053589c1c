import NIOSSL
import Transports

/// TLS towards a target: its certificate has to be for its name, and signed by somebody who is trusted.
struct ClientSecurity {
  /// Authorities that cannot be had.
  struct Problem: Error, CustomStringConvertible {
    var description: String
  }

  private let context: NIOSSLContext
  /// Nil for an address, which is checked by itself.
  private let name: String?

  init(_ settings: TLSSettings) throws {
    var configuration = TLSConfiguration.makeClientConfiguration()
    configuration.applicationProtocols = ["http/1.1"]
    if let path = settings.authorities {
      do {
        configuration.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(path))
      } catch {
        throw Problem(description: "\(path) holds no certificates in PEM")
      }
    }
    context = try NIOSSLContext(configuration: configuration)
    let isAddress = settings.name.contains(":") || settings.name.allSatisfy { $0 == "." || $0.isNumber }
    name = isAddress ? nil : settings.name
  }

  /// What one connection needs.
  func handler() throws -> NIOSSLClientHandler { try NIOSSLClientHandler(context: context, serverHostname: name) }
}

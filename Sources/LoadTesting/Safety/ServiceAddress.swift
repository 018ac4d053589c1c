import Foundation
import Transports

/// The host and port of a URL, and whether load may go there.
package struct ServiceAddress: Sendable, Equatable {
  package var isSecure: Bool
  package var host: String
  package var port: Int
  /// What stands before the path of every request; without a slash at its end.
  package var base: String

  package struct Problem: Error, CustomStringConvertible {
    package var description: String
  }

  package init(_ url: String) throws(Problem) {
    guard let parts = URLComponents(string: url), let scheme = parts.scheme?.lowercased(),
      scheme == "http" || scheme == "https", let host = parts.host, !host.isEmpty
    else { throw Problem(description: "`\(url)` is not the URL of a service, as in http://127.0.0.1:8080") }
    guard parts.user == nil, parts.password == nil else {
      throw Problem(description: "a target's URL holds no user and no password: use --secret")
    }
    guard parts.query == nil, parts.fragment == nil else {
      throw Problem(description: "a target's URL has no query: paths stand under `live.calls`")
    }
    isSecure = scheme == "https"
    port = parts.port ?? (isSecure ? 443 : 80)
    guard (1...65535).contains(port) else { throw Problem(description: "there is no port \(port)") }
    self.host = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
    var path = parts.percentEncodedPath[...]
    while path.hasSuffix("/") { path.removeLast() }
    base = String(path)
  }

  /// The first address that the host has, resolved once.
  ///
  /// - Parameter allowed: hosts beyond this machine that the command line names.
  /// - Throws: `Problem` where it has none, or is another machine that the command line does not name.
  package func resolve(allowing allowed: [String]) throws(Problem) -> String {
    let addresses = try Self.addresses(of: host)
    guard let first = addresses.first else { throw Problem(description: "`\(host)` has no address") }
    if addresses.allSatisfy(Self.isLoopback) || allowed.contains(host) { return first }
    throw Problem(
      description:
        "`\(host)` (\(first)) is another machine: a load goes there only with --allow-remote \(host), and with `at-most` in the file"
    )
  }

  package static func isLoopback(_ address: String) -> Bool { address.hasPrefix("127.") || address == "::1" }

  private static func addresses(of host: String) throws(Problem) -> [String] {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var found: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, nil, &hints, &found) == 0 else {
      throw Problem(description: "the name `\(host)` cannot be resolved")
    }
    defer { freeaddrinfo(found) }
    var addresses: [String] = []
    var next = found
    while let entry = next {
      var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
      if getnameinfo(
        entry.pointee.ai_addr, entry.pointee.ai_addrlen, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST) == 0
      {
        addresses.append(String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
      }
      next = entry.pointee.ai_next
    }
    return addresses
  }
}

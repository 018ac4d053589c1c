import Foundation
import Scenarios

/// The machine that a URL leads to, and whether load may go there.
extension ServiceURL {
  /// A machine that a load may not go to, or that is not to be found.
  package struct Problem: Error, CustomStringConvertible {
    package var description: String
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

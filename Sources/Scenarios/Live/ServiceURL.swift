import Components

/// The URL of a service: `http://HOST[:PORT][/BASE]`, or `https://`.
package struct ServiceURL: Sendable, Equatable {
  /// Spoken to by TLS.
  package var isSecure: Bool
  package var host: String
  package var port: Int
  /// What stands before the path of every request; without a slash at its end.
  package var base: String

  /// - Throws: `ValueError` for what is no URL, and for what a load cannot be sent to.
  package init(_ text: String) throws(ValueError) {
    let schemes = ["http://", "https://"]
    guard let scheme = schemes.first(where: { text.lowercased().hasPrefix($0) }) else { throw Self.problem(text) }
    isSecure = scheme == "https://"
    let rest = text.dropFirst(scheme.count)
    let slash = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
    let (authority, path) = (rest[..<slash], rest[slash...])
    guard !authority.contains("@") else {
      throw ValueError("a target's URL holds no user and no password", suggestion: "use `--secret`")
    }
    guard !path.contains("?"), !path.contains("#") else {
      throw ValueError(
        "a target's URL has no query and no fragment", suggestion: "paths stand under `live.calls`")
    }
    (host, port) = try Self.place(authority, usual: isSecure ? "443" : "80", of: text)
    var base = path
    while base.hasSuffix("/") { base.removeLast() }
    if !base.isEmpty { try RequestPath.check(String(base)) }
    self.base = String(base)
  }

  /// `example.org:8080`, or `[::1]:8080`.
  private static func place(
    _ authority: Substring, usual: Substring, of text: String
  ) throws(ValueError) -> (host: String, port: Int) {
    var (host, port) = (authority, usual)
    let isBracketed = authority.hasPrefix("[")
    if let colon = authority.lastIndex(of: ":"), !isBracketed || authority[..<colon].hasSuffix("]") {
      (host, port) = (authority[..<colon], authority[authority.index(after: colon)...])
    }
    if isBracketed {
      guard host.hasSuffix("]"), host.contains(":") else { throw problem(text) }
      host = host.dropFirst().dropLast()
    }
    let isName = host.unicodeScalars.allSatisfy {
      $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || "-._".unicodeScalars.contains($0))
    }
    guard !host.isEmpty, isBracketed || isName else { throw problem(text) }
    guard let number = Int(port), (1...65535).contains(number) else {
      throw ValueError("there is no port `\(String(port).shortened)`", suggestion: "ports are 1 to 65535")
    }
    return (String(host), number)
  }

  /// What goes into `host`: the port where it is not the usual one.
  package var field: String {
    let name = host.contains(":") ? "[\(host)]" : host
    return port == (isSecure ? 443 : 80) ? name : "\(name):\(port)"
  }

  private static func problem(_ text: String) -> ValueError {
    ValueError(
      "`\(text.shortened)` is not the URL of a service", suggestion: "write it as in `http://127.0.0.1:8080`")
  }
}

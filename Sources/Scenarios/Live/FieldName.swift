/// Names of header fields.
enum FieldName {
  /// Those that say where a message ends, or whose it is.
  static let ofTransport = ["host", "content-length", "transfer-encoding", "connection", "upgrade", "te", "trailer"]

  /// A token of RFC 9110.
  static func isValid(_ name: String) -> Bool {
    !name.isEmpty
      && name.unicodeScalars.allSatisfy {
        $0.isASCII
          && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || "!#$%&'*+-.^_`|~".unicodeScalars.contains($0))
      }
  }

  /// A field whose value a file must not hold.
  static func isSecret(_ name: String) -> Bool {
    let name = name.lowercased()
    return ["authorization", "proxy-authorization", "cookie"].contains(name) || name.hasSuffix("-key")
      || name.hasSuffix("-token")
  }
}

/// A header field. Names are compared without case.
public struct HTTPField: Sendable, Equatable {
  /// As written.
  public var name: String
  /// Without leading and trailing blanks.
  public var value: String
  /// A field as it stands in a message. Whoever makes one sees to it that neither part has a line break.
  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

/// One request of HTTP/1.1, ready to be written: `host` and `content-length` are the transport's to add.
public struct HTTPCall: Sendable, Equatable {
  /// `GET`, `POST` and so on.
  public var method: String
  /// Path and query in origin form, already encoded: `/events/7/select?n=1`.
  public var path: String
  /// In the order in which they are written.
  public var fields: [HTTPField]
  /// Empty for none.
  public var body: [UInt8]
  /// A request; without fields and body by default.
  public init(method: String, path: String, fields: [HTTPField] = [], body: [UInt8] = []) {
    self.method = method
    self.path = path
    self.fields = fields
    self.body = body
  }
}

/// The whole answer to a request. Interim answers (1xx) are the transport's own business.
public struct HTTPAnswer: Sendable, Equatable {
  /// 200 to 999.
  public var status: Int
  /// In the order in which they came.
  public var fields: [HTTPField]
  /// With transfer codings undone.
  public var body: [UInt8]
  /// An answer; without fields and body by default.
  public init(status: Int, fields: [HTTPField] = [], body: [UInt8] = []) {
    self.status = status
    self.fields = fields
    self.body = body
  }

  /// The first value of a field, found without case; nil where there is none. O(fields).
  public func value(of name: String) -> String? {
    fields.first { $0.name.lowercased() == name.lowercased() }?.value
  }
}

/// How a connection came to its end, or why it never began.
public enum ConnectionEnd: Sendable, Equatable {
  /// Nobody listens there.
  case refused
  /// It could not be opened for another reason, or not in time.
  case unreachable(String)
  /// The other side closed it, with or without a request in hand.
  case closed
  /// The other side broke it off.
  case reset
  /// What came was no HTTP/1.1.
  case malformed(String)
  /// An answer was larger than `TransportLimits` allow.
  case tooLarge
  /// We closed it.
  case ours
}

/// How much of an answer is taken before its connection is given up.
public enum TransportLimits {
  /// Bytes of all header fields of an answer together.
  public static let fields = 64 * 1024
  /// Bytes of the body of an answer.
  public static let body = 16 * 1024 * 1024
  /// Nanoseconds that opening a connection may take.
  public static let connect: Int64 = 10_000_000_000
}

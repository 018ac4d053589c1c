/// A database of a results folder, as the pages that list runs show it.
package struct BrowsedDatabase {
  /// Without its ending.
  package var name: String
  package var entries: [RunList.Entry]
  /// Why its runs cannot be read; nil where they were.
  package var problem: String?

  package init(name: String, entries: [RunList.Entry] = [], problem: String? = nil) {
    (self.name, self.entries, self.problem) = (name, entries, problem)
  }

  /// Its name as part of an address.
  var address: String { Self.encoded(name) }

  static func encoded(_ text: String) -> String {
    var encoded = ""
    for byte in text.utf8 {
      let scalar = Unicode.Scalar(byte)
      if scalar.isASCII,
        scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || scalar == "-" || scalar == "."
      {
        encoded.unicodeScalars.append(scalar)
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        encoded += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
      }
    }
    return encoded
  }
}

extension RunList.Entry {
  /// Whether two runs are of the same scenario with the same options, so that their figures make a trend.
  package func isAlike(_ other: Self) -> Bool {
    name == other.name && options == other.options && assignments == other.assignments && mode == other.mode
      && scale == other.scale && load == other.load
  }

  /// Not over, or killed: nobody but the process itself knows.
  package var isUnderWay: Bool { partial }
}

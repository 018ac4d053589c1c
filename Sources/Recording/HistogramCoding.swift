import Foundation
import Statistics

/// A histogram as a compact blob.
enum HistogramCoding {
  static func encoded(_ histogram: Histogram) -> Data { Data(Archive.bytes(of: histogram)) }

  /// A damaged blob is an error, not a crash.
  static func decoded(_ blob: Data) throws -> Histogram {
    do {
      return try Archive.value(from: [UInt8](blob))
    } catch let damage as Archive.Damage {
      throw Damage(what: damage.what)
    }
  }
}

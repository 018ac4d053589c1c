/// A 128-bit fingerprint of a sequence of values, to tell whether two runs found the same.
///
/// ```swift
/// var digest = Digest()
/// digest.add("checkout")
/// digest.add(latencies)
/// digest.hex                    // 32 lower-case hexadecimal digits
/// ```
///
/// It depends on the values, their order and their number, and on nothing else: not on the machine,
/// the process or Swift's own seeded hashing. Strings and histograms carry their length, so that
/// neighbours cannot run into each other. Two 64-bit lanes are multiplied and shifted per word;
/// every step can be undone, so that sequences which differ in one word always differ. Not
/// cryptographic.
package struct Digest: Sendable, Equatable {
  /// The first 64 bits of the fractions of √2 and √3, as in the initial state of SHA-512.
  @usableFromInline var low: UInt64 = 0x6a09_e667_f3bc_c908
  @usableFromInline var high: UInt64 = 0xbb67_ae85_84ca_a73b
  @usableFromInline var words: UInt64 = 0

  /// The digest of nothing.
  package init() {}

  /// Adds one 64-bit word. O(1), about two nanoseconds.
  @inlinable
  package mutating func add(_ value: UInt64) {
    // Multipliers: Steele and Vigna 2021 (LCG64, MCG64).
    low = (low ^ value) &* 0xd134_2543_de82_ef95
    low ^= low &>> 32
    high = ((high &+ value) ^ low) &* 0xf135_7aea_2e62_a9c5
    high ^= high &>> 29
    words &+= 1
  }

  /// Adds a signed integer; the same as its bit pattern. O(1).
  @inlinable
  package mutating func add(_ value: Int64) {
    add(UInt64(bitPattern: value))
  }

  /// Adds an integer; the same as the `Int64` of that value. O(1).
  @inlinable
  package mutating func add(_ value: Int) {
    add(Int64(value))
  }

  /// Adds two words, the upper half first. O(1).
  @inlinable
  package mutating func add(_ value: UInt128) {
    add(UInt64(truncatingIfNeeded: value >> 64))
    add(UInt64(truncatingIfNeeded: value))
  }

  /// Adds the number of UTF-8 bytes, then the bytes, eight to a word with the first one lowest.
  /// O(length).
  package mutating func add(_ text: String) {
    add(UInt64(text.utf8.count))
    var word: UInt64 = 0
    var filled: UInt64 = 0
    for byte in text.utf8 {
      word |= UInt64(byte) << filled
      filled += 8
      if filled == 64 {
        add(word)
        word = 0
        filled = 0
      }
    }
    if filled > 0 { add(word) }
  }

  /// Adds all that a histogram holds: equal histograms, and only they, add the same words.
  /// O(buckets).
  package mutating func add(_ histogram: Histogram) {
    let pairs = histogram.sparse
    add(UInt64(pairs.count))
    for (bucket, count) in pairs {
      add(Int64(bucket))
      add(count)
    }
    add(histogram.missing)
    add(histogram.sum)
    add(histogram.minimum ?? -1)
    add(histogram.maximum ?? -1)
  }

  /// The digest so far as 32 lower-case hexadecimal digits. O(1); adding may go on afterwards.
  package var hex: String {
    let first = Self.scrambled(low ^ words)
    let second = Self.scrambled(high &+ first)
    return Self.sixteenDigits(Self.scrambled(first ^ second)) + Self.sixteenDigits(second)
  }

  /// The 64-bit finaliser of MurmurHash3 (Appleby 2011): every bit in reaches every bit out.
  private static func scrambled(_ word: UInt64) -> UInt64 {
    var mixed = word
    mixed = (mixed ^ (mixed >> 33)) &* 0xff51_afd7_ed55_8ccd
    mixed = (mixed ^ (mixed >> 33)) &* 0xc4ce_b9fe_1a85_ec53
    return mixed ^ (mixed >> 33)
  }

  private static func sixteenDigits(_ word: UInt64) -> String {
    let digits = String(word, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

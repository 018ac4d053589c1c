import Testing
import TestSupport

@testable import Statistics

@Suite struct DigestTests {
  private func hex(_ fill: (inout Digest) -> Void) -> String {
    var digest = Digest()
    fill(&digest)
    return digest.hex
  }

  private func histogram(_ values: [Int64], missing: UInt64 = 0) -> Histogram {
    var histogram = Histogram()
    for value in values { histogram.record(value) }
    histogram.recordMissing(missing)
    return histogram
  }

  /// Pinned values come from a second implementation of the comments, in Python.
  @Test func `pinned values never change`() {
    #expect(Digest().hex == "342986a357e6be643c5290f5437e70b2")
    let found = hex {
      $0.add(UInt64(1))
      $0.add(Int64(-2))
      $0.add(UInt128(3) << 64 | 4)
      $0.add("häufig, checkout")
      $0.add(histogram([5, 1024, 5], missing: 2))
    }
    #expect(found == "2929b0f0aea463301d916e9d3d900b55")
  }

  @Test func `any change of any input changes the digest`() {
    let variants = [
      hex { _ in },
      hex { $0.add(0) },
      hex { $0.add(1) },
      hex { $0.add(-1) },
      hex {
        $0.add(0)
        $0.add(0)
      },
      hex {
        $0.add(0)
        $0.add(1)
      },
      hex {
        $0.add(1)
        $0.add(0)
      },
      hex { $0.add(UInt128(2) << 64) },
      hex { $0.add("a") },
      hex { $0.add("a\0") },
      hex { $0.add("\0a") },
      hex { $0.add("abcdefgh") },
      hex { $0.add("abcdefghi") },
      hex {
        $0.add("ab")
        $0.add("c")
      },
      hex {
        $0.add("a")
        $0.add("bc")
      },
      hex { $0.add(Histogram()) },
      hex { $0.add(histogram([0])) },
      hex { $0.add(histogram([5])) },
      hex { $0.add(histogram([5, 5])) },
      hex { $0.add(histogram([5], missing: 1)) },
      hex { $0.add(histogram([1_000_000])) },
      // In the bucket of the one before.
      hex { $0.add(histogram([1_000_001])) },
    ]
    for (index, variant) in variants.enumerated() {
      #expect(!variants[..<index].contains(variant), "variant \(index)")
      #expect(variant.utf8.count == 32)
      #expect(variant.utf8.allSatisfy { "0123456789abcdef".utf8.contains($0) })
    }
  }

  @Test func `integers of one value are one, equal histograms are one`() {
    #expect(hex { $0.add(Int64(-7)) } == hex { $0.add(-7) })
    #expect(hex { $0.add(UInt64(7)) } == hex { $0.add(7) })
    var roomy = histogram([5])
    roomy.grow(toHold: 5000)
    #expect(hex { $0.add(roomy) } == hex { $0.add(histogram([5])) })
  }

  @Test func `a digest goes on after it was read, and a copy goes its own way`() {
    var first = Digest()
    first.add(1)
    _ = first.hex
    var second = first
    #expect(first == second)
    first.add(2)
    second.add(3)
    #expect(first != second)
    #expect(
      first.hex
        == hex {
          $0.add(1)
          $0.add(2)
        })
  }

  @Test func `one bit of input flips about half of the output`() {
    let seed: UInt64 = 101
    var generator = SmallGenerator(seed: seed)
    var flips = [Int](repeating: 0, count: 128)
    var trials = 0
    for _ in 0..<40 {
      let words = (0..<4).map { _ in generator.next() }
      let reference = bits(of: words)
      for word in 0..<4 {
        for bit in stride(from: 0, to: 64, by: 3) {
          var changed = words
          changed[word] ^= 1 << UInt64(bit)
          let difference = bits(of: changed) ^ reference
          for place in 0..<128 where difference >> UInt128(place) & 1 == 1 { flips[place] += 1 }
          trials += 1
        }
      }
    }
    // 3,520 trials: a standard deviation is 0.84 %, so five of them are about 4 %.
    for place in 0..<128 {
      let share = Double(flips[place]) / Double(trials)
      #expect((share - 0.5).magnitude < 0.045, "seed \(seed), output bit \(place)")
    }
  }

  private func bits(of words: [UInt64]) -> UInt128 {
    UInt128(hex { for word in words { $0.add(word) } }, radix: 16) ?? 0
  }
}

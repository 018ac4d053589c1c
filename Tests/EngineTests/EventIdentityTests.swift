import Testing

@testable import Engine

@Suite struct EventIdentityTests {
  @Test func `parts come back as they went in, at their limits too`() {
    for source in [0, 1, 127, 128, 255] {
      for number in [0, 1, 0xf_ffff_fffe, 0xf_ffff_ffff] as [UInt64] {
        let identity = EventIdentity(source: source, number: number, branch: 255, rank: 15)
        #expect(identity.source == source && identity.number == number)
        #expect(identity.bits < 1 << 56)
      }
    }
  }

  @Test func `order is by source, number, rank and branch`() {
    let ordered = [
      EventIdentity(source: 0, number: 9, branch: 9, rank: 9), EventIdentity(source: 1, number: 0),
      EventIdentity(source: 1, number: 0, branch: 1), EventIdentity(source: 1, number: 0, rank: 1),
      EventIdentity(source: 1, number: 0, branch: 1, rank: 3), EventIdentity(source: 1, number: 1),
      EventIdentity(source: 2, number: 0),
    ]
    #expect(ordered.map(\.bits) == ordered.map(\.bits).sorted())
    #expect(Set(ordered).count == ordered.count)
  }

  @Test func `another branch or rank changes nothing else`() {
    let identity = EventIdentity(source: 3, number: 77, branch: 5, rank: 2)
    #expect(identity.with(branch: 255) == EventIdentity(source: 3, number: 77, branch: 255, rank: 2))
    #expect(identity.with(rank: 15) == EventIdentity(source: 3, number: 77, branch: 5, rank: 15))
    #expect(EventIdentity(bits: identity.bits) == identity)
    #expect(EventIdentity(bits: .max).bits == 0x00ff_ffff_ffff_ffff)
  }
}

import Testing

@testable import Statistics

private struct Sample: Archivable, Equatable {
  var small: UInt64 = 0
  var signed: Int64 = 0
  var wide: UInt128 = 0
  var real = 0.0
  var flag = false
  var text = ""
  var maybe: Int64?
  var list: [UInt64] = []
  var histogram = Histogram()

  mutating func archive(in archive: inout Archive) throws {
    try archive.field(&small)
    try archive.field(&signed)
    try archive.field(&wide)
    try archive.field(&real)
    try archive.field(&flag)
    try archive.field(&text)
    try archive.optional(&maybe, of: 0) { try $1.field(&$0) }
    try archive.list(&list)
    try archive.field(&histogram)
  }
}

@Suite struct ArchiveTests {
  private var sample: Sample {
    var sample = Sample()
    sample.small = .max
    sample.signed = .min
    sample.wide = .max - 12
    sample.real = -0.1
    sample.flag = true
    sample.text = "Straße, 東京"
    sample.maybe = -1
    sample.list = [0, 127, 128, 1 << 63]
    for value in [0, 1, 1023, 1024, 5_000_000, Int64.max] { sample.histogram.record(value) }
    sample.histogram.recordMissing(3)
    return sample
  }

  @Test func `what was written is read`() throws {
    #expect(try Archive.value(from: Archive.bytes(of: sample)) == sample)
    #expect(try Archive.value(from: Archive.bytes(of: Sample())) == Sample())
  }

  @Test func `small numbers take one byte`() {
    #expect(Archive.bytes(of: Sample()).count == 7 + 8 + 2 + 1)
  }

  @Test func `bytes that are cut or added to are refused`() {
    let bytes = Archive.bytes(of: sample)
    for length in bytes.indices {
      #expect(throws: Archive.Damage.self) { try Archive.value(Sample.self, from: Array(bytes.prefix(length))) }
    }
    #expect(throws: Archive.Damage.self) { try Archive.value(Sample.self, from: bytes + [0]) }
  }

  private struct Numbered: Archivable, Equatable {
    var value: UInt64 = 0
    var writes: UInt64 = 3

    mutating func archive(in archive: inout Archive) throws {
      try archive.format(archive.isWriting ? writes : 3)
      try archive.field(&value)
    }
  }

  @Test func `another format is refused by its number, before its fields`() throws {
    #expect(try Archive.value(Numbered.self, from: Archive.bytes(of: Numbered(value: 9))).value == 9)
    for number in [0, 2, 4, 300] as [UInt64] {
      let bytes = Archive.bytes(of: Numbered(value: 9, writes: number))
      let other = Archive.OtherFormat(found: number, known: 3)
      #expect(throws: other) { try Archive.value(Numbered.self, from: bytes) }
      #expect("\(other)" == "this is kept in archive format \(number), and this program reads format 3")
    }
  }

  @Test func `changed bytes are refused or read as something else, and never crash`() {
    let bytes = Archive.bytes(of: sample)
    var refused = 0
    for index in bytes.indices {
      for value in [0, 1, 0x7f, 0x80, 0xff] as [UInt8] {
        var damaged = bytes
        damaged[index] = value
        if (try? Archive.value(Sample.self, from: damaged)) == nil { refused += 1 }
      }
    }
    #expect(refused > 0)
  }
}

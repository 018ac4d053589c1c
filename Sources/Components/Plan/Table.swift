/// Values by index in one block of memory, each read and changed where it stands: a look at one field copies nothing and
/// retains nothing.
///
/// A handle: copies of it share the values, and whoever made it deallocates it.
struct Table<Element: ~Copyable> {
  private let base: UnsafeMutablePointer<Element>
  let count: Int

  init(count: Int, _ make: (Int) -> Element) {
    self.count = count
    base = .allocate(capacity: Swift.max(1, count))
    for place in 0..<count { (base + place).initialize(to: make(place)) }
  }

  /// Elements of another table: where they are deallocated is its business.
  init(_ range: Range<Int>, of table: Table) {
    assert(range.lowerBound >= 0 && range.upperBound <= table.count, "no such elements")
    base = table.base + range.lowerBound
    count = range.count
  }

  func deallocate() {
    base.deinitialize(count: count)
    base.deallocate()
  }

  var indices: Range<Int> { 0..<count }
  var isEmpty: Bool { count == 0 }

  /// Where an element stands, for as long as the table is there.
  @inline(__always)
  func address(of index: Int) -> UnsafeMutablePointer<Element> {
    assert(index >= 0 && index < count, "no such element")
    return base + index
  }

  @inline(__always)
  subscript(index: Int) -> Element {
    unsafeAddress { UnsafePointer(address(of: index)) }
    nonmutating unsafeMutableAddress { address(of: index) }
  }
}

extension Table: RandomAccessCollection {
  init(_ values: some Collection<Element>) {
    let values = Array(values)
    self.init(count: values.count) { values[$0] }
  }

  var startIndex: Int { 0 }
  var endIndex: Int { count }
}

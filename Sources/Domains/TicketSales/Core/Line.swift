/// First in, first out, in amortised constant time and in memory of at most about twice what waits.
struct Line<Element: BitwiseCopyable & Sendable>: Sendable {
  private var items: [Element] = []
  private var head = 0

  var count: Int { items.count - head }
  var isEmpty: Bool { head == items.count }
  var first: Element? { isEmpty ? nil : items[head] }

  mutating func append(_ element: Element) { items.append(element) }

  @discardableResult
  mutating func popFirst() -> Element? {
    guard head < items.count else { return nil }
    defer {
      head += 1
      if head == items.count {
        items.removeAll(keepingCapacity: items.count <= 1024)
        head = 0
      } else if head >= 32 && head * 2 >= items.count {
        items.removeFirst(head)
        head = 0
      }
    }
    return items[head]
  }

  mutating func removeAll() {
    items = []
    head = 0
  }
}

import Engine
import Testing

@testable import Components

/// Who has started whom, where it may have to be cancelled.
@Suite struct FamilyTests {
  private let frames = FrameStore()

  private func root() -> UInt32 {
    var frame = Frame()
    frame.tracksCallees = true
    return frames.allocate(frame, Request())
  }

  /// Something that a frame starts in its present wait.
  private func start(by parent: UInt32, _ identity: UInt64) -> UInt32 {
    var frame = Frame()
    frame.parent = parent
    frame.parentGeneration = frames[parent].generation
    frame.identity = EventIdentity(bits: identity)
    return frames.allocate(frame, sharing: parent)
  }

  private func family(of index: UInt32) -> [UInt32] {
    frames.family(of: index, startedIn: frames[index].generation)
  }

  @Test func `a family is told by identities, parents first, down to the last`() {
    let root = root()
    let (third, first, second) = (start(by: root, 30), start(by: root, 10), start(by: root, 20))
    let (below, deeper) = (start(by: third, 2), start(by: third, 1))
    #expect(family(of: root) == [first, second, third, deeper, below])
    #expect(family(of: third) == [deeper, below] && family(of: first) == [])
  }

  @Test func `what was started in an earlier wait is not in it`() {
    let root = root()
    let old = start(by: root, 1)
    let wait = frames[root].generation
    frames.renew(root)
    let new = start(by: root, 2)
    #expect(family(of: root) == [new] && frames.family(of: root, startedIn: wait) == [old])
    frames.renew(new)
    #expect(family(of: root) == [new])
    let inner = start(by: new, 3)
    #expect(family(of: root) == [new, inner])
    frames.renew(new)
    #expect(family(of: root) == [new])
  }

  @Test func `whoever ends leaves it, at whichever place, and what it started goes on alone`() {
    for place in 0..<3 {
      let root = root()
      var children = (0..<3).map { start(by: root, UInt64($0)) }
      let below = start(by: children[place], 9)
      frames.release(children.remove(at: place))
      #expect(family(of: root) == children)
      #expect(frames.coldState(of: below)?.pointee.isStarted == false)
      frames.release(root)
      for index in children + [below] { frames.release(index) }
    }
    #expect(frames.live == 0)
  }

  @Test func `a parent that ends leaves nobody behind who would look for it`() {
    let root = root()
    let children = (0..<3).map { start(by: root, UInt64($0)) }
    frames.release(root)
    // Its place is another's now.
    let other = self.root()
    let own = start(by: other, 1)
    #expect(other == root)
    for child in children { frames.release(child) }
    #expect(family(of: other) == [own])
  }

  @Test func `records, copies and those that answer have no part in it`() {
    let root = root()
    let child = start(by: root, 1)
    let record = frames.allocate(Frame(), sharing: child)
    #expect(!frames[record].tracksCallees)
    let copy = frames.duplicate(child)
    #expect(!frames[copy].tracksCallees && frames.coldState(of: copy)?.pointee.isStarted == false)
    frames.release(copy)
    #expect(family(of: root) == [child])
    frames.standAlone(child)
    #expect(family(of: root) == [] && !frames[child].tracksCallees)
    frames.release(child)
    #expect(frames.live == 2)
  }

  @Test func `tracking ends with the wait, but not for who may be cancelled itself`() {
    let root = root()
    let child = start(by: root, 1)
    let below = start(by: child, 2)
    frames.endTracking(child)
    #expect(frames[child].tracksCallees && family(of: root) == [child, below])
    frames.endTracking(root)
    #expect(!frames[root].tracksCallees && family(of: root) == [])
    // The answer of one that was not cancelled comes to a parent that tracks nobody.
    let late = start(by: root, 3)
    #expect(!frames[late].tracksCallees)
    frames.release(root)
    for index in [child, below, late] { frames.release(index) }
    #expect(frames.live == 0)
  }
}

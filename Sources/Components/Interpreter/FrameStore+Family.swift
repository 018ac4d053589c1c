import Engine

/// Who has started whom, where that may have to be cancelled: each frame that tracks what it starts has a list of it, in
/// coldStates, and so has all that is started on the way down.
extension FrameStore {
  /// A frame was started by its parent. A record has none, and what it leads to is cancelled by nobody; nor is the answer
  /// to a parent that has gone on. O(1).
  @inline(never)
  func joinParent(_ index: UInt32) {
    let parent = self[index].parent
    guard parent != Frame.none, self[parent].tracksCallees else {
      self[index].tracksCallees = false
      return
    }
    let (own, other) = (coldState(index), coldState(parent))
    let next = other.pointee.firstStarted
    own.pointee.isStarted = true
    own.pointee.nextStarted = next
    if next != Frame.none { coldState(next).pointee.previousStarted = index }
    other.pointee.firstStarted = index
  }

  /// It is no longer among what its parent has started. O(1).
  private func leaveParent(_ index: UInt32) {
    let own = coldState(index)
    guard own.pointee.isStarted else { return }
    own.pointee.isStarted = false
    let (previous, next) = (own.pointee.previousStarted, own.pointee.nextStarted)
    if next != Frame.none { coldState(next).pointee.previousStarted = previous }
    if previous != Frame.none {
      coldState(previous).pointee.nextStarted = next
    } else {
      coldState(self[index].parent).pointee.firstStarted = next
    }
    own.pointee.previousStarted = Frame.none
    own.pointee.nextStarted = Frame.none
  }

  /// It forgets what it has started, which goes on. O(those).
  private func forgetStarted(by index: UInt32) {
    guard var next = coldState(of: index)?.pointee.firstStarted else { return }
    coldState(index).pointee.firstStarted = Frame.none
    while next != Frame.none {
      let other = coldState(next)
      next = other.pointee.nextStarted
      other.pointee.isStarted = false
      other.pointee.previousStarted = Frame.none
      other.pointee.nextStarted = Frame.none
    }
  }

  /// It and its parent know nothing of each other any more, nor it and what it has started.
  @inline(never)
  func standAlone(_ index: UInt32) {
    leaveParent(index)
    forgetStarted(by: index)
    self[index].tracksCallees = false
  }

  /// Nobody is cancelled at its word any more, unless it may be cancelled itself.
  func endTracking(_ index: UInt32) {
    if coldState(of: index)?.pointee.isStarted ?? false { return }
    forgetStarted(by: index)
    self[index].tracksCallees = false
  }

  /// A copy has started nothing, and nobody has started it.
  func forgetFamily(ofCopy index: UInt32) {
    self[index].tracksCallees = false
    let own = coldState(index)
    own.pointee.isStarted = false
    own.pointee.previousStarted = Frame.none
    own.pointee.nextStarted = Frame.none
    own.pointee.firstStarted = Frame.none
  }

  /// What a frame has started in one of its waits, with all that is awaited below: parents first, and those of one parent
  /// in the order of their identities.
  func family(of index: UInt32, startedIn wait: UInt32) -> [UInt32] {
    var family = started(by: index, in: wait)
    var position = 0
    while position < family.count {
      family += started(by: family[position], in: self[family[position]].generation)
      position += 1
    }
    return family
  }

  private func started(by index: UInt32, in wait: UInt32) -> [UInt32] {
    var found: [UInt32] = []
    var next = coldState(of: index)?.pointee.firstStarted ?? Frame.none
    while next != Frame.none {
      if self[next].parentGeneration == wait { found.append(next) }
      next = coldState(of: next)?.pointee.nextStarted ?? Frame.none
    }
    // In which order they stand depends on when they came.
    return found.sorted { self[$0].identity.bits < self[$1].identity.bits }
  }
}

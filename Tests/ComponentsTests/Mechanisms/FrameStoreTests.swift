import Engine
import Testing

@testable import Components

@Suite struct FrameStoreTests {
  @Test func `frames, requests, instructions and events fit the lines that they are made for`() {
    #expect(MemoryLayout<Frame>.size == 128 && MemoryLayout<Frame>.stride == 128)
    #expect(MemoryLayout<Request>.size <= 64 && MemoryLayout<Request>.stride == 64)
    #expect(MemoryLayout<ColdState>.stride <= 128)
    #expect(MemoryLayout<Instruction>.stride == 32)
    #expect(MemoryLayout<NetworkEvent>.size == 8)
    #expect(MemoryLayout<PendingEvent<NetworkEvent>>.stride == 24)
    #expect(MemoryLayout.offset(of: \Frame.arrivedAt) == 64)
  }

  @Test func `an event is made of its parts, to the last of each`() {
    for (kind, index, generation) in [
      (NetworkEvent.Kind.resume, 0, 0), (.losesPatience, (1 << 26) - 1, .max), (.timedOut, 12_345, 1),
    ] as [(NetworkEvent.Kind, UInt32, UInt32)] {
      let event = NetworkEvent(kind, index, generation)
      #expect(event.kind == kind && event.index == index && event.generation == generation)
    }
  }

  @Test func `what one activity changes of a request it shares does not reach the others`() {
    let frames = FrameStore()
    var request = Request()
    request.payload = 1
    let first = frames.allocate(Frame(), request)
    let second = frames.allocate(Frame(), sharing: first)
    let third = frames.allocate(Frame(), sharing: first)
    #expect(frames[first].request == frames[third].request)
    frames.changeRequest(of: second).pointee.payload = 2
    frames.setMark(3, of: third, to: 50)
    frames.setMark(Request.askedMark, of: first, to: 60)
    #expect([first, second, third].map { frames.request(of: $0).pointee.payload } == [1, 2, 1])
    #expect([first, second, third].map { frames.mark(3, of: $0) } == [Request.unset, Request.unset, 50])
    #expect(
      [first, second, third].map { frames.mark(Request.askedMark, of: $0) } == [60, Request.unset, Request.unset])
    // Whoever shares a request that carries clocks takes them over, and goes its own way with them.
    let fourth = frames.allocate(Frame(), sharing: third)
    frames.setMark(3, of: fourth, to: 70)
    #expect(frames.mark(3, of: third) == 50 && frames.mark(3, of: fourth) == 70)
    for index in [first, second, third, fourth] { frames.release(index) }
    #expect(frames.live == 0)
  }

  @Test func `the next frame at a place is not taken for the one before`() {
    let frames = FrameStore()
    let parent = frames.allocate(Frame(), Request())
    frames.renew(parent)
    let wait = frames[parent].generation
    #expect(frames.isAwaited(parent, wait) && !frames.isAwaited(Frame.none, wait))
    frames.release(parent)
    let next = frames.allocate(Frame(), Request())
    #expect(next == parent && !frames.isAwaited(next, wait))
  }

  @Test func `what is rare is passed on as far as it is meant to`() {
    let frames = FrameStore()
    var frame = Frame()
    frame.isMeasured = true
    frame.isCopy = true
    frame.priority = 1
    let first = frames.allocate(frame, Request())
    #expect(frames[first].coldState == Frame.none && frames.expires(first) == .max && frames.held(first) == Frame.none)
    frames.coldState(first).pointee.expires = 500
    frames.coldState(first).pointee.remembered = 9
    let second = frames.allocate(Frame(), sharing: first)
    let third = frames.allocate(Frame(), sharing: first, keepsDeadline: false)
    #expect(frames.expires(second) == 500 && frames.coldState(of: second)?.pointee.remembered == 0)
    #expect(frames[third].coldState == Frame.none && frames[second].isMeasured && !frames[second].isCopy)
    #expect(frames[second].priority == 1)
    let copy = frames.duplicate(first, isCounted: false)
    #expect(frames.coldState(of: copy)?.pointee.remembered == 9 && frames.live == 3 && frames.peak == 3)
    frames.release(copy, isCounted: false)
    let record = frames.takeOut(first)
    #expect(frames.live == 2)
    let again = frames.allocate(copyOf: record)
    #expect(frames.expires(again) == 500 && frames[again].isCopy)
    frames.discard(record)
    for index in [second, third, again] { frames.release(index) }
    #expect(frames.live == 0)
  }
}

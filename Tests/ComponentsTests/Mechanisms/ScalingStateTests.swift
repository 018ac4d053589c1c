import Testing

@testable import Components

/// What an autoscaler remembers from one look to the next.
@Suite struct ScalingStateTests {
  @Test func `where no replica was available there is nothing to see`() {
    var state = ScalingState(wanted: 1)
    #expect(state.signal(10, 0, each: 2) == nil)
    #expect(state.signal(20, 10, each: 2) == 0.5)
    #expect(state.signal(21, 11, each: 1) == 1)
  }

  @Test func `each look sees what was added since the one before, whatever was forgotten in between`() {
    var state = ScalingState(wanted: 1)
    #expect(state.signal(30, 40, each: 1) == 0.75)
    state.carry(36, 46)
    state.carry(2, 2)
    #expect(state.signal(4, 12, each: 1) == 0.6)
    #expect(state.signal(4, 22, each: 1) == 0)
  }

  @Test func `what was asked for later is ready later`() {
    var state = ScalingState(wanted: 1)
    state.booting = [(10, 3), (20, 2), (30, 4)]
    #expect(state.mostBooting == 4 && state.takeReady(at: 9) == nil)
    #expect(state.takeReady(at: 20) == 3)
    #expect(state.takeReady(at: 20) == nil)
    state.cancel(above: 2)
    state.cancel(above: 3)
    #expect(state.mostBooting == 2 && state.takeReady(at: 40) == 2)
    #expect(state.mostBooting == 0)
  }
}

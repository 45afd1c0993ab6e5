import Testing

@testable import WorkbenchRuntime

@Suite struct FrameClockTests {
  /// A clock whose last frame was drawn after 100 ms.
  private var clock: FrameClock {
    var clock = FrameClock()
    clock.hasDrawn(at: .milliseconds(100), withArrivals: true)
    return clock
  }

  @Test func `a key is drawn at once, and leaves what streams in to its frame`() {
    var clock = clock
    clock.request(at: .milliseconds(101))
    clock.requestNow()
    #expect(clock.isDue(at: .milliseconds(101)))
    #expect(!clock.includesArrivals(at: .milliseconds(101)))
    clock.hasDrawn(at: .milliseconds(101), withArrivals: false)
    #expect(clock.due == .milliseconds(116))
    #expect(clock.includesArrivals(at: .milliseconds(116)))
  }

  @Test func `what streams in waits for its frame, and many chunks cost one`() {
    var clock = clock
    clock.request(at: .milliseconds(101))
    clock.request(at: .milliseconds(110))
    #expect(clock.due == .milliseconds(116))
    #expect(!clock.isDue(at: .milliseconds(115)))
    #expect(clock.isDue(at: .milliseconds(116)))
    clock.hasDrawn(at: .milliseconds(116), withArrivals: true)
    #expect(!clock.isDue(at: .seconds(10)))
    #expect(clock.restsUntil == .milliseconds(132))
  }

  @Test func `the first token after a pause is drawn at once`() {
    var clock = clock
    clock.request(at: .milliseconds(500))
    #expect(clock.isDue(at: .milliseconds(500)))
  }

  @Test func `counters run on without anything streaming in`() {
    var clock = clock
    clock.requestTick()
    #expect(clock.due == .milliseconds(350))
  }
}

import Testing

@testable import WorkbenchRuntime

@Suite struct FrameClockTests {
  @Test func `a key is drawn at once`() {
    var clock = FrameClock()
    clock.hasDrawn(at: .milliseconds(100))
    clock.request(at: .milliseconds(101), isUrgent: true)
    #expect(clock.isDue(at: .milliseconds(101)))
  }

  @Test func `what streams in waits for its frame, and many chunks cost one`() {
    var clock = FrameClock()
    clock.hasDrawn(at: .milliseconds(100))
    clock.request(at: .milliseconds(101), isUrgent: false)
    clock.request(at: .milliseconds(110), isUrgent: false)
    #expect(clock.due == .milliseconds(116))
    #expect(!clock.isDue(at: .milliseconds(115)))
    #expect(clock.isDue(at: .milliseconds(116)))
    clock.hasDrawn(at: .milliseconds(116))
    #expect(!clock.isDue(at: .seconds(10)))
    #expect(clock.restsUntil == .milliseconds(132))
  }

  @Test func `the first token after a pause is drawn at once`() {
    var clock = FrameClock()
    clock.hasDrawn(at: .milliseconds(100))
    clock.request(at: .milliseconds(500), isUrgent: false)
    #expect(clock.isDue(at: .milliseconds(500)))
  }
}

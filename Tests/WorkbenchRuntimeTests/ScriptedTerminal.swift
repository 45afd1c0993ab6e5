import Dispatch
import Glibc
import TerminalUI

@testable import WorkbenchRuntime

/// A terminal that types when it shows what a step waits for, and ends the program when nothing comes of that.
@MainActor final class ScriptedTerminal: TerminalDevice {
  /// What is typed once a text is on the screen.
  struct Step {
    let text: String
    let keys: String
  }

  private(set) var frameCount = 0
  private(set) var flushCount = 0
  /// How many frames were shown while the terminal took nothing.
  private(set) var framesWhileBlocked = 0
  /// The steps that were not come to.
  private(set) var steps: [Step]
  /// Whether the next frame blocks the terminal, until it is flushed.
  var blocksNext = false
  private(set) var isBlocked = false
  /// Whether the terminal goes away instead of typing on.
  var vanishes = false

  private var typed: [UInt8] = []
  private let typing: (read: Int32, write: Int32)
  private let alarm: (read: Int32, write: Int32)
  private let sink = open("/dev/null", O_WRONLY | O_CLOEXEC)

  init(_ steps: [Step]) {
    self.steps = steps
    typing = Self.pipe()
    alarm = Self.pipe()
    // A step that is never come to must not hold the tests up for ever.
    let descriptor = alarm.write
    DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(60)) {
      _ = write(descriptor, "!", 1)
    }
  }

  var inputDescriptor: Int32 { typing.read }
  var wakeDescriptor: Int32 { alarm.read }
  var outputDescriptor: Int32 { sink }
  let size = Size(width: 100, height: 30)
  let colorCount = 256
  let lines = LineStyle.rounded

  func present(_ screen: Screen) {
    frameCount += 1
    if isBlocked { framesWhileBlocked += 1 }
    if blocksNext { (isBlocked, blocksNext) = (true, false) }
    guard let step = steps.first, screen.lines.contains(where: { $0.contains(step.text) }) else {
      return
    }
    steps.removeFirst()
    typed += step.keys.utf8
    _ = write(typing.write, "k", 1)
  }

  func typedBytes() -> [UInt8]? {
    var byte: UInt8 = 0
    while read(typing.read, &byte, 1) == 1 {}
    defer { typed = [] }
    return vanishes && steps.isEmpty ? nil : typed
  }

  func flush() {
    flushCount += 1
    // It takes what waits piece by piece.
    if flushCount == 3 { isBlocked = false }
  }

  func signals() -> TerminalSignals {
    var byte: UInt8 = 0
    return read(alarm.read, &byte, 1) == 1 ? .terminate : []
  }

  func errorOutput() -> [UInt8] { [] }
  func suspend() {}
  func release() {}
  func restore() {}
  func copy(_ text: [UInt8]) -> Bool { true }

  private static func pipe() -> (read: Int32, write: Int32) {
    var ends: [Int32] = [-1, -1]
    precondition(Glibc.pipe(&ends) == 0)
    for end in ends { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
    return (ends[0], ends[1])
  }
}

import TerminalDriver
import TerminalUI
import WorkbenchRuntime

/// The terminal as the event loop wants it.
@MainActor
final class TerminalAdapter: TerminalDevice {
  private let terminal: Terminal

  init(_ terminal: Terminal) { self.terminal = terminal }

  var inputDescriptor: Int32 { terminal.inputDescriptor }
  var wakeDescriptor: Int32 { terminal.wakeDescriptor }
  var size: Size { terminal.size }
  var colorCount: Int { terminal.colorCount }
  var lines: LineStyle { terminal.showsUnicode ? .rounded : .ascii }

  func typedBytes() -> [UInt8]? {
    switch terminal.readInput() {
    case .bytes(let bytes): bytes
    case .nothing: []
    case .end: nil
    }
  }

  func errorOutput() -> [UInt8] { terminal.takeErrorOutput() }

  func signals() -> TerminalSignals {
    terminal.takeSignals().reduce(into: []) { signals, request in
      switch request {
      case .resize: signals.insert(.resized)
      case .suspend: signals.insert(.suspend)
      case .resume: signals.insert(.resumed)
      case .terminate: signals.insert(.terminate)
      }
    }
  }

  func present(_ screen: Screen) { terminal.present(screen) }
  var isBlocked: Bool { terminal.isBlocked }
  var outputDescriptor: Int32 { terminal.outputDescriptor }
  func flush() { terminal.flush() }
  func suspend() { terminal.suspend() }
  func release() { terminal.release() }
  func restore() { terminal.restore() }
  func copy(_ text: [UInt8]) -> Bool { terminal.copy(text) }
}

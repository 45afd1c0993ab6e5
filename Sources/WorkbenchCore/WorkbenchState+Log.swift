import Presets
import Runs
public import TerminalUI

extension WorkbenchState {
  /// Something that went wrong.
  public struct LogEntry: Hashable, Sendable {
    /// Time since the program's start.
    public let time: Duration
    /// What was said, in full.
    public let notice: Notice
  }

  private static let logLimit = 500

  /// Keeps what went wrong; a notice that says it again is kept once.
  mutating func keepInLog(_ notice: Notice?) {
    guard let notice, notice.level == .warning || notice.level == .error,
      log.last?.notice != notice
    else { return }
    log.append(LogEntry(time: now, notice: notice))
    if log.count > Self.logLimit { log.removeFirst() }
  }

  /// Keeps what went wrong with a run, which its pane tells.
  mutating func logFailure(of run: Run, number: Int) {
    guard run.outcome.isFailure else { return }
    let text = [Wording.title(of: run.outcome)] + Wording.explanation(of: run)
    keepInLog(Notice("Run \(number): " + text.joined(separator: " · "), .error))
  }

  mutating func showLog() {
    guard !log.isEmpty else {
      notice = Notice("Nothing went wrong so far", .success)
      return
    }
    var scroll = ScrollView()
    scroll.follow()
    overlay = .log(fitted(scroll))
  }

  /// Where the log lies.
  public var logFrame: Rect {
    layout.dialog(width: size.width - (size.width > 60 ? 6 : 0), height: max(size.height - 4, 6))
  }

  /// The lines of the log, wrapped to its frame, each with its time at the first.
  public var logLines: [(time: String, text: String, level: Notice.Level)] {
    let width = max(logFrame.width - 11, 1)
    return log.flatMap { entry in
      let text = WrappedText(entry.notice.text, width: width)
      return (0..<text.lineCount).map { line in
        (line == 0 ? Self.clock(entry.time) : "", String(text.line(line)), entry.notice.level)
      }
    }
  }

  /// Copies the whole log, a line for each entry.
  mutating func copyLog() -> [Effect] {
    copy(
      log.map { Self.clock($0.time) + " " + $0.notice.text + "\n" }.joined(), as: "the log")
  }

  func fitted(_ scroll: ScrollView) -> ScrollView {
    var scroll = scroll
    scroll.height = max(logFrame.height - 2, 1)
    scroll.contentHeight = logLines.count
    return scroll
  }

  /// A time as `m:ss`.
  private static func clock(_ time: Duration) -> String {
    let seconds = time.components.seconds
    return "\(seconds / 60):" + (seconds % 60 < 10 ? "0" : "") + "\(seconds % 60)"
  }
}

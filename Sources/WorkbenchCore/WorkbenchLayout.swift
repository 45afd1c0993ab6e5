public import TerminalUI

/// Where the parts of the screen are: one reckoning for drawing and for the mouse.
public struct WorkbenchLayout: Hashable, Sendable {
  /// The least screen that holds anything of use.
  public static let minimum = Size(width: 40, height: 10)

  /// The request pane and the answer pane, borders included; nil for one that is not shown.
  public let request: Rect?
  public let answer: Rect?
  /// The line with notices and keys.
  public let status: Rect
  /// What lies between the panes and the last line: the tour.
  public let strip: Rect
  /// The whole screen.
  public let screen: Rect

  /// Below this width only the focused pane is shown.
  static let leastWidthForTwo = 76

  /// The answer pane holds the names of its tabs.
  static let leastAnswerWidth = 40

  /// How many findings there are to show below the form.
  private let findingCount: Int

  init(
    size: Size, split: Int, focus: WorkbenchState.Focus, isZoomed: Bool, findingCount: Int = 0,
    stripHeight: Int = 0
  ) {
    self.findingCount = findingCount
    screen = Rect(x: 0, y: 0, width: size.width, height: size.height)
    status = Rect(x: 0, y: max(size.height - 1, 0), width: size.width, height: min(size.height, 1))
    let height = max(size.height - 1 - stripHeight, 0)
    strip = Rect(
      x: 0, y: height, width: size.width, height: min(stripHeight, max(size.height - 1, 0)))
    let whole = Rect(x: 0, y: 0, width: size.width, height: height)
    guard !isZoomed, size.width >= Self.leastWidthForTwo else {
      request = focus == .request ? whole : nil
      answer = focus == .answer ? whole : nil
      return
    }
    let left = min(max(size.width * split / 1000, 30), size.width - Self.leastAnswerWidth)
    request = Rect(x: 0, y: 0, width: left, height: height)
    answer = Rect(x: left, y: 0, width: size.width - left, height: height)
  }

  /// Whether the screen is large enough to draw on.
  public var isLargeEnough: Bool {
    screen.width >= Self.minimum.width && screen.height >= Self.minimum.height
  }

  /// The lines of the form inside the request pane: below them are the field's help and the checks.
  public var form: Rect? {
    request.map { pane in
      Rect(
        x: pane.x + 1, y: pane.y + 1, width: max(pane.width - 2, 0),
        height: max(pane.height - 2 - formHelpHeight - checksHeight, 0))
    }
  }

  /// The lines below the form that tell what may be wrong, the worst first.
  public var checks: Rect? {
    request.map { pane in
      Rect(
        x: pane.x + 1, y: pane.y + pane.height - 1 - checksHeight, width: max(pane.width - 2, 0),
        height: checksHeight)
    }
  }

  private var checksHeight: Int {
    min(findingCount, screen.height >= 30 ? 3 : screen.height >= 22 ? 2 : 0)
  }

  /// How many lines below the form explain the selected field.
  public var formHelpHeight: Int {
    switch screen.height {
    case 30...: 4
    case 20...: findingCount == 0 && screen.height >= 22 ? 4 : 3
    default: request.map(\.height) ?? 0 >= 8 ? 1 : 0
    }
  }

  /// The tabs of the answer pane: the first line inside its border.
  public var tabs: Rect? {
    answer.map { Rect(x: $0.x + 1, y: $0.y + 1, width: max($0.width - 2, 0), height: 1) }
  }

  /// What is shown below the tabs, above the metrics.
  public var content: Rect? {
    answer.map { pane in
      Rect(
        x: pane.x + 1, y: pane.y + 2, width: max(pane.width - 2, 0),
        height: max(pane.height - 3 - metricsHeight, 0))
    }
  }

  /// How many lines below the content hold the stop reason, usage, times and latency: as many as leave
  /// more for the content itself.
  private var metricsHeight: Int {
    let wanted = screen.height >= 20 ? 4 : screen.height >= 14 ? 3 : 2
    return min(wanted, max(((answer?.height ?? 0) - 3) / 2, 1))
  }

  /// The lines of metrics at the foot of the answer pane.
  public var metrics: Rect? {
    answer.map { pane in
      Rect(
        x: pane.x + 1, y: max(pane.y + pane.height - 1 - metricsHeight, pane.y),
        width: max(pane.width - 2, 0), height: metricsHeight)
    }
  }

  /// Where an overlay lies: centred, not larger than the screen.
  public func dialog(width: Int, height: Int) -> Rect {
    let width = min(width, screen.width)
    let height = min(height, screen.height)
    return Rect(
      x: (screen.width - width) / 2, y: (screen.height - height) / 2, width: width, height: height)
  }
}

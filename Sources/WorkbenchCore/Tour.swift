import JSON
import Presets
public import TerminalUI

/// A tour of the five shipped presets: every step says what to press, and is over when that was done.
public struct Tour: Hashable, Sendable {
  /// The number of the step in `Tour.steps`.
  public internal(set) var place: Int
  /// What the step says, at the width of the screen: first what is to be seen, then what to press.
  public internal(set) var lines: [Line] = []
  /// How many runs there were when the step began: only later ones count.
  var runCount = 0
  /// How many there were when its preset was put in the form.
  var chapterRunCount = 0
  /// The edit that put the preset in the form, beyond which nothing is undone as long as the tour lasts.
  var opening: Int?
  /// The steps that were left out, so that what they would have shown isn't there.
  var skipped: Set<Int> = []
  /// Whether the step was gone back to, and what it asks for had been done.
  var waitsForKey = false
  /// Whether something was sent that didn't end the step.
  var hasSentAstray = false
  /// The presets that were left and had been edited, as they were then.
  var edited: [Preset] = []
  /// The request that its owner had before.
  let before: WorkbenchState.FormContent

  init(before: WorkbenchState.FormContent) {
    place = 0
    self.before = before
  }

  /// Counts runs anew when others came or went before them.
  mutating func moveRuns(by count: Int) {
    runCount += count
    chapterRunCount += count
  }

  /// A line of a step, at the width of the screen.
  public struct Line: Hashable, Sendable {
    /// The line's words, with the keys as they are set.
    public let text: String
    /// Whether it says what to press, and not what is to be seen.
    public let isInstruction: Bool
  }

  /// A step of the tour.
  public struct Step: Hashable, Sendable {
    /// The shipped preset that is in the form.
    public let preset: String
    /// What is to be seen.
    let sight: KeyedText
    /// Whether that tells what came of the steps before.
    var isReport = true
    /// What to press.
    let instruction: KeyedText
    let goal: Goal
    /// The pane that the keys are for, if it matters.
    var pane: WorkbenchState.Focus?
    /// The place of the request that it is about: its line is selected.
    var field: JSONPointer?
  }

  /// What ends a step.
  enum Goal: Hashable, Sendable {
    /// The tour's own key.
    case key
    /// A complete answer.
    case answer
    case number(JSONPointer, atLeast: Int)
    case noItems(JSONPointer)
    /// Another value than the preset has.
    case change(JSONPointer)
    case olderRun
    case fold
    /// A complete answer that calls a tool.
    case toolCall
    case toolResult
    /// A complete answer to the results of tools, without further calls.
    case continuation

    /// Whether sending is all that it asks for.
    var isAnswer: Bool { self == .answer || self == .toolCall }
  }

  /// The step that is shown.
  public var step: Step { Self.steps[place] }

  /// Whether a step of the same preset was left out before this one.
  var hasSkipped: Bool {
    skipped.contains { $0 < place && Self.steps[$0].preset == step.preset }
  }

  /// Whether the step stands on a small screen, without a frame.
  public static func isCompact(on size: Size) -> Bool { size.height < 20 }

  /// How many lines of the screen the step takes.
  func stripHeight(on size: Size) -> Int {
    lines.count + (Self.isCompact(on: size) ? 0 : 2)
  }

  /// The presets of the tour, in their order.
  public static let presets = steps.reduce(into: [String]()) { names, step in
    if names.last != step.preset { names.append(step.preset) }
  }

  /// Where the step is: the preset's number, and the step's among those of the preset.
  public var title: String {
    let chapter = Self.steps.indices.filter { Self.steps[$0].preset == step.preset }
    let number = (Self.presets.firstIndex(of: step.preset) ?? 0) + 1
    return "Tour \(number)/\(Self.presets.count) · \(step.preset)"
      + " · step \(place - chapter[0] + 1) of \(chapter.count)"
  }
}

extension Tour {
  static let steps: [Step] = [
    .init(
      preset: "sampling",
      sight: "This request asks what temperature does. It goes to a small model in this program.",
      instruction: "Press \(.send) to send it.", goal: .answer),
    .init(
      preset: "sampling",
      sight: "The answer is on the right. Below it: why it ended, its tokens, its times.",
      instruction: "Press \(.stepUpFar) on temperature until it is 2. \(.moveUp) and \(.moveDown)"
        + " go to other fields, \(.jump) and a letter to anything.",
      goal: .number("/temperature", atLeast: 2), pane: .request, field: "/temperature"),
    .init(
      preset: "sampling",
      sight: "Unlikely words are now drawn nearly as often as likely ones.",
      instruction: "Press \(.send) to ask the same again.", goal: .answer),
    .init(
      preset: "sampling",
      sight: "The sense is gone. Nothing is lost, though: both runs are kept with what was sent.",
      instruction: "Press \(.olderRun) to see the one before again.", goal: .olderRun),
    .init(
      preset: "sampling",
      sight: "\(.newerRun) goes on to the later one. Try top_p or top_k at temperature 2, too.",
      isReport: false,
      instruction: "Press \(.tour) to go on to thinking.", goal: .key),

    .init(
      preset: "thinking",
      sight: "Here the model may think first: up to budget_tokens of the max_tokens.",
      instruction: "Press \(.send) to send it.", goal: .answer, field: "/thinking/budget_tokens"),
    .init(
      preset: "thinking",
      sight: "A block of thinking came before the text. Its tokens count as output.",
      instruction:
        "Press \(.moveToStart) to go to the start, \(.nextBlock) to select the block, and"
        + " \(.fold) to fold or unfold it.",
      goal: .fold, pane: .answer),
    .init(
      preset: "thinking",
      sight: "Thoughts are folded once they are whole; the title says how long they took.",
      isReport: false,
      instruction: "Press \(.tour) to go on to tools.", goal: .key),

    .init(
      preset: "tools",
      sight: "Two tools are offered to the model, and the question needs one of them.",
      instruction: "Press \(.send) to send it.", goal: .toolCall, field: "/tools/0"),
    .init(
      preset: "tools",
      sight: "The model calls a tool instead of answering. Now you are the tool.",
      instruction: "Press \(.answerTool), write what a weather service might say, such as"
        + " 18 degrees, and press \(.cancel).",
      goal: .toolResult, pane: .answer),
    .init(
      preset: "tools",
      sight: "The result stands below its call. \(.toggleToolError) would mark it as an error.",
      instruction: "Press \(.continueConversation) to send the conversation on.",
      goal: .continuation, pane: .answer),
    .init(
      preset: "tools",
      sight: "The model answered from your result. Call and result are now part of the messages.",
      instruction: "Press \(.tour) to go on to structured output.", goal: .key),

    .init(
      preset: "structured output",
      sight: "Under Output, format asks for JSON that fits a schema.",
      instruction: "Press \(.send) to send it.", goal: .answer,
      field: "/output_config/format/schema"
    ),
    .init(
      preset: "structured output",
      sight: "The whole answer is one JSON object, with the members that the schema names.",
      instruction: "Press \(.edit) on the schema, write integer in the place of boolean, and"
        + " leave the editor with \(.cancel).",
      goal: .change("/output_config/format/schema"), pane: .request,
      field: "/output_config/format/schema"),
    .init(
      preset: "structured output",
      sight: "The schema is another one now.",
      instruction: "Press \(.send) to send it again.", goal: .answer),
    .init(
      preset: "structured output",
      sight: "The new answer fits the new schema: the model can write nothing else.",
      instruction: "Press \(.tour) to go on to stop sequences.", goal: .key),

    .init(
      preset: "stop sequences",
      sight: "Under Sampling, stop_sequences holds a full stop.",
      instruction: "Press \(.send) to send it.", goal: .answer, field: "/stop_sequences"),
    .init(
      preset: "stop sequences",
      sight: "The answer ends before its first full stop, and the stop reason says what matched.",
      instruction: "Go to the line with the full stop below stop_sequences, and press"
        + " \(.removeItem).",
      goal: .noItems("/stop_sequences"), pane: .request),
    .init(
      preset: "stop sequences",
      sight: "Without it, the model ends by itself.",
      instruction: "Press \(.send) to send it again.", goal: .answer),
    .init(
      preset: "stop sequences",
      sight: "That was the tour. \(.openPresets) opens these requests, \(.palette) finds every"
        + " command.",
      isReport: false,
      instruction: "Press \(.cancel) to have your own request back.", goal: .key),
  ]
}

extension ActionCatalog {
  static let answer: [Entry] = [
    .init(
      .nextTab, .answer, "Next tab", "The tab after: answer, events, request, headers, sampling",
      ["right", "l"]),
    .init(.previousTab, .answer, "Previous tab", "The tab before", ["left", "h"]),
    .init(.showAnswer, .answer, "Answer", "The answer, block by block", ["1"]),
    .init(.showEvents, .answer, "Raw events", "Every event with its time", ["2"]),
    .init(.showRequest, .answer, "Request as sent", "What was sent, its body byte for byte", ["3"]),
    .init(.showHeaders, .answer, "Headers", "Status and headers of the answer", ["4"]),
    .init(.showSampling, .answer, "Sampling", "How each token was drawn", ["5"]),
    .init(.follow, .answer, "Follow", "Keep the end of the answer in sight", ["f"]),
    .init(.nextBlock, .answer, "Next block", "Select the next block", ["]"]),
    .init(.previousBlock, .answer, "Previous block", "Select the block before", ["["]),
    .init(.fold, .answer, "Fold", "Hide or show the selected block", ["space"]),
    .init(.foldAll, .answer, "Fold all", "Hide or show every block", ["z"]),
    .init(
      .toggleRendering, .answer, "Markdown",
      "Show Markdown rendered, or the text as it came", ["m"]),
    .init(.find, .answer, "Find", "Find in this tab, as it is typed", ["/", "ctrl-f"]),
    .init(.findNext, .answer, "Next match", "Go to the next match", ["n", "f3"]),
    .init(
      .findPrevious, .answer, "Previous match", "Go to the match before", ["N", "shift-f3"]),
    .init(
      .selectLines, .answer, "Select lines", "Begin to select lines, or events, by moving", ["v"]),
    .init(
      .answerTool, .answer, "Answer tool call", "Write the result of the selected tool call",
      ["enter", "t"]),
    .init(
      .toggleToolError, .answer, "Result is an error", "Mark the result of the call as an error",
      ["e"]),
    .init(
      .removeToolResult, .answer, "Remove result", "Take the result of the call back", ["delete"]),
    .init(
      .appendAnswer, .answer, "Append answer", "Append only the answer to the messages", ["a"]),
    .init(
      .useRunRequest, .answer, "Use this request", "Put the request of this run in the form", ["b"]),
    .init(.copy, .answer, "Copy", "Copy the selection, else the block, event or tab", ["y"]),
    .init(.copyAnswer, .answer, "Copy answer", "Copy the answer's text", ["A"]),
    .init(
      .writeAnswer, .answer, "Write answer…", "Write the answer's text to a file", ["w"]),
    .init(
      .writeRun, .answer, "Write run…", "Write request, events and times to a file", ["alt-w"]),
    .init(
      .page, .answer, "Open in $PAGER", "Show the text of this tab, or the event, in $PAGER", ["o"]),
  ]

  static let events: [Entry] = [
    .init(
      .openEvent, .events, "Open event", "Give the event the whole tab, laid out; again: the list",
      ["enter"])
  ]

  static let sampling: [Entry] = [
    .init(.nextToken, .sampling, "Next token", "Look at the token after", ["right"]),
    .init(.previousToken, .sampling, "Previous token", "Look at the token before", ["left"]),
  ]
}

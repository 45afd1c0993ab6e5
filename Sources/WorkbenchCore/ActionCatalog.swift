public import TerminalUI

/// The one table of what the program can be told to do: the keymap, the help and the palette are made of it.
public enum ActionCatalog {
  /// Where a key is heard.
  public enum Context: String, Hashable, Sendable, CaseIterable {
    /// Everywhere, also while a text is edited.
    case everywhere = "global"
    /// Wherever no text is being typed.
    case panes
    case form
    case answer
    /// In the tab of the raw events, before what is heard in every tab.
    case events
    /// In the tab that shows how tokens were drawn, before what is heard in every tab.
    case sampling
    /// In the editor of a text; its keys are never letters alone.
    case editor

    /// The places in the panes that are asked before it.
    var panesWithin: [Context] {
      switch self {
      case .everywhere: [.panes, .form, .answer, .events, .sampling]
      case .panes: [.form, .answer, .events, .sampling]
      case .answer: [.events, .sampling]
      case .form, .events, .sampling, .editor: []
      }
    }

    /// How the help names it.
    public var title: String {
      switch self {
      case .everywhere: "Everywhere"
      case .panes: "In both panes"
      case .form: "In the request"
      case .answer: "In the answer"
      case .events: "In the events tab"
      case .sampling: "In the sampling tab"
      case .editor: "In an editor"
      }
    }
  }

  /// The keys of the table as a keymap.
  ///
  /// - Precondition: Every key of the table can be read.
  public static let keymap: Keymap = {
    var keymap = Keymap()
    for entry in entries {
      for text in entry.keys {
        guard let keys = try? [Key](parsing: text) else {
          preconditionFailure("\(text) is no key")
        }
        keymap.bind(keys, to: entry.command.rawValue, in: entry.context.rawValue)
      }
    }
    return keymap
  }()

  /// One row of the table.
  public struct Entry: Hashable, Sendable {
    /// What is done; each command has one row.
    public let command: Command
    /// Where its keys are heard.
    public let context: Context
    /// The name in the palette.
    public let title: String
    /// What it does, for the help.
    public let help: String
    /// The keys as a configuration file writes them, the one to show first.
    public let keys: [String]
  }

  /// The row of a command.
  public static func entry(for command: Command) -> Entry {
    guard let entry = byCommand[command] else {
      preconditionFailure("\(command.rawValue) is missing in the action catalogue")
    }
    return entry
  }

  private static let byCommand = Dictionary(
    entries.map { ($0.command, $0) }, uniquingKeysWith: { first, _ in first })

  /// Every action, in the order of the help.
  public static let entries: [Entry] =
    everywhere + panes + form + answer + events + sampling + editor

  private static let everywhere: [Entry] = [
    .init(.send, .everywhere, "Send", "Send the request and watch the answer", ["f5", "ctrl-r"]),
    .init(
      .cancel, .everywhere, "Cancel or close",
      "Close what is open, or stop the answer half-way", ["escape", "ctrl-c"]),
    .init(.help, .everywhere, "Help", "What can be done here, with its keys", ["f1", "?"]),
    .init(
      .palette, .everywhere, "Command palette", "Find any action by its name", ["ctrl-p", ":"]),
    .init(.savePreset, .everywhere, "Save preset", "Save the request as a preset", ["ctrl-s"]),
    .init(.openPresets, .everywhere, "Presets…", "Open, search and delete presets", ["ctrl-o"]),
    .init(
      .editExternally, .everywhere, "Edit in $EDITOR",
      "Edit the selected text in $VISUAL or $EDITOR", ["f4"]),
    .init(.editBody, .everywhere, "Edit as JSON", "Edit the whole request as JSON", ["f2"]),
    .init(.chooseEndpoint, .everywhere, "Endpoint…", "Choose where requests go", ["f6"]),
    .init(.chooseRun, .everywhere, "Runs…", "Go to any run of this session", ["f7"]),
    .init(.zoom, .everywhere, "Zoom", "Give the pane the whole screen, or back", ["f8"]),
    .init(.olderRun, .everywhere, "Older run", "Show the run before", ["alt-left"]),
    .init(.newerRun, .everywhere, "Newer run", "Show the run after", ["alt-right"]),
    .init(
      .tour, .everywhere, "Tour", "Take the tour of five requests; in it, go on",
      ["f9"]),
    .init(
      .tourBack, .everywhere, "Tour back", "Go back to the step of the tour before", ["shift-f9"]),
    .init(.redraw, .everywhere, "Redraw", "Draw the whole screen again", ["ctrl-l"]),
    .init(
      .suspend, .everywhere, "Suspend", "Leave the program to the shell's job control", ["ctrl-z"]),
    .init(.quit, .everywhere, "Quit", "Leave; the request is kept for next time", ["ctrl-q"]),
  ]

  private static let panes: [Entry] = [
    .init(.nextPane, .panes, "Next pane", "Go to the other pane", ["tab"]),
    .init(.previousPane, .panes, "Previous pane", "Go to the other pane", ["shift-tab"]),
    .init(.moveUp, .panes, "Up", "One line up", ["up", "k"]),
    .init(.moveDown, .panes, "Down", "One line down", ["down", "j"]),
    .init(.pageUp, .panes, "Page up", "One page up", ["pageup"]),
    .init(.pageDown, .panes, "Page down", "One page down", ["pagedown"]),
    .init(.moveToStart, .panes, "To the start", "To the first line", ["home", "g"]),
    .init(.moveToEnd, .panes, "To the end", "To the last line", ["end", "G"]),
    .init(.undo, .panes, "Undo", "Take back the last edit of the request", ["u", "alt-z"]),
    .init(.redo, .panes, "Redo", "Bring back what was undone", ["U", "ctrl-y"]),
    .init(.newRequest, .panes, "New request", "Start from the example request", ["ctrl-n"]),
    .init(.savePresetAs, .panes, "Save preset as…", "Save the request under a new name", ["S"]),
    .init(.chooseTheme, .panes, "Theme…", "Choose the colours", ["T"]),
    .init(
      .jump, .panes, "Jump…", "Letters on all in sight; typing one goes there",
      ["'", "ctrl-g"]),
    .init(.growPane, .panes, "Widen request", "Give the request more room", [">"]),
    .init(.shrinkPane, .panes, "Narrow request", "Give the answer more room", ["<"]),
    .init(
      .continueConversation, .panes, "Continue conversation",
      "Append answer and tool results to the messages", ["c"]),
    .init(.showLog, .panes, "Log", "What went wrong lately, in full", ["W"]),
    .init(
      .export, .panes, "Copy as…", "The request as curl, Python, TypeScript or HTTP", ["Y"]),
    .init(
      .importRequest, .panes, "Import…",
      "Take over a curl command, a body or a file", ["P"]),
    .init(.checkRequest, .panes, "Check request", "List what this endpoint may object to", ["!"]),
  ]

  private static let form: [Entry] = [
    .init(.edit, .form, "Edit", "Edit the field, or fold the group", ["enter"]),
    .init(.stepDown, .form, "Less", "A step down, or the choice before", ["left", "h"]),
    .init(.stepUp, .form, "More", "A step up, or the next choice", ["right", "l"]),
    .init(.stepDownFar, .form, "Much less", "A long step down", ["shift-left", "H"]),
    .init(.stepUpFar, .form, "Much more", "A long step up", ["shift-right", "L"]),
    .init(
      .toggle, .form, "On or off", "Switch a tool, message or flag on or off; fold", ["space"]),
    .init(.unset, .form, "Unset", "Leave the field out of the request", ["delete", "x"]),
    .init(.setNull, .form, "Null", "Send the field as null", ["n"]),
    .init(.reset, .form, "Reset", "Back to the value in the saved preset", ["r"]),
    .init(.addItem, .form, "Add", "Add an item after this one", ["a", "insert"]),
    .init(.removeItem, .form, "Remove", "Remove the item", ["d"]),
    .init(.duplicateItem, .form, "Duplicate", "Copy the item below itself", ["D"]),
    .init(.moveItemUp, .form, "Move up", "Move the item up", ["alt-up", "K"]),
    .init(.moveItemDown, .form, "Move down", "Move the item down", ["alt-down", "J"]),
    .init(
      .addImage, .form, "Add image…", "Put an image file into the message, in base64", ["i"]),
    .init(
      .changeContent, .form, "Text or blocks",
      "Make a text a list of blocks, or one block a text", ["b"]),
    .init(
      .editAsJSON, .form, "Edit value as JSON", "Edit the field or item as JSON", ["E"]),
    .init(
      .addVariable, .form, "Add variable…",
      "Name a variable: {{name}} in a text stands for its value", ["V"]),
    .init(.findField, .form, "Go to field…", "Find a field by typing its name", ["/"]),
    .init(
      .nextFinding, .form, "Next objection", "Go to the field of the next check, the worst first",
      ["w"]),
    .init(.mend, .form, "Mend", "Apply the mend of the check, here or of the worst", ["m"]),
    .init(.changeRole, .form, "Change role", "Make a user message an assistant's, or back", ["R"]),
  ]

  private static let editor: [Entry] = [
    .init(.editorFind, .editor, "Find in text", "Find in the text, as it is typed", ["ctrl-f"]),
    .init(.editorFindNext, .editor, "Next match", "Find the next match", ["f3", "ctrl-g"]),
    .init(.editorFindPrevious, .editor, "Previous match", "Find the match before", ["shift-f3"]),
    .init(
      .editorReplace, .editor, "Replace in text", "Find and replace; Enter replaces one by one",
      ["alt-r"]),
    .init(
      .editorReplaceAll, .editor, "Replace all", "Replace every match, as one step to undo",
      ["alt-a"]),
    .init(.editorGoToLine, .editor, "Go to line", "Go to LINE or LINE:COLUMN", ["alt-g"]),
    .init(
      .editorComplete, .editor, "Complete", "List the words that fit here in JSON; Tab takes one",
      ["ctrl-space"]),
    .init(
      .editorLayOut, .editor, "Lay out JSON", "Put every member and item of the JSON on its line",
      ["alt-l"]),
    .init(.editorUndo, .editor, "Undo in text", "Undo", ["alt-z", "ctrl-_"]),
    .init(.editorRedo, .editor, "Redo in text", "Redo", ["alt-y", "ctrl-y", "alt-shift-z"]),
    .init(.editorCopy, .editor, "Copy text", "Copy what is selected", ["ctrl-c", "ctrl-insert"]),
    .init(.editorCut, .editor, "Cut text", "Cut what is selected", ["ctrl-x", "shift-delete"]),
    .init(
      .editorPaste, .editor, "Paste text", "Paste what was copied or cut here",
      ["ctrl-v", "shift-insert"]),
    .init(.editorSelectAll, .editor, "Select all", "Select the whole text", ["ctrl-a"]),
    .init(
      .editorDuplicateLines, .editor, "Double lines", "Copy the line, or the selected ones, below",
      ["ctrl-d"]),
    .init(
      .editorDeleteLines, .editor, "Delete lines", "Delete the line, or the selected ones",
      ["alt-k", "ctrl-shift-k"]),
    .init(
      .editorMoveLinesUp, .editor, "Move lines up", "Move the line, or the selected ones, up",
      ["alt-up"]),
    .init(
      .editorMoveLinesDown, .editor, "Move lines down",
      "Move the line, or the selected ones, down", ["alt-down"]),
    .init(
      .editorMatchingBracket, .editor, "Matching bracket", "To the bracket that matches this one",
      ["ctrl-]"]),
    .init(.editorPage, .editor, "Text in $PAGER", "Show the text in $PAGER", ["alt-o"]),
  ]
}

extension ActionCatalog.Entry {
  init(
    _ command: Command, _ context: ActionCatalog.Context, _ title: String, _ help: String,
    _ keys: [String]
  ) {
    self.init(command: command, context: context, title: title, help: help, keys: keys)
  }
}

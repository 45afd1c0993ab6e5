public import TerminalUI

extension ActionCatalog {
  /// The keymaps that travel with the program. The raw value is what the configuration file says.
  public enum KeymapName: String, Hashable, Sendable, CaseIterable {
    /// The keys of the table: letters beside arrows and function keys.
    case standard = "default"
    /// Sequences and letters as vi has them, as far as there is something like it here.
    case vi
    /// Arrows, function keys and Ctrl, and digits for the tabs: no letter is a command anywhere.
    case plain
  }

  /// A keymap that travels with the program.
  public static func keymap(named name: KeymapName) -> Keymap {
    var keymap = keymap
    let overrides: [Keymap.Override] = entries.compactMap { entry in
      guard let keys = keys(of: entry, in: name) else { return nil }
      return .init(context: entry.context.rawValue, action: entry.command.rawValue, keys: keys)
    }
    let failures = keymap.apply(overrides, knownActions: Set(Command.allCases.map(\.rawValue)))
    precondition(failures.isEmpty, "\(failures)")
    return keymap
  }

  /// The keys that an action has in a keymap; nil for those of the table.
  private static func keys(of entry: Entry, in name: KeymapName) -> [String]? {
    switch name {
    case .standard: nil
    case .vi: viKeys[entry.command]
    case .plain: plainKeys[entry.command] ?? entry.keys.filter(isPlain)
    }
  }

  private static func isPlain(_ text: String) -> Bool {
    guard let keys = try? [Key](parsing: text) else { return false }
    return keys.allSatisfy { key in
      (key.typedCharacter == nil || key == "space") && !key.modifiers.contains(.alt)
    }
  }

  private static let viKeys: [Command: [String]] = [
    // Ctrl-R takes back what was undone.
    .send: ["f5"],
    .redo: ["ctrl-r", "U"],
    .quit: ["ctrl-q", "Z Z"],
    .nextPane: ["tab", "ctrl-w w"],
    .previousPane: ["shift-tab", "ctrl-w p"],
    .jump: ["g w", "'", "ctrl-g"],
    .zoom: ["f8", "ctrl-w o"],
    .growPane: ["ctrl-w >", ">"],
    .shrinkPane: ["ctrl-w <", "<"],
    .moveToStart: ["g g", "home"],
    .moveToEnd: ["G", "end"],
    .pageUp: ["ctrl-b", "ctrl-u", "pageup"],
    .pageDown: ["ctrl-f", "ctrl-d", "pagedown"],
    .edit: ["enter", "i"],
    .addImage: ["I"],
    .addItem: ["o", "a", "insert"],
    .removeItem: ["d d"],
    .duplicateItem: ["y y", "D"],
    .setNull: ["0"],
    .nextBlock: ["}", "]"],
    .previousBlock: ["{", "["],
    .nextTab: ["g t", "right", "l"],
    .previousTab: ["g T", "left", "h"],
    .fold: ["space", "z a"],
    .foldAll: ["z A"],
    .find: ["/"],
    .selectLines: ["V", "v"],
  ]

  private static let plainKeys: [Command: [String]] = [
    // Everywhere, and in both panes.
    .undo: ["ctrl-z"],
    .redo: ["ctrl-y"],
    .suspend: ["shift-f12"],
    .jump: ["ctrl-k"],
    .olderRun: ["ctrl-left"],
    .newerRun: ["ctrl-right"],
    .continueConversation: ["f10"],
    .export: ["f11"],
    .savePresetAs: ["f12"],
    .growPane: ["ctrl-shift-right"],
    .shrinkPane: ["ctrl-shift-left"],
    .showLog: ["shift-f1"],
    .chooseTheme: ["shift-f2"],
    .checkRequest: ["shift-f5"],
    .importRequest: ["shift-f11"],
    // The form.
    .moveItemUp: ["ctrl-up"],
    .moveItemDown: ["ctrl-down"],
    .addImage: ["shift-f6"],
    .reset: ["ctrl-b"],
    .removeItem: ["ctrl-d"],
    .nextFinding: ["ctrl-e"],
    .editAsJSON: ["ctrl-f"],
    .findField: ["ctrl-g"],
    .mend: ["ctrl-t"],
    .duplicateItem: ["ctrl-u"],
    .addVariable: ["shift-f7"],
    .changeRole: ["ctrl-w"],
    .changeContent: ["shift-f8"],
    .setNull: ["shift-delete"],
    // The answer.
    .showAnswer: ["1"],
    .showEvents: ["2"],
    .showRequest: ["3"],
    .showHeaders: ["4"],
    .showSampling: ["5"],
    .previousBlock: ["ctrl-up"],
    .nextBlock: ["ctrl-down"],
    .follow: ["ctrl-end"],
    .writeRun: ["shift-f6"],
    .page: ["ctrl-b"],
    .toggleToolError: ["ctrl-d"],
    .foldAll: ["ctrl-e"],
    .useRunRequest: ["ctrl-g"],
    .toggleRendering: ["ctrl-t"],
    .copyAnswer: ["ctrl-u"],
    .selectLines: ["shift-f7"],
    .writeAnswer: ["ctrl-w"],
    .copy: ["ctrl-x", "ctrl-insert"],
    .appendAnswer: ["shift-f10"],
    // An editor.
    .editorReplace: ["ctrl-t"],
    .editorReplaceAll: ["f10"],
    .editorPage: ["f12"],
    .editorGoToLine: ["ctrl-b"],
    .editorUndo: ["ctrl-z"],
    .editorMoveLinesUp: ["ctrl-shift-up"],
    .editorMoveLinesDown: ["ctrl-shift-down"],
    .editorLayOut: ["shift-f8"],
  ]
}

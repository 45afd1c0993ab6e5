import JSON
import Presets
import TerminalUI
import Testing

@testable import WorkbenchCore

@Suite struct SettingsTests {
  @Test func `no key of the table is given twice in one place`() throws {
    var owners: [String: Command] = [:]
    for entry in ActionCatalog.entries {
      for text in entry.keys {
        let key = try [Key](parsing: text).text
        let other = owners.updateValue(entry.command, forKey: "\(entry.context) \(key)")
        #expect(other == nil, "\(key) is \(entry.command) and \(String(describing: other))")
      }
    }
  }

  @Test(arguments: ActionCatalog.KeymapName.allCases)
  func `every key of a keymap can be reached`(name: ActionCatalog.KeymapName) {
    #expect(ActionCatalog.keymap(named: name).conflicts.map(\.description) == [])
  }

  @Test(arguments: ActionCatalog.KeymapName.allCases)
  func `no keymap leaves an action without a key`(name: ActionCatalog.KeymapName) {
    let keymap = ActionCatalog.keymap(named: name)
    for entry in ActionCatalog.entries {
      let keys = keymap.keys(for: entry.command.rawValue, in: entry.context.rawValue)
      #expect(!keys.isEmpty, "\(entry.command)")
    }
  }

  @Test(arguments: ActionCatalog.KeymapName.allCases)
  func `no key of an editor takes one that means something everywhere`(
    name: ActionCatalog.KeymapName
  ) throws {
    let keymap = ActionCatalog.keymap(named: name)
    for entry in ActionCatalog.entries where entry.context == .editor {
      for keys in keymap.keys(for: entry.command.rawValue, in: entry.context.rawValue) {
        let other = keymap.action(for: keys[0])
        // Copying goes before closing, which Escape does.
        #expect(other == nil || other == "cancel", "\(entry.command): \(keys.text)")
      }
    }
  }

  @Test func `a key that a special place takes isn't shown for what it means elsewhere`() throws {
    var workbench = Workbench()
    var settings = workbench.state.settings
    settings.keymap.bind(try Key(parsing: "f5"), to: "edit", in: "form")
    workbench.tell(.configured(settings, problems: []))
    #expect(workbench.state.keys(for: ActionCatalog.entry(for: .send)) == ["Ctrl-R"])
    // A key of both panes is heard before what it means everywhere.
    workbench.state.settings.keymap.bind("ctrl-z", to: "undo", in: "panes")
    #expect(try workbench.press("ctrl-z").isEmpty)
    #expect(workbench.state.notice?.text == "There is nothing to undo")
  }

  @Test func `in the plain keymap no letter is a command`() throws {
    let plain = ActionCatalog.keymap(named: .plain)
    for entry in ActionCatalog.entries {
      for keys in plain.keys(for: entry.command.rawValue, in: entry.context.rawValue) {
        for key in keys {
          #expect(key.typedCharacter?.isLetter != true, "\(entry.command): \(keys.text)")
          #expect(!key.modifiers.contains(.alt), "\(entry.command): \(keys.text)")
        }
      }
    }
  }

  @Test(arguments: [
    (#"{"global": {"send": "f9", "quit": "F9"}}"#, 1, "F9 is set to send already"),
    (#"{"form": {"edit": "e x",\n"unset": "e"}}"#, 1, "e x (edit) can't be reached"),
    (#"{"panes": {"jump":\n"x"}}"#, 1, "x does unset in form; give that another key, too"),
    (#"{"panes": {"jump": "ctrl-i"}}"#, 1, "can't be told from Tab"),
    (#"{"editor": {"find-in-text":\n["f2", "g f"]}}"#, 1, "g f is typed into the text"),
    (#"{"editor": {"find-in-text": "f"}}"#, 1, "f is typed into the text"),
    (
      #"{"global": {"quit": "ctrl-m"}}"#, 1,
      "many terminals send Enter for Ctrl-M, which does edit in form"
    ),
    (#"{"answer": {"add": "y"}}"#, 1, "add does something in form only"),
    (#"{"form": {"send": "alt-s"}}"#, 0, ""),
    (#"{"events": {"fold": "alt-s"}}"#, 0, ""),
    (#"{"form": {"sendd": "alt-s"}}"#, 1, "; `workbench keys` lists all"),
    (#"{"editor": {"find-in-text": "alt-f"}}"#, 0, ""),
    (#"{"form": {"edit": "y", "unset": "Y"}}"#, 0, ""),
    (#"{"panes": {"jump": "x"}, "form": {"unset": "X"}}"#, 0, ""),
    (#"{"answer": {"fold": "x"}, "form": {"unset": "x"}}"#, 0, ""),
  ])
  func `keys that do two things in one place are told at their line`(
    keys: String, line: Int, message: String
  ) throws {
    let text = "{\"keys\": " + keys.replacing("\\n", with: "\n") + "}"
    let configuration = try Configuration(parsing: Array(text.utf8))
    var keymap = ActionCatalog.keymap
    let problems = ActionCatalog.bind(configuration, in: &keymap)
    #expect(problems.map(\.position.line) == (line == 0 ? [] : [line]))
    for problem in problems { #expect(problem.message.contains(message), "\(problem.message)") }
  }

  private func workbench(_ name: ActionCatalog.KeymapName) -> Workbench {
    var workbench = Workbench()
    var settings = workbench.state.settings
    settings.keymap = ActionCatalog.keymap(named: name)
    workbench.tell(.configured(settings, problems: []))
    return workbench
  }

  @Test func `a sequence acts when it is whole, and its beginning shows how it goes on`() throws {
    var workbench = workbench(.vi)
    try workbench.press("G")
    #expect(workbench.state.form.list.selection > 5)
    try workbench.press("g")
    #expect(workbench.state.keyBar(width: 90).map(\.key).contains("g g"))
    try workbench.press("g")
    #expect(workbench.state.form.list.selection == 0)
    #expect(workbench.state.struckKeys.isEmpty)
  }

  @Test func `where a text is typed, the last line shows only keys that are heard there`() throws {
    var workbench = Workbench()
    let configuration = try Configuration(
      parsing: Array(
        #"{"keys": {"global": {"send": ["f x", "S", "ctrl-k", "f9"], "help": ["H"]}}}"#.utf8))
    var settings = workbench.state.settings
    _ = ActionCatalog.bind(configuration, in: &settings.keymap)
    workbench.tell(.configured(settings, problems: []))
    #expect(workbench.state.keyBar(width: 200).contains { $0.command == .help })
    try workbench.press("f2")
    let bar = workbench.state.keyBar(width: 200)
    #expect(bar.first { $0.command == .send }?.key == "F9")
    #expect(!bar.contains { $0.command == .help })
  }

  @Test func `a sequence that is broken does nothing`() throws {
    var workbench = workbench(.vi)
    workbench.state.form.select(.item("/messages/0"))
    try workbench.press("d", "escape", "d", "x")
    #expect(workbench.body["messages"]?.arrayValue?.count == 1)
    #expect(workbench.state.struckKeys.isEmpty)
    try workbench.press("d", "d")
    #expect(workbench.body["messages"]?.arrayValue?.count == 0)
  }

  @Test func `settings that were read again take hold, and what was chosen meanwhile stays`() throws
  {
    var workbench = Workbench()
    _ = workbench.state.useEndpoint(at: "http://localhost:9")
    let chosen = workbench.state.endpoint
    var settings = workbench.state.settings
    settings.endpoints.append(Endpoint(name: "lab", baseURL: "http://localhost:1"))
    settings.themeName = "light"
    let effects = workbench.tell(.configured(settings, problems: []))
    #expect(effects == [.useTheme(name: "light")])
    #expect(workbench.state.endpoint == chosen)
    #expect(workbench.state.endpoints.map(\.name).suffix(2) == [chosen.name, "lab"])
    #expect(workbench.state.notice?.level == .success)

    workbench.state.themeName = "dark"
    settings.keymap.bind("f9", to: Command.send.rawValue)
    #expect(
      workbench.tell(.configured(settings, problems: ["line 1: no"])) == [.useTheme(name: "dark")])
    #expect(workbench.state.notice == .init("line 1: no", .error))
    #expect(try !workbench.press("f9").isEmpty)
  }
}

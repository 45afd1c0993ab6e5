import JSON
import MessagesAPI
import Presets
import TerminalUI
import Testing

@testable import WorkbenchCore

@Suite struct GettingAroundTests {
  @Test(arguments: [
    ("ctrl-o", "In this list"), ("P", "On this line"), ("f2", "In an editor"),
    ("ctrl-p", "In this list"), ("down", "In the request"),
  ])
  func `help tells of where one is, and returns there`(key: String, title: String) throws {
    var workbench = Workbench()
    try workbench.press(key)
    let before = workbench.state.overlay
    try workbench.press("f1")
    guard case .help = workbench.state.overlay else {
      Issue.record("no help")
      return
    }
    #expect(workbench.state.helpLines.first == .heading(title))
    try workbench.press("escape")
    #expect(workbench.state.overlay == before)
  }

  @Test
  func `the help scrolls to its ends, and its place is taken by the palette to find something`()
    throws
  {
    func offset() throws -> Int {
      guard case .help(let scroll) = workbench.state.overlay else { throw Absence() }
      return scroll.offset
    }
    struct Absence: Error {}
    var workbench = Workbench(width: 80, height: 24)
    try workbench.press("f1", "end")
    #expect(try offset() == workbench.state.helpLines.count - workbench.state.helpHeight)
    try workbench.press("home")
    #expect(try offset() == 0)
    try workbench.press("ctrl-p", "escape")
    #expect(workbench.state.overlay == nil)
  }

  @Test func `help over the palette over an editor goes back by the same way`() throws {
    var workbench = Workbench()
    try workbench.press("f2", "ctrl-p", "f1", "escape")
    guard case .picker = workbench.state.overlay else {
      Issue.record("no palette")
      return
    }
    try workbench.press("escape")
    guard case .editor = workbench.state.overlay else {
      Issue.record("no editor")
      return
    }
    try workbench.press("escape")
    #expect(workbench.state.overlay == nil)
  }

  // MARK: - One pane at a time

  @Test(arguments: [(40, false), (75, false), (100, true)])
  func `sending goes to the answer where only one pane is shown`(width: Int, isZoomed: Bool) throws
  {
    var workbench = Workbench(width: width)
    if isZoomed { try workbench.press("f8") }
    try workbench.answer(with: Wire.start + Wire.text("Hello") + Wire.stop)
    #expect(workbench.state.focus == .answer)
    try workbench.press("tab")
    #expect(workbench.state.focus == .request)
    #expect(
      workbench.state.keyBar(width: 100).map(\.label).prefix(3) == ["Send", "Answer", "Choose"])
    for width in 30...120 {
      let bar = workbench.state.keyBar(width: width)
      #expect(bar.contains { $0.command == .help })
      #expect(bar.last.map { $0.columns.upperBound < width } == true)
    }
    try workbench.answer(with: Wire.start + Wire.text("Hello") + Wire.stop)
    try workbench.press("tab", "alt-left")
    #expect(workbench.state.focus == .answer)
  }

  @Test func `sending stays in the form where both panes are shown`() throws {
    var workbench = Workbench(width: 100)
    try workbench.answer(with: Wire.start + Wire.text("Hello") + Wire.stop)
    #expect(workbench.state.focus == .request)
  }

  // MARK: - Beside the answer

  @Test func `a text is edited beside the answer, and stays open when it is sent`() throws {
    var workbench = Workbench(width: 160, height: 40)
    try workbench.press("alt-end", "f2")
    let pane = try #require(workbench.state.layout.request)
    #expect(workbench.state.editorFrame == pane)
    workbench.type(" ")
    try workbench.answer(with: Wire.start + Wire.text("Hello") + Wire.stop)
    guard case .editor = workbench.state.overlay else {
      Issue.record("the editor was closed")
      return
    }
    #expect(workbench.state.runs.count == 1)

    try workbench.press("f8")
    #expect(workbench.state.editorFrame.width == 160)
    _ = try workbench.press("f5")
    #expect(workbench.state.overlay == nil)
  }

  @Test func `the mouse works in the answer while a text is edited beside it`() throws {
    var workbench = Workbench(width: 160, height: 20)
    let lines = (0..<60).map { "line \($0)\n\n" }.joined()
    try workbench.answer(with: Wire.start + Wire.text(lines) + Wire.stop)
    let row = try #require(workbench.state.form.rows.firstIndex { $0.label.contains("user") })
    workbench.state.form.list.selection = row
    try workbench.press("enter", "ctrl-a")
    workbench.type("Good day")
    let content = try #require(workbench.state.layout.content)
    let place = Position(x: content.x + 4, y: content.y + 3)
    workbench.state.answer.text.scroll.follow()
    let before = workbench.state.answer.shown.scroll.offset
    workbench.tell(.input(.mouse(Mouse(.wheelUp, at: place))))
    #expect(workbench.state.answer.shown.scroll.offset == before - 3)
    #expect(workbench.state.overlay != nil)
    workbench.tell(.input(.mouse(Mouse(.press(.left), at: place))))
    workbench.tell(
      .input(.mouse(Mouse(.drag(.left), at: Position(x: place.x + 4, y: place.y + 2)))))
    let effects = workbench.tell(.input(.mouse(Mouse(.release(.left), at: place))))
    #expect(effects.contains { if case .copy = $0 { true } else { false } })
    workbench.type("!")
    guard case .editor(let editor) = workbench.state.overlay else {
      Issue.record("the editor was closed")
      return
    }
    #expect(editor.editor.text == "Good day!")
    let tabs = try #require(workbench.state.layout.tabs)
    let tab = workbench.state.tabColumns[1].lowerBound
    workbench.tell(
      .input(.mouse(Mouse(.press(.left), at: Position(x: tabs.x + tab, y: tabs.y)))))
    #expect(workbench.state.answer.tab == .events)
    #expect(workbench.state.overlay != nil)
  }

  @Test func `the border moves while a text is edited, and selects nothing`() throws {
    var workbench = Workbench(width: 160, height: 20)
    try workbench.press("f2")
    let border = try #require(workbench.state.layout.answer).x
    workbench.tell(.input(.mouse(Mouse(.press(.left), at: Position(x: border, y: 5)))))
    workbench.tell(.input(.mouse(Mouse(.drag(.left), at: Position(x: border + 20, y: 6)))))
    workbench.tell(.input(.mouse(Mouse(.release(.left), at: Position(x: border + 20, y: 6)))))
    #expect(workbench.state.layout.answer?.x == border + 20)
    guard case .editor(let editor) = workbench.state.overlay else {
      Issue.record("the editor was closed")
      return
    }
    #expect(editor.editor.selection == nil)
  }

  @Test func `the mouse edits the line that is asked for, and a click beside closes it`() throws {
    var workbench = Workbench()
    try workbench.press("S")
    let field = workbench.state.promptField
    workbench.tell(.input(.mouse(Mouse(.press(.left), at: Position(x: field.x + 1, y: field.y)))))
    workbench.tell(.input(.mouse(Mouse(.release(.left), at: field.origin))))
    workbench.type("X")
    guard case .prompt(let prompt) = workbench.state.overlay else {
      Issue.record("the prompt was closed")
      return
    }
    #expect(prompt.editor.text == "mXy-test")
    workbench.tell(.input(.mouse(Mouse(.press(.left), at: Position(x: 0, y: 0)))))
    #expect(workbench.state.overlay == nil)
  }

  @Test func `the wheel looks around and leaves the selection`() throws {
    var workbench = Workbench(width: 100, height: 20)
    let form = try #require(workbench.state.layout.form)
    let selected = workbench.state.form.list.selection
    workbench.tell(.input(.mouse(Mouse(.wheelDown, at: form.origin))))
    #expect(workbench.state.form.list.selection == selected)
    #expect(workbench.state.form.list.offset == 3)
    try workbench.press("down")
    #expect(workbench.state.form.list.offset < 3)
  }

  @Test(arguments: ["ctrl-p", "ctrl-o", "f2", "f6"])
  func `a theme that was only tried on goes, however its list is left`(key: String) throws {
    var workbench = Workbench()
    try workbench.press("T", "down")
    #expect(workbench.state.themeName == "light")
    let effects = try workbench.press(key, "escape", "escape")
    #expect(workbench.state.themeName == "dark")
    #expect(effects.contains(.useTheme(name: "dark")))
  }

  @Test func `a theme that isn't there leaves the list open`() throws {
    var workbench = Workbench()
    try workbench.press("T")
    workbench.type("zzz")
    try workbench.press("enter")
    guard case .picker = workbench.state.overlay else {
      Issue.record("the list was closed")
      return
    }
  }

  @Test func `the help names keys that do something while a text is typed`() throws {
    var workbench = Workbench(width: 120, height: 100)
    try workbench.press("f2", "f1")
    let keys = workbench.state.helpLines.compactMap { line -> String? in
      if case .action(let keys, _) = line { keys } else { nil }
    }
    #expect(!keys.contains { $0.contains("?") || $0.contains(":") })
    #expect(!keys.contains("Alt-Right"))
    try workbench.press("escape", "escape")
    workbench.state.form.select(.field(.temperature))
    try workbench.press("enter", "f1")
    #expect(workbench.state.helpLines.first == .heading("On this line"))
  }

  // MARK: - Jump labels

  @Test(arguments: [0, 1, 26, 27, 40, 100, 676, 700])
  func `no label begins another, and as many as can be have one letter`(count: Int) {
    let labels = JumpLabels.labels(count: count)
    #expect(labels.count == min(count, 676))
    #expect(Set(labels).count == labels.count)
    for label in labels {
      #expect(!labels.contains { $0 != label && $0.hasPrefix(label) })
    }
    if count > 26, count < 600 { #expect(labels.filter { $0.count == 1 }.count > 2) }
  }

  @Test func `a label goes to its line, block or tab`() throws {
    var workbench = Workbench(width: 120, height: 40)
    try workbench.answer(
      with: Wire.start + Wire.text("Hello") + Wire.delta(reason: "end_turn") + Wire.stop)
    for destination in [
      JumpLabels.Destination.row(.field(.temperature)), .section(0), .tab(.events), .event(2),
    ] {
      try workbench.press("'")
      let labels = try #require(workbench.state.jump)
      let target = try #require(labels.targets.first { $0.destination == destination })
      workbench.type(target.label)
      #expect(workbench.state.jump == nil)
      switch destination {
      case .row(let id):
        #expect(workbench.state.focus == .request)
        #expect(workbench.state.form.selectedRow?.id == id)
      case .section(let section): #expect(workbench.state.answer.text.selectedSection == section)
      case .tab(let tab): #expect(workbench.state.answer.tab == tab)
      case .event(let index): #expect(workbench.state.answer.events.selection == index)
      }
    }
  }

  @Test func `any other key leaves the labels and does nothing else`() throws {
    var workbench = Workbench()
    let row = workbench.state.form.list.selection
    try workbench.press("'", "escape", "ctrl-g", "down")
    #expect(workbench.state.jump == nil)
    #expect(workbench.state.form.list.selection == row)
  }

  // MARK: - Palette

  private func palette(_ workbench: inout Workbench, typing text: String = "") throws -> Picker {
    try workbench.press("ctrl-p")
    workbench.type(text)
    guard case .picker(let picker) = workbench.state.overlay else {
      throw MissingPalette()
    }
    return picker
  }

  private struct MissingPalette: Error {}

  @Test(arguments: [
    ("theme", "theme"), ("thm", "theme"), ("sp", "save"), ("pres", "presets"), ("f8", "zoom"),
    ("save as", "save-as"), ("qu", "quit"), ("Copy", "copy"), ("edit", "edit"),
  ])
  func `an action is found by a part of its name, by initials, or by its key`(
    text: String, id: String
  ) throws {
    var workbench = Workbench()
    #expect(try palette(&workbench, typing: text).selectedItem?.id == id)
  }

  @Test func `what was chosen last stands first, and what can't be done last with the reason`()
    throws
  {
    var workbench = Workbench()
    _ = try palette(&workbench, typing: "zoom")
    try workbench.press("enter")
    #expect(workbench.state.isZoomed)
    let picker = try palette(&workbench)
    #expect(picker.items.first?.id == "zoom")
    let last = try #require(picker.items.last)
    #expect(!last.isEnabled)
    #expect(last.detail == "nothing was sent yet")
  }

  @Test(arguments: ["{x}", "{undo}", "}{", "{"])
  func `braces in a name stand as they are`(name: String) {
    let state = Workbench().state
    #expect(state.spelled("Opened \(name); \(.undo) goes back") == "Opened \(name); u goes back")
  }

  @Test func `an action that can't be done says why instead`() throws {
    var workbench = Workbench()
    let picker = try palette(&workbench, typing: "older run")
    #expect(picker.selectedItem?.isEnabled == false)
    try workbench.press("enter")
    #expect(workbench.state.notice?.text.contains("there is no older run") == true)
  }

  @Test func `characters that were found are told`() throws {
    var workbench = Workbench()
    let picker = try palette(&workbench, typing: "thm")
    let item = try #require(picker.selectedItem)
    #expect(picker.highlights(of: item) == [0, 1, 3])
  }
}

import JSON
import MessagesAPI
import Presets
import TerminalUI
import Testing

@testable import WorkbenchCore

@Suite struct MouseTests {
  private func drag(_ workbench: inout Workbench, from: Position, to: Position) {
    for (kind, place) in [
      (Mouse.Kind.press(.left), from), (.drag(.left), to), (.release(.left), to),
    ] {
      workbench.tell(.input(.mouse(Mouse(kind, at: place))))
    }
  }

  @discardableResult
  private func click(_ workbench: inout Workbench, _ place: Position) -> [Effect] {
    workbench.tell(.input(.mouse(Mouse(.press(.left), at: place))))
      + workbench.tell(.input(.mouse(Mouse(.release(.left), at: place))))
  }

  @Test(arguments: [77, 100, 160, 500])
  func `the border between the panes goes where it is dragged`(width: Int) throws {
    var workbench = Workbench(width: width)
    let border = try #require(workbench.state.layout.answer?.x)
    for target in [border - 3, border + 4] where target >= 32 && target <= width - 40 {
      let start = try #require(workbench.state.layout.answer?.x)
      drag(&workbench, from: Position(x: start, y: 4), to: Position(x: target, y: 6))
      #expect(workbench.state.layout.answer?.x == target)
    }
    drag(&workbench, from: Position(x: 3, y: 4), to: Position(x: 9, y: 6))
    let settled = workbench.state.layout.answer?.x
    workbench.tell(.input(.mouse(Mouse(.drag(.left), at: Position(x: 50, y: 5)))))
    #expect(workbench.state.layout.answer?.x == settled)
  }

  @Test func `a click above the rows of a list takes nothing that is out of sight`() throws {
    var workbench = Workbench(height: 14)
    try workbench.press("ctrl-p", "pagedown", "pagedown")
    guard case .picker(let picker)? = workbench.state.overlay else {
      Issue.record("there is no list")
      return
    }
    #expect(picker.list.offset > 0)
    let frame = workbench.state.pickerFrame(picker)
    for row in 0..<3 {
      let position = Position(x: frame.x + 2, y: frame.y + row)
      workbench.tell(.input(.mouse(Mouse(.press(.left), at: position))))
      guard case .picker(let after)? = workbench.state.overlay else {
        Issue.record("the list is gone")
        return
      }
      #expect(after.list.selection == picker.list.selection)
    }
  }

  @Test func `a value that is typed in place is selected by dragging, and copied`() throws {
    var workbench = Workbench(body: ["temperature": 0.125], width: 120)
    workbench.state.form.select(.field(.temperature))
    try workbench.press("enter", "end")
    let index = workbench.state.form.list.selection
    let value = try #require(workbench.state.layout(ofRow: index)?.value)
    func at(_ column: Int) -> Position { Position(x: value.x + column, y: value.y) }
    drag(&workbench, from: at(2), to: at(4))
    #expect(workbench.state.form.inline?.editor.selectedText == "12")
    #expect(workbench.state.clipboard == "12")
    #expect(workbench.state.form.list.selection == index)
    // Beyond the line it goes on with the text, and not with the lines of the form.
    drag(&workbench, from: at(1), to: Position(x: value.x + 60, y: value.y + 3))
    #expect(workbench.state.form.inline?.editor.selectedText == ".125")
    #expect(workbench.state.form.list.selection == index)
  }

  @Test func `the fields below an editor take the mouse`() throws {
    var workbench = Workbench(body: ["system": "one two"], width: 120)
    workbench.state.form.select(.field(.system))
    try workbench.press("enter", "alt-r")
    workbench.type("one")
    try workbench.press("tab")
    workbench.type("three")
    func editor() throws -> EditorOverlay {
      guard case .editor(let editor) = workbench.state.overlay else { throw NoEditor() }
      return editor
    }
    let fields = try workbench.state.barFields(of: editor())
    let (first, second) = (fields.first, try #require(fields.second))
    drag(
      &workbench, from: Position(x: first.x, y: first.y), to: Position(x: first.x + 2, y: first.y))
    guard case .search(let search) = try editor().bar else { throw NoEditor() }
    #expect(!search.isInReplacement && search.query.selectedText == "on")
    #expect(workbench.state.clipboard == "on")
    click(&workbench, Position(x: second.x + 1, y: second.y))
    workbench.type("X")
    guard case .search(let search) = try editor().bar else { throw NoEditor() }
    #expect(search.replacement?.text == "tXhree")
    click(&workbench, Position(x: second.x, y: second.y - 4))
    #expect(try editor().bar == nil)
  }

  private struct NoEditor: Error {}

  @Test func `a double click on a pane's upper edge zooms it`() {
    var workbench = Workbench()
    click(&workbench, Position(x: 60, y: 0))
    click(&workbench, Position(x: 60, y: 0))
    #expect(workbench.state.isZoomed)
    #expect(workbench.state.layout.request == nil)
  }

  @Test func `a click on a key of the last line is as good as the key`() throws {
    var workbench = Workbench()
    let status = workbench.state.layout.status.y
    let hints = workbench.state.keyBar(width: workbench.state.keyBarWidth)
    let send = try #require(hints.first { $0.command == .send })
    let effects = click(&workbench, Position(x: send.columns.lowerBound, y: status))
    #expect(effects.contains { if case .startRun = $0 { true } else { false } })
    click(&workbench, Position(x: workbench.state.size.width - 2, y: status))
    guard case .picker(let picker) = workbench.state.overlay else {
      Issue.record("no picker")
      return
    }
    #expect(picker.purpose == .endpoints)
  }

  @Test func `a click takes a notice away before it means a key below it`() {
    var workbench = Workbench()
    workbench.tell(.notice(.init("Look")))
    #expect(click(&workbench, Position(x: 2, y: 29)).isEmpty)
    #expect(workbench.state.notice == nil)
  }

  @Test func `the scrollbar's thumb is dragged`() throws {
    var workbench = Workbench(height: 20)
    let form = try #require(workbench.state.layout.form)
    #expect(workbench.state.form.list.offset == 0)
    let edge = form.x + form.width
    drag(&workbench, from: Position(x: edge, y: form.y), to: Position(x: edge, y: form.y + 30))
    let list = workbench.state.form.list
    #expect(list.offset == list.count - list.height)
    // The selection waits where it was.
    #expect(list.selection == 1)
    drag(
      &workbench, from: Position(x: edge, y: form.y + form.height - 1),
      to: Position(x: edge, y: form.y))
    #expect(workbench.state.form.list.offset < 3)
  }

  @Test func `a question is answered by a click on its answer, and by nothing beside it`() {
    var workbench = Workbench()
    let question = Confirmation(purpose: .quit, question: "Stop?", verb: "Quit")
    workbench.state.overlay = .confirmation(question)
    let choices = workbench.state.confirmationChoices(question)
    #expect(click(&workbench, Position(x: 1, y: 1)).isEmpty)
    #expect(workbench.state.overlay != nil)
    #expect(click(&workbench, choices[0].rect.origin).contains(.quit))
    workbench.state.overlay = .confirmation(question)
    #expect(click(&workbench, choices[1].rect.origin).isEmpty)
    #expect(workbench.state.overlay == nil)
  }

  @Test func `a theme is tried on by wheel and click, and Escape takes it off`() throws {
    var workbench = Workbench()
    try workbench.press("T")
    guard case .picker(let picker) = workbench.state.overlay else {
      Issue.record("no picker")
      return
    }
    let frame = workbench.state.pickerFrame(picker)
    let first = Position(x: frame.x + 3, y: frame.y + 3)
    #expect(
      workbench.tell(.input(.mouse(Mouse(.wheelDown, at: first)))) == [.useTheme(name: "light")])
    #expect(click(&workbench, first) == [.useTheme(name: "dark")])
    #expect(
      workbench.tell(.input(.mouse(Mouse(.wheelDown, at: first)))) == [.useTheme(name: "light")])
    #expect(try workbench.press("escape") == [.useTheme(name: "dark")])
    #expect(workbench.state.themeName == "dark")
  }
}

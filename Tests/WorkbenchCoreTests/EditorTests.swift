import JSON
import MessagesAPI
import TerminalUI
import Testing

@testable import WorkbenchCore

/// The editor of a text: what its keys and the mouse do beyond typing.
@Suite struct EditorTests {
  private func workbench(_ text: String) throws -> Workbench {
    var workbench = Workbench(body: [
      "model": "m", "messages": [["role": "user", "content": .string(text)]],
    ])
    workbench.state.form.select(.item("/messages/0"))
    try workbench.press("enter")
    return workbench
  }

  private func editor(of workbench: Workbench) throws -> EditorOverlay {
    guard case .editor(let editor)? = workbench.state.overlay else {
      throw Absence()
    }
    return editor
  }

  private struct Absence: Error {}

  private func search(of workbench: Workbench) throws -> EditorSearch {
    guard case .search(let search)? = try editor(of: workbench).bar else { throw Absence() }
    return search
  }

  private func matches(in workbench: Workbench) throws -> TextEditor.MatchCount? {
    try search(of: workbench).matches
  }

  @Test(arguments: ["ctrl-c", "alt-left", "alt-right", "alt-z", "ctrl-y", "ctrl-u", "ctrl-w"])
  func `a key that edits text goes before what it means elsewhere`(key: String) throws {
    var workbench = try workbench("one two")
    try workbench.press("ctrl-a")
    let effects = try workbench.press(key)
    #expect(try editor(of: workbench).bar == nil)
    #expect(effects == (key == "ctrl-c" ? [.copy("one two")] : []))
  }

  /// The questions among effects.
  private func questions(_ effects: [Effect]) -> [TextQuestion] {
    effects.compactMap { if case .examine(let question) = $0 { question } else { nil } }
  }

  @Test func `what takes long to find out about a long text is asked for, and shown when it comes`()
    throws
  {
    var workbench = Workbench(body: ["model": "m", "long": [.string("x")]])
    #expect(questions(try workbench.press("f2")).isEmpty)
    try workbench.press("ctrl-end")
    let line = String(repeating: " ", count: 1023) + "\n"
    let paste = String(repeating: line, count: 300) + "}"
    let question = try #require(
      questions(workbench.state.apply(.input(.paste(paste)), at: .zero)).first)
    #expect(try editor(of: workbench).isBeingChecked)
    // Moving asks nothing anew; typing does, and makes the first answer worthless.
    #expect(questions(try workbench.press("home")).isEmpty)
    let next = try #require(questions(try workbench.press("x")).first)
    _ = workbench.state.apply(.examined(question.answer(), number: question.number), at: .zero)
    #expect(try editor(of: workbench).fault == nil)
    _ = workbench.state.apply(.examined(next.answer(), number: next.number), at: .zero)
    #expect(try editor(of: workbench).fault?.line == 306)
    #expect(try !editor(of: workbench).isBeingChecked)
  }

  @Test func `the matches in a long text are counted in the background`() throws {
    var workbench = try workbench(String(repeating: "max is at its maximum\n", count: 20_000))
    try workbench.press("ctrl-f")
    let asked = try #require(
      questions(workbench.state.apply(.input(.paste("ma")), at: .zero)).first)
    _ = try workbench.press("x")
    #expect(try search(of: workbench).isCounting)
    _ = workbench.state.apply(.examined(asked.answer(), number: asked.number), at: .zero)
    #expect(try search(of: workbench).matches == nil)
    let next = try #require(questions(try workbench.press("enter")).first)
    _ = workbench.state.apply(.examined(next.answer(), number: next.number), at: .zero)
    #expect(try matches(in: workbench)?.count == 40_000)
    #expect(try matches(in: workbench)?.selected == 2)
  }

  @Test func `what is typed in the bar is found at once, from where the cursor was`() throws {
    var workbench = try workbench("one two one three one")
    try workbench.press("right", "ctrl-f")
    workbench.type("one")
    #expect(try editor(of: workbench).editor.selectedText == "one")
    #expect(try editor(of: workbench).editor.cursor.offset == 11)
    #expect(try matches(in: workbench)?.count == 3)
    #expect(try matches(in: workbench)?.selected == 2)
    try workbench.press("enter")
    #expect(try matches(in: workbench)?.selected == 3)
    try workbench.press("f3")
    #expect(try matches(in: workbench)?.selected == 1)
    try workbench.press("shift-f3", "up")
    #expect(try matches(in: workbench)?.selected == 2)
  }

  @Test func `a query that isn't there leaves the cursor where the search began`() throws {
    var workbench = try workbench("one two")
    try workbench.press("ctrl-f")
    workbench.type("two")
    #expect(try editor(of: workbench).editor.cursor.offset == 7)
    workbench.type("x")
    #expect(try editor(of: workbench).editor.cursor.offset == 0)
    #expect(try matches(in: workbench)?.count == 0)
  }

  @Test func `escape closes the bar first, then the editor`() throws {
    var workbench = try workbench("one")
    try workbench.press("ctrl-f", "escape")
    #expect(try editor(of: workbench).bar == nil)
    try workbench.press("escape")
    #expect(workbench.state.overlay == nil)
  }

  @Test func `matches are replaced one by one, and undone`() throws {
    var workbench = try workbench("a b a b a")
    try workbench.press("alt-r")
    workbench.type("a")
    try workbench.press("tab")
    workbench.type("xyz")
    try workbench.press("enter", "enter")
    #expect(try editor(of: workbench).editor.text == "xyz b xyz b a")
    try workbench.press("escape", "alt-z", "alt-z", "escape")
    #expect(workbench.body["messages"]?[0]?["content"] == "a b a b a")
  }

  @Test func `all matches are replaced in one step`() throws {
    var workbench = try workbench("a b a b a")
    try workbench.press("alt-r")
    workbench.type("a")
    try workbench.press("tab")
    workbench.type("xyz")
    try workbench.press("alt-a")
    #expect(try editor(of: workbench).editor.text == "xyz b xyz b xyz")
    #expect(workbench.state.notice?.text.hasPrefix("Replaced 3 matches") == true)
    try workbench.press("alt-z")
    #expect(try editor(of: workbench).editor.text == "a b a b a")
  }

  @Test func `a line is gone to by its number, and escape goes back`() throws {
    var workbench = try workbench("one\ntwo\nthrée four")
    try workbench.press("alt-g")
    workbench.type("3:6")
    #expect(try editor(of: workbench).editor.cursor == .init(line: 2, offset: 6))
    try workbench.press("escape")
    #expect(try editor(of: workbench).editor.cursor == .start)
    try workbench.press("alt-g")
    workbench.type("99")
    try workbench.press("enter")
    #expect(try editor(of: workbench).editor.cursor.line == 2)
    #expect(try editor(of: workbench).bar == nil)
  }

  @Test(arguments: [
    ("\(Int.min)", 0, 0), ("\(Int.max)", 1, 0), ("2:\(Int.min)", 1, 0), ("2:\(Int.max)", 1, 3),
    ("1\(Int.max)", 1, 0), ("0:0", 0, 0),
  ])
  func `a line that can't be is the nearest one`(text: String, line: Int, offset: Int) throws {
    var workbench = try workbench("one\ntwo")
    try workbench.press("alt-g")
    workbench.type(text)
    #expect(try editor(of: workbench).editor.cursor == .init(line: line, offset: offset))
  }

  @Test func `text is selected by dragging, cut and pasted`() throws {
    var workbench = try workbench("one two")
    let area = workbench.state.editorArea(of: try editor(of: workbench))
    func at(_ column: Int) -> Position { Position(x: area.x + column, y: area.y) }
    workbench.tell(.input(.mouse(Mouse(.press(.left), at: at(0)))))
    workbench.tell(.input(.mouse(Mouse(.drag(.left), at: at(4)))))
    #expect(try workbench.press("ctrl-x") == [.copy("one ")])
    try workbench.press("end", "ctrl-v", "escape")
    #expect(workbench.body["messages"]?[0]?["content"] == "twoone ")
  }

  @Test func `JSON is checked as it is typed`() throws {
    var workbench = Workbench()
    try workbench.press("f2", "ctrl-a")
    workbench.type("{\"a\": ]")
    let overlay = try editor(of: workbench)
    #expect(overlay.fault?.line == 1)
    #expect(overlay.fault?.column == 7)
    #expect(overlay.editor.showsLineNumbers)
    try workbench.press("backspace")
    workbench.type("1}")
    #expect(try editor(of: workbench).fault == nil)
  }

  @Test func `help and palette leave the text that lies below them`() throws {
    var workbench = try workbench("one")
    workbench.type("x")
    try workbench.press("f1")
    #expect(workbench.state.helpLines.contains(.heading("In an editor")))
    try workbench.press("escape")
    #expect(try editor(of: workbench).editor.text == "xone")
    try workbench.press("ctrl-p")
    workbench.type("go to line")
    try workbench.press("enter")
    #expect(try editor(of: workbench).barHeight == 1)
    #expect(try editor(of: workbench).editor.text == "xone")
  }

  @Test(arguments: ["f6", "f7", "ctrl-o", "f2"])
  func `a command that goes elsewhere takes the text over first`(key: String) throws {
    var workbench = try workbench("one")
    workbench.type("x")
    try workbench.press(key)
    #expect(workbench.body["messages"]?[0]?["content"] == "xone")
  }

  @Test func `a command that goes elsewhere takes a number that is typed over first`() throws {
    var workbench = Workbench()
    workbench.state.form.select(.field(.temperature))
    try workbench.press("enter")
    workbench.type("0.3")
    let effects = try workbench.press("f5")
    #expect(workbench.body["temperature"] == 0.3)
    #expect(!effects.isEmpty)
    try workbench.press("enter", "ctrl-a")
    workbench.type("x")
    #expect(try workbench.press("f5").isEmpty)
    #expect(workbench.state.form.inline?.complaint != nil)
  }

  // MARK: - What is kept

  @Test(arguments: [
    EditorOverlay.Target.text("/messages/0/content"), .json("/tools/0"), .body, .headers,
    .variable("a name"), .toolResult(id: "toolu_1"),
  ])
  func `a place is found again by its name`(target: EditorOverlay.Target) {
    #expect(EditorOverlay.Target(place: target.place) == target)
  }

  @Test func `a text that is too long to be taken beside the typing is kept, too`() throws {
    var workbench = Workbench()
    try workbench.press("f2")
    let before = workbench.state.typedRevision
    #expect(workbench.state.keepingDelay == .seconds(1))
    workbench.tell(.input(.paste(String(repeating: " ", count: 1 << 20))))
    #expect(workbench.state.typedRevision != before)
    #expect(workbench.state.keepingDelay == .seconds(10))
    let long = try #require(workbench.state.longText)
    #expect(long.place == "body")
    #expect(try long.editor.text == editor(of: workbench).editor.text)
    // In the end there is time for it.
    #expect(workbench.state.kept.unfinished == nil)
  }

  @Test func `a pasted text is expected where one is typed, but not by a list`() throws {
    var workbench = Workbench()
    #expect(!workbench.state.takesPaste)
    try workbench.press("f2")
    #expect(workbench.state.takesPaste)
    try workbench.press("ctrl-p")
    #expect(!workbench.state.takesPaste)
  }

  @Test func `a text that can't be part of the request is kept beside it, and open again`() throws {
    var workbench = Workbench()
    try workbench.press("f2", "ctrl-a")
    workbench.tell(.input(.paste(#"{"model": "new"}"#)))
    #expect(workbench.state.kept.unfinished == nil)
    #expect(workbench.state.kept.state.draft.body == ["model": "new"])
    try workbench.press("backspace", "ctrl-p")
    let unfinished = try #require(workbench.state.kept.unfinished)
    var next = Workbench()
    next.state.restore(unfinished)
    #expect(try editor(of: next).editor.text == #"{"model": "new""#)
    // A call's result has no place any more.
    next = Workbench()
    next.state.restore((EditorOverlay.Target.toolResult(id: "t").place, "18 degrees"))
    #expect(next.state.overlay == nil)
    #expect(next.state.clipboard == "18 degrees")
  }
}

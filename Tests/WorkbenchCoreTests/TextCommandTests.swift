import JSON
import MessagesAPI
import Presets
import Runs
import TerminalUI
import Testing

@testable import WorkbenchCore

/// What is done with a text in its editor, by keys, by the palette and by other programs.
@Suite struct TextCommandTests {
  private func editor(_ workbench: Workbench) throws -> EditorOverlay {
    guard case .editor(let editor) = workbench.state.overlay else {
      throw Missing()
    }
    return editor
  }

  private struct Missing: Error {}

  private func choose(_ title: String, in workbench: inout Workbench) throws {
    try workbench.press("ctrl-p")
    workbench.type(title)
    try workbench.press("enter")
  }

  @Test func `undo from the palette is the text's own while a text is edited`() throws {
    var workbench = Workbench(body: ["system": "old", "max_tokens": 5])
    workbench.state.form.select(.field(.maxTokens))
    try workbench.press("right")
    workbench.state.form.select(.field(.system))
    try workbench.press("enter", "end")
    workbench.type("er")
    try choose("undo in text", in: &workbench)
    #expect(try editor(workbench).editor.text == "old")
    try choose("redo in text", in: &workbench)
    #expect(try editor(workbench).editor.text == "older")
    workbench.tell(.perform(.undo))
    #expect(try editor(workbench).editor.text == "old")
    #expect(workbench.body["max_tokens"] != 5)
  }

  @Test(arguments: ["f5", "f2", "ctrl-o", "f6", "ctrl-s"])
  func `a key struck in the palette over an editor takes the text along`(key: String) throws {
    var workbench = Workbench(body: ["model": "m", "system": "old"], width: 80)
    workbench.state.form.select(.field(.system))
    try workbench.press("enter", "end")
    workbench.type("er")
    try workbench.press("ctrl-p", key)
    #expect(workbench.body["system"] == "older")
    if case .editor(let editor) = workbench.state.overlay { #expect(editor.target == .body) }
    try workbench.press("escape")
    #expect(workbench.state.editorBelow == nil)
  }

  @Test func `a text that can't be taken holds up a key struck in the palette over it`() throws {
    var workbench = Workbench(body: ["model": "m"])
    try workbench.press("f2", "end")
    workbench.type("}")
    #expect(try workbench.press("ctrl-p", "f5").isEmpty)
    #expect(try editor(workbench).complaint != nil)
  }

  @Test func `a key whose action was given another one does nothing in a text`() throws {
    var workbench = Workbench(body: ["system": "a\nb"])
    workbench.state.form.select(.field(.system))
    try workbench.press("enter", "alt-k")
    #expect(try editor(workbench).editor.text == "b")
    let override = Keymap.Override(context: "editor", action: "delete-lines", keys: ["f10"])
    #expect(
      workbench.state.settings.keymap.apply([override], knownActions: ["delete-lines"]).isEmpty)
    try workbench.press("alt-k")
    #expect(try editor(workbench).editor.text == "b")
    try workbench.press("f10")
    #expect(try editor(workbench).editor.isEmpty)
  }

  @Test func `what reaches over a line end is found and replaced, in texts and in answers`() throws
  {
    var workbench = Workbench(body: ["system": "alpha\nbeta\nalpha\nbeta"])
    workbench.state.form.select(.field(.system))
    try workbench.press("enter", "alt-r")
    workbench.tell(.input(.paste("ha\nbe")))
    guard case .search(let search) = try editor(workbench).bar else { throw Missing() }
    #expect(search.remark == " 1 of 2 ")
    try workbench.press("tab")
    workbench.type("-")
    try workbench.press("alt-a")
    #expect(try editor(workbench).editor.text == "alp-ta\nalp-ta")
    var answered = try Workbench(answeredWith: "alpha\n\nbeta")
    try answered.press("/")
    answered.tell(.input(.paste("ha\n\nbe")))
    #expect(answered.state.answer.search?.count == 1)
  }

  @Test func `a line number that is pasted is gone to`() throws {
    var workbench = Workbench(body: ["system": "a\nb\n3"])
    workbench.state.form.select(.field(.system))
    try workbench.press("enter", "ctrl-end", "shift-home", "ctrl-c", "ctrl-home", "alt-g", "ctrl-v")
    #expect(try editor(workbench).editor.cursor.line == 2)
    try workbench.press("enter")
    #expect(try editor(workbench).editor.cursor.line == 2)
  }

  @Test func `the commands of an editor are in the palette, and their keys can be set`() throws {
    var workbench = Workbench(body: ["system": "a\nb"])
    workbench.state.form.select(.field(.system))
    try workbench.press("enter")
    for (title, text) in [
      ("move lines down", "b\na"), ("double lines", "b\na\na"), ("delete lines", "b\na"),
    ] {
      try choose(title, in: &workbench)
      #expect(try editor(workbench).editor.text == text, "\(title)")
    }
    try choose("select all", in: &workbench)
    try choose("cut text", in: &workbench)
    #expect(try editor(workbench).editor.isEmpty)
    try choose("paste text", in: &workbench)
    #expect(try editor(workbench).editor.text == "b\na")
    workbench.state.settings.keymap.bind(
      try Key(parsing: "ctrl-t"), to: "undo-in-text", in: "editor")
    try workbench.press("ctrl-t")
    #expect(try editor(workbench).editor.isEmpty)
  }

  @Test func `what is copied is said, and so is that there is nothing to paste`() throws {
    var workbench = Workbench(body: ["system": "abc"])
    workbench.state.form.select(.field(.system))
    try workbench.press("enter", "ctrl-v")
    #expect(workbench.state.notice?.text.hasPrefix("Nothing was copied here") == true)
    #expect(try workbench.press("ctrl-a", "ctrl-c") == [.copy("abc")])
    #expect(workbench.state.notice?.text == "Copied the selection, 3 bytes")
  }

  @Test func `undo in the bar takes a replacement back, and then what was typed there`() throws {
    var workbench = Workbench(body: ["system": "a a"])
    workbench.state.form.select(.field(.system))
    try workbench.press("enter", "alt-r")
    workbench.type("a")
    try workbench.press("tab")
    workbench.type("b")
    try workbench.press("enter")
    #expect(try editor(workbench).editor.text == "b a")
    try workbench.press("alt-z")
    #expect(try editor(workbench).editor.text == "a a")
    workbench.type("c")
    try workbench.press("alt-z")
    guard case .search(let search) = try editor(workbench).bar else {
      Issue.record("the bar was closed")
      return
    }
    #expect(search.replacement?.text == "b")
    #expect(try editor(workbench).editor.text == "a a")
  }

  @Test func `a notice goes when one has typed on for a while`() throws {
    var workbench = Workbench(body: ["system": "a a"])
    workbench.state.form.select(.field(.system))
    try workbench.press("enter", "ctrl-a", "ctrl-c")
    workbench.type("x")
    #expect(workbench.state.notice != nil)
    workbench.now = .seconds(3)
    workbench.type("y")
    #expect(workbench.state.notice == nil)
  }

  @Test func `JSON is laid out, with its numbers and strings as they were`() throws {
    var workbench = Workbench(body: [:])
    workbench.state.form.select(.field(.metadata))
    try workbench.press("enter")
    workbench.tell(.input(.paste(#"{"a":1.0,"b":["\u0041"]}"#)))
    try workbench.press("alt-l")
    #expect(
      try editor(workbench).editor.text == "{\n  \"a\": 1.0,\n  \"b\": [\n    \"\\u0041\"\n  ]\n}")
    try workbench.press("alt-z")
    #expect(try editor(workbench).editor.text == #"{"a":1.0,"b":["\u0041"]}"#)
    try workbench.press("end", "x", "alt-l")
    #expect(workbench.state.notice?.text.hasPrefix("It can't be laid out: line 1") == true)
  }

  @Test func `a line end is typed in a field by Ctrl-J`() throws {
    var workbench = Workbench(body: ["stop_sequences": ["A"]])
    workbench.state.form.select(.item(["stop_sequences", "0"]))
    try workbench.press("enter", "ctrl-a", "ctrl-j", "ctrl-j", "H", "enter")
    #expect(workbench.body["stop_sequences"] == ["\n\nH"])
  }

  // MARK: - The external editor

  @Test func `line ends come back from the external editor as it left them`() throws {
    let text = "one\r\ntwo\nthree\rfour\n"
    var workbench = Workbench(body: ["system": .string(text)])
    workbench.state.form.select(.field(.system))
    try workbench.press("f4")
    workbench.tell(.edited("one\r\n2\nthree\rfour\n"))
    #expect(workbench.body["system"]?.stringValue == "one\r\n2\nthree\rfour\n")
    #expect(workbench.state.overlay == nil)
  }

  @Test func `the external editor leaves no editor open that wasn't, and closes none that was`()
    throws
  {
    var workbench = Workbench(body: ["system": "a"])
    workbench.state.form.select(.field(.system))
    try workbench.press("f4")
    workbench.tell(.edited(nil))
    #expect(workbench.state.overlay == nil)
    try workbench.press("enter", "f4")
    workbench.tell(.edited("b"))
    #expect(try editor(workbench).editor.text == "b")
    try workbench.press("alt-z")
    #expect(try editor(workbench).editor.text == "a")
  }

  // MARK: - Results

  @Test func `looking into a result writes none, and one that was written can be taken back`()
    throws
  {
    var workbench = Workbench(width: 120)
    let call = Wire.tool("look", input: "{}", id: "t1")
    try workbench.answer(with: Wire.start + call + Wire.delta(reason: "tool_use") + Wire.stop)
    let run = try #require(workbench.state.run)
    try workbench.press("enter", "escape")
    #expect(workbench.state.toolBench[run.id, "t1"] == nil)
    try workbench.press("enter", "x", "escape")
    #expect(workbench.state.toolBench[run.id, "t1"]?.text == "x")
    try workbench.press("delete")
    #expect(workbench.state.toolBench[run.id, "t1"] == nil)
    // To send it as it is, empty, is meant.
    let effects = try workbench.press("enter", "f5")
    #expect(effects.contains { if case .startRun = $0 { true } else { false } })
  }

  @Test func `a result that is taken back is written on, and one that isn't sent is kept`() throws {
    var workbench = Workbench(width: 120)
    let call = Wire.tool("look", input: "{}", id: "t1")
    try workbench.answer(with: Wire.start + call + Wire.delta(reason: "tool_use") + Wire.stop)
    let before = workbench.state.typedRevision
    try workbench.press("enter")
    workbench.type("blue")
    try workbench.press("escape")
    #expect(workbench.state.typedRevision != before)
    #expect(workbench.state.kept.unfinished?.text == "blue")
    try workbench.press("delete", "enter")
    #expect(try editor(workbench).editor.text == "blue")
    workbench.type("!")
    try workbench.press("f5")
    #expect(workbench.state.kept.unfinished == nil)
  }

  @Test func `a text that was left out comes back when undo has come to it`() throws {
    var workbench = Workbench(body: ["stream": true])
    try workbench.press("f2", "end")
    workbench.type("zz")
    try workbench.press("escape", "escape")
    workbench.state.form.select(.field(.stream))
    try workbench.press("right", "u")
    #expect(workbench.state.overlay == nil)
    try workbench.press("u")
    #expect(try editor(workbench).editor.text.contains("zz"))
  }
}

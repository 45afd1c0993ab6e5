import JSON
import MessagesAPI
import Presets
import Runs
import TerminalUI
import Testing

@testable import WorkbenchCore

@Suite struct TourTests {
  private let answer = Wire.start + Wire.text("Good.") + Wire.delta(reason: "end_turn") + Wire.stop

  private func skip(_ workbench: inout Workbench, to preset: String) throws {
    while workbench.state.tour?.step.preset != preset { try workbench.press("f9") }
  }

  @Test func `every step can be spelt, and its preset ships`() {
    let state = Workbench().state
    let shipped = Set(Preset.shipped.compactMap(\.name))
    #expect(Set(Tour.presets) == shipped)
    for step in Tour.steps {
      #expect(!state.spelled(step.sight + step.instruction).contains("{"))
    }
  }

  @Test func `a step says how to go to the pane that it is about`() throws {
    var workbench = Workbench(width: 60)
    func text(_ state: WorkbenchState) -> String {
      (state.tour?.lines ?? []).map(\.text).joined(separator: " ")
    }
    try workbench.press("f9")
    try workbench.answer(with: answer)
    #expect(text(workbench.state).contains("Tab goes to the request. Press Shift-Right on temp"))
    try workbench.press("tab")
    #expect(!text(workbench.state).contains("Tab"))
    try skip(&workbench, to: "thinking")
    try workbench.answer(with: answer)
    #expect(workbench.state.focus == .answer)
    #expect(!text(workbench.state).contains("Tab"))
    try workbench.press("tab")
    #expect(
      text(workbench.state).contains("Tab goes to the answer. Press Home to go to the start, ]"))
  }

  @Test func `the tour goes back, over a preset too, and stays there`() throws {
    var workbench = Workbench()
    func place() -> Int? { workbench.state.tour?.place }
    try workbench.press("f9", "shift-f9")
    #expect(place() == 0)
    try workbench.answer(with: answer)
    #expect(place() == 1)
    #expect(workbench.state.form.selectedRow?.id == .field(.temperature))
    for _ in 0..<20 where place() == 1 { try workbench.press("shift-right") }
    #expect(place() == 2)
    try workbench.press("shift-f9")
    #expect(place() == 1)
    #expect(workbench.state.tour?.lines.last?.text == "This was done already; F9 goes on.")
    try workbench.press("down")
    #expect(place() == 1)
    try workbench.press("f9")
    #expect(place() == 2)
    try skip(&workbench, to: "thinking")
    try workbench.press("shift-f9")
    #expect(workbench.state.tour?.step.preset == "sampling")
    #expect(workbench.state.preset?.name == "sampling")
    try workbench.press("esc", "shift-f9")
    #expect(place() == nil)
    #expect(workbench.state.notice?.text == "F9 takes the tour")
  }

  @Test func `the tour is taken up where an earlier session left it`() throws {
    var first = Workbench()
    #expect(first.state.tourChapter == nil)
    try skip(&first, to: "tools")
    try first.press("f9")
    let chapter = try #require(first.state.withoutTour.tourChapter)
    var second = Workbench()
    second.state.takeUpTour(at: chapter)
    try second.press("f9")
    #expect(second.state.tour?.step.preset == "tools")
    #expect(second.state.tour?.title.contains("step 1 of") == true)
    second.state.takeUpTour(at: "unheard of")
    #expect(second.state.tourChapter == nil)
  }

  @Test func `a step is over when what it asks for was done`() throws {
    var workbench = Workbench()
    try workbench.press("f9")
    #expect(workbench.state.tour?.place == 0)
    #expect(workbench.state.preset?.name == "sampling")
    try workbench.answer(with: answer)
    #expect(workbench.state.tour?.place == 1)
    workbench.state.form.select(.field(.temperature))
    try workbench.press("right", "left")
    #expect(workbench.state.tour?.place == 1)
    for _ in 0..<5 { try workbench.press("shift-right") }
    #expect(workbench.body["temperature"] == 1.95)
    #expect(workbench.state.tour?.place == 1)
    try workbench.press("shift-right")
    #expect(workbench.body["temperature"] == 2)
    #expect(workbench.state.tour?.place == 2)
    try workbench.answer(with: answer)
    #expect(workbench.state.tour?.place == 3)
    try workbench.press("alt-left")
    #expect(workbench.state.tour?.place == 4)
    try workbench.press("f9")
    #expect(workbench.state.preset?.name == "thinking")
  }

  @Test func `an answer that was stopped doesn't count`() throws {
    var workbench = Workbench()
    try workbench.press("f9")
    try workbench.answer(with: Wire.start, end: .cancelled)
    #expect(workbench.state.tour?.place == 0)
  }

  @Test func `the tools of the tour are answered by hand`() throws {
    var workbench = Workbench()
    try workbench.press("f9")
    try skip(&workbench, to: "tools")
    let first = try #require(workbench.state.tour?.place)
    try workbench.answer(
      with: Wire.start + Wire.tool("get_weather", input: "{}", id: "toolu_1")
        + Wire.delta(reason: "tool_use") + Wire.stop)
    #expect(workbench.state.tour?.place == first + 1)
    try workbench.press("enter")
    workbench.type("18 degrees")
    #expect(workbench.state.tour?.place == first + 1)
    try workbench.press("escape")
    #expect(workbench.state.tour?.place == first + 2)
    for effect in try workbench.press("c") { workbench.begin(effect) }
    workbench.receive(answer)
    #expect(workbench.state.tour?.place == first + 3)
  }

  private let call =
    Wire.start + Wire.tool("get_weather", input: "{}", id: "toolu_1")
    + Wire.delta(reason: "tool_use") + Wire.stop

  @Test func `a call that was sent again instead of its result waits for a result again`() throws {
    var workbench = Workbench()
    try workbench.press("f9")
    try skip(&workbench, to: "tools")
    let first = try #require(workbench.state.tour?.place)
    try workbench.answer(with: call)
    try workbench.press("enter")
    workbench.type("18 degrees")
    try workbench.press("escape")
    #expect(workbench.state.tour?.place == first + 2)
    try workbench.answer(with: call)
    #expect(workbench.state.tour?.place == first + 1)
    #expect(text(of: workbench).contains("The model calls a tool"))
  }

  @Test func `a text that was answered before is no result of a tool`() throws {
    var workbench = Workbench()
    try workbench.press("f9")
    try workbench.answer(with: answer)
    try skip(&workbench, to: "tools")
    let first = try #require(workbench.state.tour?.place)
    try workbench.answer(with: answer)
    #expect(workbench.state.tour?.place == first)
    try workbench.press("f9", "down")
    #expect(workbench.state.tour?.place == first + 1)
    try workbench.press("shift-f9", "f9", "f9", "shift-f9")
    #expect(workbench.state.tour?.place == first + 1)
    #expect(!text(of: workbench).contains("done already"))
  }

  @Test func `the schema is changed, and sent again`() throws {
    var workbench = Workbench()
    try workbench.press("f9")
    try skip(&workbench, to: "structured output")
    let first = try #require(workbench.state.tour?.place)
    try workbench.answer(with: answer)
    #expect(workbench.state.form.selectedRow?.id == .field(.outputFormatSchema))
    try workbench.press("enter", "ctrl-f")
    workbench.type("boolean")
    try workbench.press("enter", "escape")
    workbench.type("integer")
    #expect(workbench.state.tour?.place == first + 1)
    // The first closes what is offered for the word.
    for _ in 0..<2 where workbench.state.overlay != nil { try workbench.press("escape") }
    #expect(workbench.state.tour?.place == first + 2)
    let type = workbench.state.draft[
      "/output_config/format/schema/properties/affects_sampling/type"]
    #expect(type == "integer")
    try workbench.answer(with: answer)
    #expect(workbench.state.tour?.place == first + 3)
  }

  @Test(arguments: [(120, 36), (80, 24), (44, 20)])
  func `what a step is about is in sight`(width: Int, height: Int) throws {
    var workbench = Workbench(width: width, height: height)
    try workbench.press("f9")
    for step in Tour.steps {
      #expect(workbench.state.tour?.step == step)
      let list = workbench.state.form.list
      #expect(list.visible.contains(list.selection))
      if let field = step.field {
        #expect(workbench.state.form.selectedRow?.pointer == field)
      }
      try workbench.press("f9")
    }
  }

  private func text(of workbench: Workbench) -> String {
    (workbench.state.tour?.lines ?? []).map(\.text).joined(separator: " ")
  }

  @Test func `what was sent before its step was done is told`() throws {
    var workbench = Workbench()
    try workbench.press("f9")
    try workbench.answer(with: answer)
    try workbench.press("shift-right")
    try workbench.answer(with: answer)
    #expect(workbench.state.tour?.place == 1)
    #expect(text(of: workbench).contains("this step waits until temperature is 2"))
  }

  @Test func `the tour's frame names the key that leaves only while it leaves`() throws {
    var workbench = Workbench()
    try workbench.press("f9")
    #expect(workbench.state.tourKeys == "F9 skips · Esc leaves")
    try workbench.press("f1")
    #expect(workbench.state.tourKeys == "F9 skips")
    try workbench.press("escape", "f9", "shift-f9", "f9")
    #expect(workbench.state.tourKeys == "F9 skips · Esc leaves · Shift-F9 back")
    for effect in try workbench.press("f5") { workbench.begin(effect) }
    #expect(!workbench.state.tourKeys.contains("leaves"))
    workbench.receive(answer)
    #expect(workbench.state.tourKeys.contains("leaves"))
    workbench.tell(.input(.resize(Size(width: 50, height: 12))))
    let hints = workbench.state.keyBar(width: 50).map { $0.key + " " + $0.label }
    #expect(hints == ["F9 Skips", "Esc Leaves", "Shift-F9 Back", "F1 Help"])
  }

  @Test func `undo stays within the request of the step`() throws {
    var workbench = Workbench()
    workbench.state.form.select(.field(.temperature))
    try workbench.press("right", "f9")
    #expect(workbench.state.undoName == nil)
    try workbench.press("u")
    #expect(workbench.state.notice?.text == "There is nothing to undo")
    #expect(workbench.state.preset?.name == "sampling")
    workbench.state.form.select(.field(.temperature))
    try workbench.press("right", "u", "u")
    #expect(workbench.state.title == "sampling")
    try workbench.press("escape", "u")
    #expect(workbench.state.notice?.text.hasPrefix("Undone: set temperature") == true)
  }

  @Test func `what was edited in the tour is gone back to after it`() throws {
    var workbench = Workbench()
    workbench.state.form.select(.field(.temperature))
    try workbench.press("right")
    let mine = workbench.state.formContent
    try workbench.press("f9")
    workbench.state.form.select(.field(.temperature))
    try workbench.press("right")
    let sampling = workbench.body
    try skip(&workbench, to: "tools")
    workbench.state.form.select(.field(.maxTokens))
    try workbench.press("right")
    let tools = workbench.body
    try workbench.press("escape")
    #expect(workbench.body == mine.draft.body)
    #expect(workbench.state.preset == mine.preset)
    #expect(workbench.state.notice?.text.contains("u goes to the tour's") == true)
    try workbench.press("u")
    #expect(workbench.body == tools)
    #expect(workbench.state.title == "tools *")
    try workbench.press("u", "u", "u")
    #expect(workbench.body == sampling)
    #expect(workbench.state.preset?.name == "sampling")
    try workbench.press("u", "u")
    #expect(workbench.body == mine.draft.body)
    #expect(workbench.state.preset == mine.preset)
  }

  @Test func `what was edited in the tour of an earlier session is gone back to`() throws {
    var first = Workbench()
    try first.press("f9")
    #expect(first.state.editedInTour.isEmpty)
    first.state.form.select(.field(.temperature))
    try first.press("right")
    let earlier = first.body
    try skip(&first, to: "thinking")
    first.state.form.select(.field(.maxTokens))
    try first.press("right")
    let edited = first.state.editedInTour
    var second = Workbench()
    let mine = second.body
    second.state.restore(editedInTour: edited)
    #expect(second.body == mine)
    #expect(second.state.title == "test")
    try second.press("u")
    #expect(second.body == first.body)
    #expect(second.state.title == "thinking *")
    try second.press("u")
    #expect(second.body == earlier)
    #expect(second.state.title == "sampling *")
    try second.press("U", "U")
    #expect(second.body == mine)
    #expect(second.state.title == "test")
  }

  @Test func `a tour in which nothing was edited leaves nothing to undo`() throws {
    var workbench = Workbench()
    workbench.state.form.select(.field(.temperature))
    try workbench.press("right")
    let mine = workbench.state.formContent
    try workbench.press("f9")
    try skip(&workbench, to: "tools")
    try workbench.press("escape")
    #expect(workbench.state.formContent == mine)
  }

  @Test(arguments: ["d", "space"])
  func `stop sequences are removed, or switched off, so that none is sent`(key: String) throws {
    var workbench = Workbench()
    try workbench.press("f9")
    try skip(&workbench, to: "stop sequences")
    try workbench.press("f9")
    let place = try #require(workbench.state.tour?.place)
    workbench.state.form.select(.item("/stop_sequences/0"))
    try workbench.press(key)
    #expect(workbench.state.tour?.place == place + 1)
  }

  @Test func `what is sent before a step's edit is told to be waited for`() throws {
    var workbench = Workbench()
    func told() -> String { workbench.state.tour?.lines.first?.text ?? "" }
    try workbench.press("f9")
    let error = #"{"type":"error","error":{"type":"overloaded_error","message":"x"}}"#
    try workbench.answer(with: error, status: 529)
    #expect(told() == "It was sent, but no whole answer came.")
    for (preset, words) in [
      ("structured output", "the schema is another one."),
      ("stop sequences", "no stop sequence is left."),
    ] {
      try skip(&workbench, to: preset)
      try workbench.press("f9")
      let place = try #require(workbench.state.tour?.place)
      try workbench.answer(with: Wire.start + Wire.text("a") + Wire.stop)
      #expect(workbench.state.tour?.place == place)
      #expect(told() == "It was sent, but this step waits until " + words)
    }
  }

  @Test func `leaving brings one's own request back, and the tour is taken up where it was`() throws
  {
    var workbench = Workbench()
    workbench.state.form.select(.field(.temperature))
    try workbench.press("right")
    let mine = workbench.state.formContent
    try workbench.press("f9")
    try skip(&workbench, to: "tools")
    try workbench.press("f9", "x")
    #expect(workbench.state.withoutTour.draft.body == mine.draft.body)
    #expect(workbench.state.withoutTour.preset == mine.preset)
    try workbench.press("escape")
    #expect(workbench.state.tour == nil)
    #expect(workbench.state.draft.body == mine.draft.body)
    #expect(workbench.state.preset == mine.preset)
    try workbench.press("f9")
    #expect(workbench.state.tour?.step.preset == "tools")
    for _ in 0..<Tour.steps.count where workbench.state.tour != nil { try workbench.press("f9") }
    #expect(workbench.state.tour == nil)
    #expect(workbench.state.draft.body == mine.draft.body)
  }

  @Test func `escape closes what is open and stops an answer before it leaves the tour`() throws {
    var workbench = Workbench()
    try workbench.press("f9", "f1", "escape")
    #expect(workbench.state.tour != nil)
    for effect in try workbench.press("f5") { workbench.begin(effect) }
    #expect(try workbench.press("escape") == [.cancelRun(.init(1))])
    #expect(workbench.state.tour != nil)
  }

  // MARK: - Opening presets

  @Test func `opening a preset is undone with its name and its endpoint`() throws {
    var workbench = Workbench()
    _ = workbench.state.useEndpoint(at: "http://localhost:9")
    workbench.state.form.select(.field(.temperature))
    try workbench.press("right")
    let mine = (workbench.body, workbench.state.preset, workbench.state.endpoint)
    let other = try #require(Preset.shipped.last)
    workbench.tell(.presetLoaded(other, name: "stop sequences", isShipped: true))
    #expect(workbench.state.title == "stop sequences")
    #expect(workbench.state.endpoint.isEmbedded)
    try workbench.press("u")
    #expect(workbench.body == mine.0)
    #expect(workbench.state.preset == mine.1)
    #expect(workbench.state.endpoint == mine.2)
    try workbench.press("U")
    #expect(workbench.state.title == "stop sequences")
    #expect(workbench.body == other.request.body)
    try workbench.press("u", "ctrl-n", "u")
    #expect(workbench.state.preset == mine.1)
  }

  @Test func `nothing is said to be seen that was left out`() throws {
    func text(_ state: WorkbenchState) -> String {
      (state.tour?.lines ?? []).map(\.text).joined(separator: " ")
    }
    var workbench = Workbench()
    try workbench.press("f9", "f9")
    #expect(text(workbench.state).contains("A step before this one was left out"))
    #expect(!text(workbench.state).contains("The answer is on the right"))
    try workbench.press("f9")
    try workbench.answer(with: answer)
    #expect(workbench.state.tour?.place == 3)
    #expect(!text(workbench.state).contains("The sense is gone"))
    try skip(&workbench, to: "thinking")
    #expect(text(workbench.state).contains("Here the model may think first"))
  }
}

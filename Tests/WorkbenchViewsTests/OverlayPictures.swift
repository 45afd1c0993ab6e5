import JSON
import MessagesAPI
import Presets
import Runs
import TerminalUI
import Testing
import WorkbenchCore

@testable import WorkbenchViews

/// Pictures of what lies over the panes: editors, lists, questions, help.
@Suite(.serialized) struct OverlayPictures {
  private static let body: JSONObject = [
    "model": "m", "max_tokens": 1024, "temperature": 5,
    "messages": [
      ["role": "user", "content": "Hello, 漢字.\nWhat is temperature? What is top_p?"],
      ["role": "assistant", "content": [["type": "text", "text": "Hi"]]],
    ],
    "tools": [["name": "look", "description": "Looks things up.", "input_schema": [:]]],
  ]

  private static let listing: [WorkbenchState.PresetSummary] = [
    .init(name: "weather", summary: "Asks about the weather in a city.", isShipped: false),
    .init(name: "broken", summary: "", isShipped: false, problem: "not JSON, line 1, column 2"),
    .init(name: "sampling", summary: "See what temperature does.", isShipped: true),
  ]

  static let states: [PictureState] = [
    PictureState("the text editor") { picture in
      try picture.go(to: "user")
      try picture.press("enter", "down", "shift-end")
    },
    PictureState("find") { picture in
      try picture.go(to: "user")
      try picture.press("enter", "ctrl-f")
      picture.type("what")
    },
    PictureState("find nothing") { picture in
      try picture.go(to: "user")
      try picture.press("enter", "ctrl-f")
      picture.type("zz")
    },
    PictureState("replace") { picture in
      try picture.go(to: "user")
      try picture.press("enter", "alt-r")
      picture.type("what")
      try picture.press("tab")
      picture.type("which")
    },
    PictureState("go to line") { picture in
      try picture.go(to: "user")
      try picture.press("enter", "alt-g")
      picture.type("2:6")
    },
    PictureState("the JSON editor") { try $0.press("f2") },
    PictureState("a fault in JSON") { picture in
      try picture.press("f2", "down", "end", "backspace")
    },
    PictureState("a fault that keeps the editor open") { picture in
      try picture.press("f2", "down", "end", "backspace", "escape")
    },
    PictureState("completion") { picture in
      try picture.press("f2", "home", "right", "enter")
      picture.type("\"t")
    },
    PictureState("the palette") { try $0.press("ctrl-p") },
    PictureState("the palette, narrowed") { picture in
      try picture.press("ctrl-p")
      picture.type("pres")
    },
    PictureState("a list in which nothing fits") { picture in
      try picture.press("ctrl-p")
      picture.type("zzz")
    },
    PictureState("presets") { picture in
      try picture.press("ctrl-o")
      picture.tell(.presetsListed(listing))
    },
    PictureState("endpoints") { try $0.press("f6") },
    PictureState("themes") { try $0.press("T", "down") },
    PictureState("models") { picture in
      try picture.go(to: "model")
      try picture.press("enter")
      picture.tell(
        .models(["workbench-small", "workbench-slow"], baseURL: Endpoint.embedded.baseURL))
    },
    PictureState("choices") { picture in
      try picture.go(to: "effort")
      try picture.press("enter")
    },
    PictureState("new block") { picture in
      try picture.go(to: "+ block")
      try picture.press("enter")
    },
    PictureState("checks") { try $0.press("!") },
    PictureState("fields") { picture in
      try picture.press("/")
      picture.type("to")
    },
    PictureState("exports") { try $0.press("Y") },
    PictureState("runs") { picture in
      picture.send()
      picture.finish(.cancelled)
      try picture.press("f7")
    },
    PictureState("save as") { try $0.press("S") },
    PictureState("a name that can't be") { picture in
      try picture.press("S")
      picture.type("a/b")
      try picture.press("enter")
    },
    PictureState("base URL") { picture in
      try picture.press("f6", "end")
      picture.type("other")
      try picture.press("enter")
    },
    PictureState("import") { try $0.press("P") },
    PictureState("import of what is no request") { picture in
      try picture.press("P")
      picture.tell(.input(.paste("{\"messages\": [}")))
    },
    PictureState("a variable's name") { try $0.press("V") },
    PictureState("a file to write") { picture in
      picture.send()
      picture.finish(.cancelled)
      try picture.press("tab", "w")
    },
    PictureState("delete?") { picture in
      try picture.press("ctrl-o")
      picture.tell(.presetsListed(listing))
      try picture.press("delete")
    },
    PictureState("overwrite?") { picture in
      try picture.press("S")
      picture.type("weather")
      try picture.press("enter")
      guard let name = try? PresetName("weather") else { return }
      picture.tell(.presetConflict(name, reason: "it is there already"))
    },
    PictureState("replace the file?") { picture in
      picture.send()
      picture.finish(.cancelled)
      picture.tell(.fileConflict(path: "m-1.md", bytes: [1], .answer))
    },
    PictureState("an image to add") { picture in
      try picture.go(to: "user")
      try picture.press("i")
    },
    PictureState("an image that can't be taken") { picture in
      try picture.go(to: "user")
      try picture.press("i")
      picture.type("a.bmp")
      try picture.press("enter")
      picture.tell(.imageRead(path: "a.bmp", .failure("it is no PNG, JPEG, GIF or WebP")))
    },
    PictureState("a theme that can't be used") { picture in
      var settings = picture.state.settings
      settings.themeProblems["paper"] = "paper.json, line 3: there is no colour rde"
      picture.tell(.configured(settings, problems: []))
      try picture.press("T", "down", "down")
    },
    PictureState("quit?") { picture in
      picture.send()
      try picture.press("ctrl-q")
    },
    PictureState("help") { try $0.press("f1") },
    PictureState("help, its end") { try $0.press("f1", "pagedown", "pagedown", "pagedown") },
    PictureState("help in a list") { try $0.press("ctrl-o", "f1") },
    PictureState("help in an editor") { try $0.press("f2", "f1") },
    PictureState("the log") { picture in
      picture.tell(
        .failed("The disk is full, and this sentence is long enough to be cut where it is short"),
        at: .seconds(75))
      picture.tell(.notice(.init("The draft is not kept", .warning)), at: .seconds(80))
      try picture.press("W")
    },
    PictureState("the tour") { try $0.press("f9") },
    PictureState("jump labels") { try $0.press("'") },
    PictureState("a notice") { picture in
      picture.tell(.notice(.init("Saved as weather", .success)))
    },
    PictureState("an error that is too long") { picture in
      picture.tell(.failed(String(repeating: "This can't be written. ", count: 8)))
    },
  ]

  @Test(arguments: states, PictureBook.sizes.indices)
  func `what lies over the panes`(state: PictureState, size: Int) throws {
    let (width, height) = PictureBook.sizes[size]
    var picture = Picture(Self.body, width: width, height: height)
    try state.reach(&picture)
    try PictureBook.compare(picture.screen, 0..<width, with: state.name, in: "overlays")
  }

  @Test(arguments: ["the JSON editor", "presets", "help", "save as", "quit?"])
  func `frames are drawn with ASCII where a terminal has no lines`(name: String) throws {
    var picture = Picture(Self.body, width: 80, height: 24)
    try #require(Self.states.first { $0.name == name }).reach(&picture)
    let screen = picture.asciiScreen
    // What stands in a frame, the terminal's driver puts into ASCII.
    #expect(!screen.picture.contains { "╭╮╰╯│".contains($0) })
    try PictureBook.compare(screen, 0..<80, with: name, in: "ascii")
  }

  @Test(arguments: [(39, 12), (40, 9), (1, 1)])
  func `a screen that is too small says so`(width: Int, height: Int) throws {
    let picture = Picture(Self.body, width: width, height: height)
    let lines = picture.text.split(separator: "\n").prefix(2).map(String.init)
    let words = ["Needs 40×10, has \(width)×\(height)", "Ctrl-Q quits"].prefix(height)
    #expect(lines == words.map { String($0.prefix(width)) })
  }
}

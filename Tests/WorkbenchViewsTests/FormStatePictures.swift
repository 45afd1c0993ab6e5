import JSON
import MessagesAPI
import Presets
import TerminalUI
import Testing
import WorkbenchCore

@testable import WorkbenchViews

/// Pictures of the request's pane in every state.
@Suite(.serialized) struct FormStatePictures {
  private static let text = #"""
    {"request": {
      "model": "m", "max_tokens": 1024, "temperature": 0.5, "top_p": null, "seed": 7, "stream": true,
      "system": [{"type": "text", "text": "Be brief."}, {"type": "text", "text": "Say no more."}],
      "stop_sequences": ["END", "\n"], "metadata": {"user_id": "u"}, "service_tier": "auto",
      "thinking": {"type": "enabled", "budget_tokens": 512},
      "output_config": {"effort": "low", "format": {"type": "json_schema", "schema": {"type": "object"}}},
      "messages": [
        {"role": "user", "content": "Weather in {{city}}, 漢字 and 👩‍👩‍👧?"},
        {"role": "assistant", "content": [
          {"type": "thinking", "thinking": "Hm.", "signature": "s"},
          {"type": "text", "text": "I look."},
          {"type": "tool_use", "id": "t1", "name": "look", "input": {"at": "sky"}}]},
        {"role": "user", "content": [
          {"type": "tool_result", "tool_use_id": "t1", "content": "blue", "is_error": true},
          {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "aGVsbG8="}}]}
      ],
      "tools": [
        {"name": "look", "description": "Looks things up.", "input_schema": {"type": "object"}},
        {"name": "search", "type": "web_search_20250305"}],
      "tool_choice": {"type": "auto"}},
     "variables": {"city": null, "unit": "celsius"},
     "switched_off": ["/tools/1", "/messages/2/content/0", "/messages/2/content/1"]}
    """#

  private static let claude = Endpoint(
    name: "claude", baseURL: "https://api.anthropic.com", authentication: .xAPIKey,
    key: .environment("ANTHROPIC_API_KEY"), version: EndpointProfile.versionWithoutSampling,
    kind: .anthropic)

  static let states: [PictureState] = [
    PictureState("model and endpoint") { try $0.go(to: "stream") },
    PictureState("system, a list of blocks") { try $0.go(to: "+ text block") },
    PictureState("messages") { try $0.go(to: "+ message") },
    PictureState("a folded message") { picture in
      try picture.go(to: "assistant")
      try picture.press("left")
    },
    PictureState("a block's members") { picture in
      try picture.go(to: "tool_use")
      try picture.press("right")
    },
    PictureState("variables") { try $0.go(to: "+ variable") },
    PictureState("a variable's value") { picture in
      try picture.go(to: "city")
      try picture.press("enter")
      picture.type("Lisbon")
    },
    PictureState("sampling") { try $0.go(to: "+ stop sequence") },
    PictureState("a number that is typed") { picture in
      try picture.go(to: "temperature")
      try picture.press("enter", "ctrl-a")
      picture.type("1.25")
    },
    PictureState("a number that is none") { picture in
      try picture.go(to: "temperature")
      try picture.press("enter", "ctrl-a")
      picture.type("warm")
      try picture.press("enter")
    },
    PictureState("the slider of an unset number") { try $0.go(to: "top_k") },
    PictureState("a slider at its end") { picture in
      try picture.go(to: "temperature")
      for _ in 0..<30 { try picture.press("shift-right") }
    },
    PictureState("thinking") { try $0.go(to: "effort") },
    PictureState("tools") { try $0.go(to: "no parallel use") },
    PictureState("a tool's members") { picture in
      try picture.go(to: "look")
      try picture.press("right")
    },
    PictureState("output") { try $0.go(to: "format.schema") },
    PictureState("compatibility") { try $0.go(to: "+ other field") },
    PictureState("all folded") { picture in
      try picture.press("end")
      for _ in picture.state.form.rows {
        if picture.state.form.selectedRow?.isGroup == true { try picture.press("enter") }
        try picture.press("up")
      }
    },
    PictureState("undone") { picture in
      try picture.go(to: "temperature")
      try picture.press("delete", "u")
    },
    PictureState("the answer has the keys") { try $0.press("tab") },
  ]

  @Test(arguments: states, PictureBook.sizes.indices)
  func `the form`(state: PictureState, size: Int) throws {
    let (width, height) = PictureBook.sizes[size]
    var picture = Picture(
      try Preset(parsing: Array(Self.text.utf8)), width: width, height: height)
    // What is chosen to be seen, not where the program begins.
    try state.reach(&picture)
    try compare(picture, state.name, "form")
  }

  @Test(arguments: PictureBook.sizes.indices)
  func `the form of a server with settings of its own, which rejects some fields`(size: Int) throws
  {
    let (width, height) = PictureBook.sizes[size]
    var picture = Picture(
      try Preset(parsing: Array(Self.text.utf8)), width: width, height: height,
      endpoint: Self.claude)
    try picture.go(to: "headers")
    try compare(picture, "settings of an endpoint", "form")
    try picture.go(to: "top_k")
    try compare(picture, "rejected fields", "form")
    try picture.go(to: "key")
    try picture.press("enter", "ctrl-a")
    picture.type("sk-secret")
    try picture.press("enter")
    try compare(picture, "a key that was typed", "form")
  }

  /// The pane, and of the last line what stands below it.
  private func compare(_ picture: Picture, _ name: String, _ book: String) throws {
    let width = picture.state.layout.request?.width ?? picture.state.size.width
    try PictureBook.compare(picture.screen, 0..<width, with: name, in: book)
  }
}

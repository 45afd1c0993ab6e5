import JSON
import MessagesAPI
import TerminalUI
import Testing

@testable import WorkbenchCore

/// Content blocks and tools: images from files, members with lines of their own, texts and lists.
@Suite struct BlockTests {
  private static let png = Base64.encode(
    [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]
      + [0, 0, 2, 128, 0, 0, 1, 224, 8, 2, 0, 0, 0])

  private func workbenchWithPrompt() throws -> Workbench {
    var workbench = Workbench()
    workbench.state.form.select(.item("/messages/0"))
    try workbench.press("i")
    workbench.type("/x/a.png")
    return workbench
  }

  @Test func `an image from a file joins the text of a message, as one edit`() throws {
    var workbench = try workbenchWithPrompt()
    #expect(try workbench.press("enter") == [.readImage(path: "/x/a.png")])
    let image = Action.ImageReading.image(mediaType: "image/png", base64: Self.png)
    workbench.tell(.imageRead(path: "/x/other.png", image))
    #expect(workbench.state.overlay != nil)
    workbench.tell(.imageRead(path: "/x/a.png", image))
    #expect(workbench.state.overlay == nil)
    #expect(
      workbench.body["messages"]?[0]?["content"] == [
        ["type": "text", "text": "Hello"],
        [
          "type": "image",
          "source": ["type": "base64", "media_type": "image/png", "data": .string(Self.png)],
        ],
      ])
    #expect(workbench.state.form.selectedRow?.value == .value("PNG 640×480, 29 bytes"))
    try workbench.press("u")
    #expect(workbench.body["messages"]?[0]?["content"] == "Hello")
  }

  @Test(
    arguments: [
      (
        ["type": "base64", "media_type": "application/pdf", "data": .string(png)],
        "application/pdf, 29 bytes"
      ),
      (["type": "text", "media_type": "text/plain", "data": "one\ntwo"], "one⏎two"),
      (["type": "url", "url": "https://x.org/a.pdf"], "https://x.org/a.pdf"),
      (["type": "file", "file_id": "file_1"], "file_1"),
      (["type": "content", "content": [["type": "text", "text": "part"]]], "part"),
      (["type": "other"], #"{"type":"other"}"#),
    ] as [(JSONValue, String)])
  func `a document is shown by its title and where it comes from`(source: JSONValue, text: String) {
    #expect(Preview.block(["type": "document", "source": source]) == text)
    #expect(
      Preview.block(["type": "document", "title": "Plan", "source": source]) == "Plan: " + text)
  }

  @Test func `what is long is shown by its beginning`() {
    let long = JSONValue.string(String(repeating: "ab", count: 50_000))
    let line = Preview.block(["type": "thing", "data": long])
    #expect(line == #"{"type":"thing","data":""# + String(repeating: "ab", count: 88) + "…")
    let call = Preview.block(["type": "tool_use", "name": "find", "input": ["a": long]])
    #expect(call.hasPrefix(#"find {"a":"abab"#))
    #expect(call.count == 201)
  }

  @Test func `a file that can't be taken leaves the question open, with the reason`() throws {
    var workbench = try workbenchWithPrompt()
    try workbench.press("enter")
    workbench.tell(.imageRead(path: "/x/a.png", .failure("no image")))
    guard case .prompt(let prompt)? = workbench.state.overlay else {
      Issue.record("the question is gone")
      return
    }
    #expect(prompt.complaint == "no image")
    #expect(prompt.editor.text == "/x/a.png")
  }

  @Test func `tab goes on with a path and shows the choice`() throws {
    var workbench = try workbenchWithPrompt()
    #expect(try workbench.press("tab") == [.completePath("/x/a.png")])
    workbench.tell(
      .pathCompleted("/x/a.png", to: "/x/a.png.", choices: ["a.png.bak", "a.png.old"]))
    guard case .prompt(let prompt)? = workbench.state.overlay else { return }
    #expect(prompt.editor.text == "/x/a.png.")
    #expect(prompt.hint == "a.png.bak  a.png.old")
  }

  @Test func `enter on an image replaces it, on a URL types the URL`() throws {
    var workbench = Workbench(body: [
      "messages": [
        [
          "role": "user",
          "content": [
            Block.image(mediaType: "image/gif", base64: "R0lGODlh"), Block.image(url: "https://a"),
          ],
        ]
      ]
    ])
    workbench.state.form.select(.item("/messages/0/content/0"))
    try workbench.press("enter")
    workbench.type("a.png")
    try workbench.press("enter")
    workbench.tell(
      .imageRead(path: "a.png", .image(mediaType: "image/png", base64: Self.png)))
    #expect(
      workbench.body["messages"]?[0]?["content"]?[0]
        == Block.image(mediaType: "image/png", base64: Self.png))
    workbench.state.form.select(.item("/messages/0/content/1"))
    try workbench.press("enter")
    workbench.type("https://b")
    try workbench.press("enter")
    #expect(workbench.body["messages"]?[0]?["content"]?[1] == Block.image(url: "https://b"))
  }

  @Test func `a media type that the bytes contradict can be mended`() throws {
    var workbench = Workbench(body: [
      "model": "m",
      "messages": [
        ["role": "user", "content": [Block.image(mediaType: "image/png", base64: "R0lGODlhAQAB")]]
      ],
    ])
    try workbench.press("m")
    let source = workbench.body["messages"]?[0]?["content"]?[0]?["source"]
    #expect(source?["media_type"] == "image/gif")
  }

  @Test func `the members of a tool have lines, typed and switched in place`() throws {
    var workbench = Workbench(body: ["tools": [["name": "a", "input_schema": [:]]]])
    workbench.state.form.select(.item("/tools/0"))
    try workbench.press("right", "down", "enter")
    workbench.type("b")
    try workbench.press("enter")
    #expect(workbench.body["tools"]?[0]?["name"] == "b")
    workbench.state.form.select(.member("/tools/0/strict"))
    try workbench.press("enter")
    #expect(workbench.body["tools"]?[0]?["strict"] == true)
    try workbench.press("x")
    #expect(workbench.body["tools"]?[0]?["strict"] == nil)
    workbench.state.form.select(.member("/tools/0/description"))
    try workbench.press("enter")
    workbench.type("Does it.")
    try workbench.press("escape")
    #expect(workbench.body["tools"]?[0]?["description"] == "Does it.")
    try workbench.press("up", "up", "left")
    #expect(!workbench.state.form.rows.contains { $0.id == .member("/tools/0/name") })
  }

  @Test func `a text becomes a list of blocks and back`() throws {
    var workbench = Workbench()
    workbench.state.form.select(.item("/messages/0"))
    try workbench.press("b")
    #expect(workbench.body["messages"]?[0]?["content"] == [["type": "text", "text": "Hello"]])
    try workbench.press("b")
    #expect(workbench.body["messages"]?[0]?["content"] == "Hello")
  }

  @Test func `any value is edited as JSON`() throws {
    var workbench = Workbench(body: ["temperature": 1])
    workbench.state.form.select(.field(.temperature))
    try workbench.press("E", "ctrl-a")
    workbench.type("\"warm\"")
    try workbench.press("escape")
    #expect(workbench.body["temperature"] == "warm")
  }
}

import Glibc
import TestSupport
import Testing

/// A preset's file that someone else changes while the program has it open.
@Suite(.serialized) struct PresetConflictTests {
  private let home = TemporaryFolder()
  private static let folder = ".local/share/messages-workbench/presets"

  private func write(model: String) {
    var path = ""
    for step in Self.folder.split(separator: "/") {
      path += (path.isEmpty ? "" : "/") + step
      mkdir(home.path(path), 0o700)
    }
    let text = #"{"request": {"model": "\#(model)", "max_tokens": 9, "messages": []}}"#
    home.write(Self.folder + "/mine.json", Array(text.utf8))
  }

  private var saved: String {
    String(decoding: home.read(Self.folder + "/mine.json") ?? [], as: UTF8.self)
  }

  @Test func `a preset that was changed since the start is replaced only when that is meant`()
    throws
  {
    write(model: "before")
    let terminal = TmuxTerminal(home: home, arguments: ["mine"])
    try #require(terminal.shows("before"))
    write(model: "theirs")
    try terminal.go(to: "max_tokens")
    terminal.type("7")
    terminal.press("Enter", "C-s")
    try #require(terminal.shows("someone else changed the file"))
    // The question comes when the file was looked at, not with the key: another one isn't taken for it.
    terminal.type("n")
    try #require(terminal.hides("someone else changed the file"))
    #expect(saved.contains("theirs"))
    terminal.press("C-s")
    try #require(terminal.shows("someone else changed the file"))
    terminal.type("y")
    try #require(terminal.shows("Saved as mine"))
    #expect(saved.contains("before") && saved.contains("7"))
  }
}

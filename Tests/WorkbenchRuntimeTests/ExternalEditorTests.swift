import Glibc
import TestSupport
import Testing
import WorkbenchCore

@testable import WorkbenchRuntime

struct ExternalEditorTests {
  private let folder = TemporaryFolder()

  /// An environment with a program whose first argument is a name and the last one a file: it writes the
  /// other ones to the file, and to another one as well.
  private func environment(_ variable: String, _ setting: String) -> [String: String] {
    folder.write(
      "program",
      Array(
        """
        for file; do :; done
        while [ $# -gt 1 ]; do printf '<%s>' "$1"; shift; done > "$file"
        cp "$file" \(folder.path("copy"))
        """.utf8))
    return [
      "TMPDIR": folder.path, "PATH": "/usr/bin:/bin", "SCRIPT": folder.path("program"),
      variable: setting.split(separator: "PROGRAM").joined(separator: folder.path("program")),
    ]
  }

  private static let settings = [
    ("sh PROGRAM -c -a \"\"", "<-c><-a><>"), ("sh  PROGRAM\ta  'b  c'", "<a><b  c>"),
    ("sh PROGRAM a\tb", "<a><b>"), ("X=y sh \"$SCRIPT\" \\\"", "<\">"),
  ]

  @Test(arguments: settings)
  func `the editor's variable is read as a shell reads it`(setting: String, words: String) {
    #expect(
      ExternalEditor.edit(
        "text", fileExtension: "txt", command: nil, environment: environment("VISUAL", setting))
        == .edited(words))
  }

  @Test(arguments: settings)
  func `the pager's variable is read as a shell reads it`(setting: String, words: String) {
    #expect(ExternalEditor.page("text", environment: environment("PAGER", setting)) == nil)
    #expect(folder.read("copy").map { String(decoding: $0, as: UTF8.self) } == words)
  }

  @Test func `where no editor is named the first of the usual ones that is there is taken`() {
    var variables = environment("EDITOR", "")
    variables["PATH"] = folder.path + ":/usr/bin:/bin"
    folder.write("nano", Array("#!/bin/sh\nprintf by-nano > \"$1\"".utf8))
    chmod(folder.path("nano"), 0o700)
    #expect(
      ExternalEditor.edit("text", fileExtension: "txt", command: nil, environment: variables)
        == .edited("by-nano"))
  }

  @Test func `a program is told to end with this one`() {
    var ends: [Int32] = [-1, -1]
    #expect(pipe(&ends) == 0)
    defer { ends.forEach { close($0) } }
    #expect(write(ends[1], "!", 1) == 1)
    let action = ExternalEditor.edit(
      "text", fileExtension: "txt", command: ["sh", "-c", "exec sleep 600"],
      environment: environment("VISUAL", ""),
      until: ExternalEditor.Interruption(descriptor: ends[0]) { true })
    #expect(action == .failed("sh was ended by signal 1. The text is as it was"))
  }

  @Test func `the words of the configuration are no shell's`() {
    var variables = environment("VISUAL", "false")
    variables["TMPDIR"] = folder.path
    #expect(
      ExternalEditor.edit(
        "text", fileExtension: "txt", command: ["sh", folder.path("program"), "$PATH 'x"],
        environment: variables) == .edited("<$PATH 'x>"))
  }

  @Test(arguments: [
    ("no-such-editor -x", "no-such-editor can't be started"),
    ("sh -c 'exit 3'", "sh ended with status 3"),
    (" \t", "Neither the configuration"),
  ])
  func `what goes wrong is said of the program that was named`(setting: String, message: String) {
    var environment = environment("EDITOR", setting)
    // Where nothing is named, none may be there.
    if setting == " \t" { environment["PATH"] = folder.path }
    let action = ExternalEditor.edit(
      "text", fileExtension: "txt", command: [], environment: environment)
    guard case .failed(let sentence) = action else {
      Issue.record("it went well")
      return
    }
    #expect(sentence.hasPrefix(message))
  }
}

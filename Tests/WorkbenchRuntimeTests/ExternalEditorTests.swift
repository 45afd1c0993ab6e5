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
    let action = ExternalEditor.edit(
      "text", fileExtension: "txt", command: [], environment: environment("EDITOR", setting))
    guard case .failed(let sentence) = action else {
      Issue.record("it went well")
      return
    }
    #expect(sentence.hasPrefix(message))
  }
}

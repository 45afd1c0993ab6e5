import Testing

@testable import CommandLineTool

@Suite struct ArgumentsTests {
  private func parse(_ line: String, for command: Command = .send) throws -> Arguments {
    try Arguments(line.split(separator: " ").map(String.init)[...], for: command)
  }

  private func complaint(_ line: String, for command: Command = .send) -> String? {
    do throws(UsageError) {
      _ = try Arguments(line.split(separator: " ").map(String.init)[...], for: command)
      return nil
    } catch {
      return error.description
    }
  }

  @Test func `values stand after a space or an equals sign`() throws {
    let arguments = try parse("mine --endpoint friendli --set=a=1 --set b=2 --output=json")
    #expect(arguments.operand == "mine")
    #expect(arguments.value("--endpoint") == "friendli")
    #expect(arguments.values("--set") == ["a=1", "b=2"])
    #expect(arguments.value("--output") == "json")
    #expect(!arguments.has("--help"))
  }

  @Test func `a dash is an operand, and two dashes end the options`() throws {
    #expect(try parse("-").operand == "-")
    #expect(try parse("-- --set").operand == "--set")
    #expect(try parse("--set --x=1").values("--set") == ["--x=1"])
  }

  @Test(arguments: [
    (
      "--endpint x",
      "there is no option --endpint (did you mean --endpoint?); "
        + "`workbench send --help` lists them"
    ),
    ("--nothing", "there is no option --nothing; `workbench send --help` lists them"),
    ("-x", "there is no option -x; `workbench send --help` lists them"),
    ("--set", "a value is missing: --set PATH=JSON"),
    ("--help=yes", "--help takes no value"),
    ("--output json --output text", "--output is given twice"),
    ("a b", "don't know what to do with \"b\""),
  ])
  func `what can't be understood is named`(line: String, expected: String) {
    #expect(complaint(line) == expected)
  }

  @Test(arguments: [
    "--key x", "--api-key=x", "--auth-token x", "sk-ant-REDACTED",
    "--set model=m --endpoint sk-ant-REDACTED", "flp_abcdefghijklmnop",
  ])
  func `a key on the command line is refused and not repeated`(line: String) {
    let text = complaint(line)
    #expect(text?.contains("doesn't belong on the command line") == true)
    #expect(text?.contains("abcdef") == false)
  }

  @Test(
    arguments: [
      ("send", ["send", "serve"], "send"), ("sned", ["send", "serve"], "send"),
      ("sevre", ["send", "serve"], "serve"), ("serv", ["send", "serve"], "serve"),
      ("chat-simple", ["chat-sample"], "chat-sample"), ("x", ["send"], nil),
    ] as [(String, [String], String?)])
  func `a near name is suggested`(text: String, names: [String], expected: String?) {
    #expect(text.nearest(in: names) == expected)
  }
}

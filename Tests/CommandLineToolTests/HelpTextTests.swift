import Testing

@testable import CommandLineTool

@Suite struct HelpTextTests {
  @Test func `the program's help lists commands and options`() {
    #expect(
      HelpText(.interface).description == """
        usage: workbench [PRESET|FILE] [options]

        Opens the workbench.

        commands:
          send    Sends a request and writes the answer to standard output as it comes.
          serve   Serves the embedded endpoint over HTTP on 127.0.0.1 and ::1.
          check   Tells what an endpoint would refuse or ignore in a request.
          locate  Prints where files are kept.
          keys    Prints the actions of the interface: their names in the configuration,
                  and keys.

          PRESET|FILE  the preset or file to open; the last draft unless given

        options:
          --endpoint NAME|URL  the endpoint: one that is set up, or any base URL
          --theme NAME         the theme to draw with
          --help               show this help
          --version            show the version

        `workbench COMMAND --help` tells more of a command.

        """)
  }

  @Test func `a command's help has its notes at the end`() {
    #expect(
      HelpText(.check).description == """
        usage: workbench check [PRESET|FILE|-] [options]

        Tells what an endpoint would refuse or ignore in a request.

          PRESET|FILE|-  a preset's name, a file, or - for standard input

        options:
          --endpoint NAME|URL  the endpoint: one that is set up, or any base URL
          --var NAME=VALUE     what {{NAME}} stands for in the texts of the request
          --help               show this help

        Exit status: 0 nothing would be refused, 1 something would, 2 wrong usage.

        """)
  }

  @Test(arguments: Command.all.map(\.name)) func `no line is wider than a terminal`(name: String) {
    let command = Command.all.first { $0.name == name } ?? .interface
    #expect(
      HelpText(command).description.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }
}

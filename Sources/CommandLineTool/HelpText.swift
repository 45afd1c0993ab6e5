/// The help of a command, made from its row in the table.
struct HelpText: CustomStringConvertible {
  private let command: Command
  private static let width = 80

  init(_ command: Command) {
    self.command = command
  }

  var description: String {
    var sections = ["usage: \(command.usage)", Self.wrapped(command.summary, indent: 0)]
    if command.name.isEmpty {
      let others = Command.all.filter { !$0.name.isEmpty }
      sections.append(Self.table("commands", others.map { ($0.name, $0.summary) }))
    }
    if let operand = command.operand {
      let name = operand.usage.filter { $0 != "[" && $0 != "]" }
      sections.append(Self.table(nil, [(name, operand.help)]))
    }
    sections.append(Self.table("options", command.allOptions.map { ($0.usage, $0.help) }))
    sections += command.notes.map { Self.wrapped($0, indent: 0) }
    if command.name.isEmpty {
      sections.append("`workbench COMMAND --help` tells more of a command.")
    }
    return sections.joined(separator: "\n\n") + "\n"
  }

  private static func table(_ title: String?, _ rows: [(name: String, text: String)]) -> String {
    let column = 2 + (rows.map(\.name.count).max() ?? 0) + 2
    let lines = rows.map { row in
      let name = "  " + row.name + String(repeating: " ", count: column - 2 - row.name.count)
      return name + wrapped(row.text, indent: column).dropFirst(column)
    }
    return ((title.map { [$0 + ":"] } ?? []) + lines).joined(separator: "\n")
  }

  /// The text in lines of limited width, each with the indent.
  private static func wrapped(_ text: String, indent: Int) -> String {
    let margin = String(repeating: " ", count: indent)
    var lines = [margin]
    for word in text.split(separator: " ") {
      let line = lines[lines.count - 1]
      if line.count > indent, line.count + 1 + word.count > width {
        lines.append(margin + word)
      } else {
        lines[lines.count - 1] = line.count > indent ? line + " " + word : line + word
      }
    }
    return lines.joined(separator: "\n")
  }
}

extension Command {
  var usage: String {
    (["workbench", name, operand?.usage ?? "", "[options]"].filter { !$0.isEmpty })
      .joined(separator: " ")
  }

  /// The command's options and those that every command has.
  var allOptions: [Option] {
    options + [Self.help] + (name.isEmpty ? [Self.version] : [])
  }
}

extension Command.Option {
  var usage: String { value.map { "\(name) \($0)" } ?? name }
}

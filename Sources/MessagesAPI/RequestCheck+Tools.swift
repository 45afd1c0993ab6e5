internal import JSON

extension RequestCheck {
  /// The rules of each tool and of their names.
  mutating func checkTools() {
    var names: Set<String> = []
    for (index, json) in (request.body["tools"]?.arrayValue ?? []).enumerated() {
      guard let object = json.objectValue else { continue }
      let tool = Tool(object)
      let pointer = JSONPointer(["tools", String(index)])
      guard tool.isClientTool else {
        checkServerTool(tool, at: pointer)
        continue
      }
      checkName(tool.name, at: pointer.appending("name"))
      if let name = tool.name, !names.insert(name).inserted {
        report(
          ruleSeverity, pointer.appending("name"), "Two tools are called \(name).",
          mend: .set(pointer.appending("name"), to: .string(freeName(like: name))))
      }
      checkInputSchema(tool.inputSchema, at: pointer.appending("input_schema"))
      checkList(
        object["allowed_callers"], of: .string, at: pointer.appending("allowed_callers"))
      checkList(object["input_examples"], of: .object, at: pointer.appending("input_examples"))
    }
  }

  private mutating func checkServerTool(_ tool: Tool, at pointer: JSONPointer) {
    let type = tool.type ?? ""
    switch profile.supportOfServerTools {
    case .ignored, .rejected:
      report(
        .warning, pointer.appending("type"),
        "\(endpoint) drops tools of the type \(type) without a word: the model won't see this one.",
        mend: .remove(pointer.appending("type")))
    case .unknown:
      report(
        .note, pointer.appending("type"),
        "A tool of the type \(type) is run by the server, if this one knows it.")
    case .used, .required:
      for name in ["allowed_domains", "blocked_domains"] {
        checkList(tool.json[name], of: .string, at: pointer.appending(name))
      }
    }
  }

  private mutating func checkName(_ name: String?, at pointer: JSONPointer) {
    guard let name, !name.isEmpty else {
      report(.error, pointer, "A tool needs a name.")
      return
    }
    let isPlain = name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
        true
      default: false
      }
    }
    let limit = profile.kind == .anthropic ? 128 : 64
    if !isPlain {
      report(
        ruleSeverity, pointer, "A tool's name may hold letters, digits, _ and - only.",
        mend: .set(pointer, to: .string(Self.plainName(name))))
    } else if name.utf8.count > limit {
      report(.warning, pointer, "Names of more than \(limit) characters are refused or cut.")
    }
  }

  private mutating func checkInputSchema(_ schema: JSONValue?, at pointer: JSONPointer) {
    let empty: JSONValue = ["type": "object", "properties": [:]]
    guard let schema, !schema.isNull else {
      if profile.support(ofField: "tools.input_schema") == .required {
        report(
          .error, pointer, "\(endpoint) requires an input_schema.",
          mend: .set(pointer, to: empty))
      } else {
        report(.note, pointer, "Without input_schema the model has to guess the input.")
      }
      return
    }
    guard schema.objectValue != nil else {
      report(ruleSeverity, pointer, "input_schema has to be an object, and is \(schema.article).")
      return
    }
    let type: JSONPointer = "/type"
    let isObject = schema[type] == "object"
    if !isObject {
      report(
        ruleSeverity, pointer.appending("type"),
        "The schema of a tool's input has the type object.",
        mend: .set(pointer.appending("type"), to: "object"))
    }
    checkSchema(schema, at: pointer, except: isObject ? nil : type)
  }

  /// The rules of `tool_choice`, alone and with the other fields.
  mutating func checkToolChoice() {
    guard let choice = request.body["tool_choice"], !choice.isNull else { return }
    let pointer: JSONPointer = "/tool_choice"
    guard choice.objectValue != nil else {
      report(
        ruleSeverity, pointer, "tool_choice has to be an object, and is \(choice.article).",
        mend: choice.stringValue.map { .set(pointer, to: ["type": .string($0)]) })
      return
    }
    guard let type = choice["type"]?.stringValue else {
      report(
        ruleSeverity, pointer, "tool_choice needs a type.",
        mend: .set(pointer.appending("type"), to: "auto"))
      return
    }
    if request.toolCount == 0, type != "none" {
      report(
        ruleSeverity, pointer, "There is a tool_choice, but there are no tools.",
        mend: .remove(pointer))
    }
    checkNamedChoice(choice, type)
    if type == "none", choice["disable_parallel_tool_use"] != nil {
      let place = RequestField.disableParallelToolUse.pointer
      report(
        ruleSeverity, place, "disable_parallel_tool_use can't stand with the type none.",
        mend: .remove(place))
    }
    let isForced = type == "any" || type == "tool"
    if isForced, value(.thinkingType)?.stringValue == "enabled" {
      report(
        ruleSeverity, pointer, "A forced call can't go with thinking enabled; adaptive is fine.",
        mend: .set(RequestField.toolChoiceType.pointer, to: "auto"))
    }
    if type == "none", profile.kind == .llamaCpp {
      report(.warning, RequestField.toolChoiceType.pointer, "llama.cpp ignores the type none.")
    }
  }

  private mutating func checkNamedChoice(_ choice: JSONValue, _ type: String) {
    let pointer = RequestField.toolChoiceName.pointer
    let names = request.tools.compactMap(\.name)
    let name = choice["name"]?.stringValue
    if type == "tool" {
      if name == nil {
        report(
          ruleSeverity, pointer, "The type tool needs the name of one.",
          mend: names.first.map { .set(pointer, to: .string($0)) })
      } else if let name, !names.contains(name), !names.isEmpty {
        report(
          ruleSeverity, pointer, "No tool is called \(name).",
          mend: .set(pointer, to: .string(names[0])))
      }
    } else if name != nil {
      report(
        .warning, pointer, "A name means something with the type tool only.",
        mend: .remove(pointer))
    }
  }

  /// The name with a number at its end that no tool has yet.
  private func freeName(like name: String) -> String {
    let names = Set(request.tools.compactMap(\.name))
    var number = 2
    while names.contains("\(name)_\(number)") { number += 1 }
    return "\(name)_\(number)"
  }

  /// The name with whatever isn't allowed made into underscores.
  private static func plainName(_ name: String) -> String {
    String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") ? $0 : "_" })
  }
}

import JSON

extension RequestValidation {
  private static let longestToolName = 128

  mutating func checkTools() {
    var names: Set<String> = []
    for index in (checkList(["tools"]) ?? []).indices {
      let pointer: JSONPointer = ["tools", "\(index)"]
      guard checkElement(pointer) else { continue }
      let type = checkString(pointer.appending("type"))
      // Tools that run on a server have rules of their own, and are skipped here.
      guard [nil, "", "custom"].contains(type) else { continue }
      checkName(pointer.appending("name"), among: &names)
      checkString(pointer.appending("description"))
      checkBool(pointer.appending("strict"))
      checkInputSchema(
        pointer.appending("input_schema"),
        isForced: isForced(value(pointer.appending("name"))))
    }
  }

  private mutating func checkName(_ pointer: JSONPointer, among names: inout Set<String>) {
    guard let name = checkString(pointer, isRequired: true) else { return }
    let isValid = name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
        true
      default: false
      }
    }
    if !isValid || !(1...Self.longestToolName).contains(name.utf8.count) {
      fail(pointer, "has to be 1 to \(Self.longestToolName) letters, digits, _ and -")
    } else if !names.insert(name).inserted {
      fail(pointer, "is the name of an earlier tool")
    }
  }

  /// Whether a tool has to be called, or may have to be.
  private func isForced(_ name: JSONValue?) -> Bool {
    switch value(["tool_choice", "type"])?.stringValue {
    case "any"?: true
    case "tool"?: name != nil && name == value(["tool_choice", "name"])
    default: false
    }
  }

  private mutating func checkInputSchema(_ pointer: JSONPointer, isForced: Bool) {
    guard let schema = checkObject(pointer) else { return }
    guard schema["type"] == nil || schema["type"] == "object" else {
      fail(pointer.appending("type"), "has to be object, not \(schema["type"] ?? .null)")
      return
    }
    checkSchema(schema, at: pointer, isNeeded: isForced)
  }

  /// Checks whether a schema is one, and where a value of it is needed, whether there may be one.
  mutating func checkSchema(_ schema: JSONObject, at pointer: JSONPointer, isNeeded: Bool) {
    for problem in JSONSchema(.object(schema)).problems {
      switch problem.effect {
      case .invalid: fail(pointer.appending(problem.pointer), problem.message)
      case .unsatisfiable where isNeeded:
        fail(pointer.appending(problem.pointer), problem.message)
      case .unsatisfiable, .contradictory, .doubtful: break
      }
    }
  }

  mutating func checkToolChoice() {
    guard checkObject(["tool_choice"]) != nil else { return }
    let pointer: JSONPointer = ["tool_choice"]
    let types = ["auto", "any", "tool", "none"]
    checkBool(pointer.appending("disable_parallel_tool_use"))
    guard let type = checkChoice(pointer.appending("type"), of: types, isRequired: true) else {
      return
    }
    if type == "none", value(pointer.appending("disable_parallel_tool_use")) != nil {
      fail(pointer.appending("disable_parallel_tool_use"), "has no place when the type is none")
    }
    let names = ToolDefinition.usable(in: body).map(\.name)
    if ["any", "tool"].contains(type), names.isEmpty {
      fail(pointer.appending("type"), "can't be \(type) without a tool to call")
    }
    guard type == "tool" else { return }
    let name = checkString(pointer.appending("name"), isRequired: true)
    if let name, !names.isEmpty, !names.contains(name) {
      fail(pointer.appending("name"), "is none of the tools: \(names.joined(separator: ", "))")
    }
  }
}

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
      checkInputSchema(pointer.appending("input_schema"))
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

  private mutating func checkInputSchema(_ pointer: JSONPointer) {
    guard let schema = checkObject(pointer) else { return }
    if let type = schema["type"], type != "object" {
      fail(pointer.appending("type"), "has to be object, not \(type)")
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

internal import JSON
internal import MessagesAPI
internal import Runs

extension RequestExport {
  /// A program for the official Python library.
  var python: String {
    let known = Set(MessageRequest.fields.map { $0.path[0] }).subtracting(["context_manager"])
    var arguments: [String] = []
    var extra: [JSONObject.Member] = []
    for member in body.members {
      let name = member.key.value
      if known.contains(name) {
        arguments.append("\(name)=\(Self.python(member.value, indent: 1)),")
      } else {
        extra.append(member)
      }
    }
    if body["max_tokens"] == nil { arguments.append("max_tokens=anthropic.NOT_GIVEN,") }
    if !extra.isEmpty {
      arguments.append("extra_body=\(Self.python(.object(JSONObject(extra)), indent: 1)),")
    }
    let modules = (isCommand ? ["os", "subprocess"] : ["os"]) + ["", "anthropic"]
    let imports = modules.map { $0.isEmpty ? "" : "import " + $0 }.joined(separator: "\n")
    let use =
      MessageRequest(body).isStreaming ? "for event in answer:\n    print(event)" : "print(answer)"
    return """
      \(imports)

      client = anthropic.Anthropic(
          base_url=\(clientBase.map(Self.quoted) ?? "os.environ[\(Self.quoted(Self.addressVariable))]"),
          \(keyArgument(bearer: "auth_token", other: "api_key"))=\(pythonKey),
          default_headers={\(clientHeaders.map { "\(Self.quoted($0.name)): \(Self.quoted($0.value))" }
            .joined(separator: ", "))},
      )

      answer = client.messages.create(
      \(arguments.map { "    " + $0 }.joined(separator: "\n"))
      )
      \(use)

      """
  }

  /// A program for the official TypeScript library.
  var typeScript: String {
    let base = clientBase.map(Self.quoted) ?? "process.env[\(Self.quoted(Self.addressVariable))]"
    let headers = clientHeaders.map { "\(Self.quoted($0.name)): \(Self.quoted($0.value))" }
    let isStreaming = MessageRequest(body).isStreaming
    let call = "await client.messages.create(request as any)"
    let use =
      isStreaming
      ? "for await (const event of (\(call)) as any) {\n  console.log(event);\n}"
      : "console.log(\(call));"
    let imports =
      switch endpoint.key {
      case .command?: "import { execFileSync } from \"node:child_process\";\n"
      case .file?: "import { readFileSync } from \"node:fs\";\n"
      case .environment?, nil: ""
      }
    return """
      \(imports)import Anthropic from "@anthropic-ai/sdk";

      const client = new Anthropic({
        baseURL: \(base),
        \(keyArgument(bearer: "authToken", other: "apiKey")): \(typeScriptKey),
        defaultHeaders: { \(headers.joined(separator: ", ")) },
      });

      const request = \(bodyText);

      \(use)

      """
  }

  private var isCommand: Bool { if case .command? = endpoint.key { true } else { false } }

  private func keyArgument(bearer: String, other: String) -> String {
    endpoint.authentication == .bearer ? bearer : other
  }

  private var pythonKey: String {
    switch endpoint.key {
    case .environment(let name)?: "os.environ[\(Self.quoted(name))]"
    case .command(let words)?:
      "subprocess.check_output([\(words.map(Self.quoted).joined(separator: ", "))], text=True)"
        + ".splitlines()[0]"
    case .file(let path)?: "open(os.path.expanduser(\(Self.quoted(path)))).readline().strip()"
    case nil: Self.quoted("none")
    }
  }

  private var typeScriptKey: String {
    switch endpoint.key {
    case .environment(let name)?: "process.env[\(Self.quoted(name))]"
    case .command(let words)?:
      "execFileSync(\(Self.quoted(words[0])), "
        + "[\(words.dropFirst().map(Self.quoted).joined(separator: ", "))], "
        + "{ encoding: \"utf8\" }).split(\"\\n\")[0]"
    case .file(let path)?:
      "readFileSync(\(Self.quoted(path)), \"utf8\").split(\"\\n\")[0]"
    case nil: Self.quoted("none")
    }
  }

  /// A string literal that Python and JavaScript read alike.
  private static func quoted(_ text: String) -> String { JSONValue.string(text).text(.compact) }

  /// A value as a Python literal, its further lines indented.
  private static func python(_ value: JSONValue, indent: Int) -> String {
    let outer = String(repeating: "    ", count: indent)
    let inner = outer + "    "
    switch value {
    case .null: return "None"
    case .bool(let value): return value ? "True" : "False"
    case .number(let number): return number.text
    case .string(let string): return quoted(string.value)
    case .array(let array):
      if array.isEmpty { return "[]" }
      let lines = array.map { "\(inner)\(python($0, indent: indent + 1)),\n" }
      return "[\n\(lines.joined())\(outer)]"
    case .object(let object):
      if object.isEmpty { return "{}" }
      let lines = object.members.map {
        "\(inner)\(quoted($0.key.value)): \(python($0.value, indent: indent + 1)),\n"
      }
      return "{\n\(lines.joined())\(outer)}"
    }
  }
}

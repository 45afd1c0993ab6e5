import JSON

/// A model of the embedded endpoint: the one language model, with a pace and habits of its own.
public struct LocalModel: Hashable, Sendable {
  /// What it does other than the rest.
  public enum Habit: Hashable, Sendable {
    case none
    /// Says no more than it has to.
    case terse
    /// Gets tool inputs wrong: wrong types, missing keys, text that is cut.
    case clumsy
  }

  /// The name that requests ask for it by.
  public let id: String
  /// The name for people.
  public let name: String
  /// What it is for, in a sentence.
  public let summary: String
  /// How fast it writes; nil for as fast as it can.
  public let tokensPerSecond: Double?
  public let habit: Habit

  /// The models that there are, the default one first. `fault/…` models come from a script.
  public static let all = [
    LocalModel(
      id: "workbench-small", name: "Workbench Small",
      summary: "A small n-gram model that explains the Messages API.", tokensPerSecond: 200,
      habit: .none),
    LocalModel(
      id: "workbench-slow", name: "Workbench Slow",
      summary: "Writes four tokens a second, so that there is time to look and to cancel.",
      tokensPerSecond: 4, habit: .none),
    LocalModel(
      id: "workbench-terse", name: "Workbench Terse", summary: "Answers in one sentence.",
      tokensPerSecond: 200, habit: .terse),
    LocalModel(
      id: "workbench-clumsy", name: "Workbench Clumsy",
      summary: "Calls tools with wrong types, missing keys and cut input, to practise on.",
      tokensPerSecond: 200, habit: .clumsy),
  ]

  /// The tokens that a conversation and its answer may have together.
  static let contextLength = 200_000
  /// The limit of an answer that names none.
  static let defaultMaximumTokens = 4096
  /// When the models were made: the second of this program's beginning, 2026-11-22T00:00:00Z.
  private static let created = (epoch: 1_795_305_600, text: "2026-11-22T00:00:00Z")

  /// The model that a request asks for; the default one when it asks for none.
  static func find(_ id: String?) throws(LocalFailure) -> LocalModel {
    try id.map(named) ?? all[0]
  }

  /// Whether there is such a model, one of the `fault/…` models included.
  static func isOffered(_ id: String) -> Bool {
    all.contains { $0.id == id } || FaultScript.models.modelNames.contains(id)
  }

  /// The model with an id.
  static func named(_ id: String) throws(LocalFailure) -> LocalModel {
    if let model = all.first(where: { $0.id == id }) { return model }
    let names = id.hasPrefix("fault/") ? FaultScript.models.modelNames : all.map(\.id)
    throw LocalFailure(
      status: 404,
      message: "model: there is no \(id) here, but there are \(names.joined(separator: ", "))")
  }

  /// The model as `GET /v1/models` tells of it: the keys of all three shapes that clients know.
  var json: JSONValue {
    [
      "type": "model", "id": .string(id), "display_name": .string(name), "name": .string(name),
      "description": .string(summary), "created_at": .string(Self.created.text),
      "created": .number(JSONNumber(Self.created.epoch)), "object": "model",
      "owned_by": "workbench", "max_input_tokens": .number(JSONNumber(Self.contextLength)),
      "context_length": .number(JSONNumber(Self.contextLength)),
      "max_tokens": .number(JSONNumber(Self.contextLength)),
      "max_completion_tokens": .number(JSONNumber(Self.contextLength)),
      "pricing": ["input": "0", "output": "0", "input_cache_read": "0"],
      "functionality": [
        "tool_call": true, "builtin_tool": false, "parallel_tool_call": true,
        "structured_output": true,
      ],
      "capabilities": [
        "thinking": [
          "types": [
            "enabled": ["supported": true], "adaptive": ["supported": true],
            "disabled": ["supported": true],
          ]
        ],
        "effort": .object(
          JSONObject(
            RequestValidation.efforts.map { .init(key: JSONString($0), value: ["supported": true]) }
          )),
      ],
    ]
  }

  /// The body that answers `GET /v1/models`.
  static var list: JSONValue {
    [
      "object": "list", "data": .array(JSONArray(all.map(\.json))), "has_more": false,
      "first_id": .string(all[0].id), "last_id": .string(all[all.count - 1].id),
    ]
  }
}

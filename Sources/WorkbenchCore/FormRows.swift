import JSON
import MessagesAPI
import Presets

/// Makes the lines of the form from the draft.
struct FormRows {
  private let draft: RequestDraft
  private let endpoint: Endpoint
  private let folded: Set<FormRow.ID>
  private let expanded: Set<FormRow.ID>?
  private let profile: EndpointProfile
  private let leftOut: Set<JSONPointer>
  private(set) var rows: [FormRow] = []
  /// What stands in the place of objects, as far as a line shows it: the first of the object's fields.
  private var shownObstacles: Set<JSONPointer> = []

  /// - Parameter expanded: The items whose members have lines; nil for all.
  init(
    draft: RequestDraft, endpoint: Endpoint, folded: Set<FormRow.ID>, expanded: Set<FormRow.ID>?
  ) {
    self.draft = draft
    self.endpoint = endpoint
    self.folded = folded
    self.expanded = expanded
    profile = endpoint.profile
    leftOut = draft.leftOut
    for group in RequestField.Group.allCases {
      add(group)
      if group == .messages, !draft.variables.isEmpty { addVariables() }
    }
  }

  private mutating func add(_ group: RequestField.Group) {
    let id = FormRow.ID.group(group)
    var header = FormRow(id: id, label: group.title)
    header.isFolded = folded.contains(id)
    header.canFold = true
    if header.isFolded { header.remark = summary(of: group) }
    rows.append(header)
    guard !header.isFolded else { return }
    if group == .model { addEndpoint() }
    for field in MessageRequest.fields where field.group == group {
      switch field.kind {
      case .messages: addMessages()
      case .tools: addTools()
      case .stringList: addStrings(field)
      case .text: addText(field)
      case .string, .number, .choice, .flag, .json: rows.append(row(for: field))
      }
    }
    if group == .compatibility { addUnknownFields() }
  }

  /// What a folded group holds, in a few words.
  private func summary(of group: RequestField.Group) -> String {
    let set = MessageRequest.fields.filter { $0.group == group && draft[$0.pointer] != nil }
    if set.isEmpty { return "nothing set" }
    return set.map { field in
      guard let items = draft[field.pointer]?.arrayValue else { return field.key }
      return items.count == 1 ? "1 item" : "\(items.count) items"
    }.joined(separator: ", ")
  }

  // MARK: - Endpoint

  private mutating func addEndpoint() {
    rows.append(FormRow(id: .endpoint, label: "endpoint", value: .value(endpoint.name)))
    guard !endpoint.isEmbedded else { return }
    for setting in EndpointSetting.allCases {
      var row = FormRow(id: .endpointSetting(setting), depth: 1, label: setting.label)
      let text = setting.text(in: endpoint)
      row.value = text.isEmpty ? .absent : .value(text)
      row.remark = setting.remarkWhenUnset
      rows.append(row)
    }
  }

  // MARK: - Variables

  private mutating func addVariables() {
    var header = FormRow(id: .variables, label: "Variables")
    header.isFolded = folded.contains(.variables)
    header.canFold = true
    let list = draft.variables.list
    if header.isFolded { header.remark = list.map(\.name).joined(separator: ", ") }
    rows.append(header)
    guard !header.isFolded else { return }
    for variable in list {
      var row = FormRow(id: .variable(variable.name), label: variable.name)
      row.value = variable.value.map { .value(Preview.line(of: $0)) } ?? .absent
      row.remark = "needs a value"
      rows.append(row)
    }
    rows.append(FormRow(id: .addVariable, label: "+ variable"))
  }

  // MARK: - Fields

  private mutating func row(for field: RequestField) -> FormRow {
    var row = FormRow(id: .field(field), label: field.label)
    row.value = value(at: field.pointer)
    let obstacle = draft.obstacle(to: field.pointer)
    if let obstacle, shownObstacles.insert(obstacle).inserted { row.value = value(at: obstacle) }
    row.support = profile.support(of: field)
    row.badge = badge(for: field)
    row.remark = obstacle.map { "\($0.spoken) is no object" } ?? remark(on: field)
    row.scale = profile.scale(of: field)
    row.gauge = draft[field.pointer]?.doubleValue.flatMap { row.scale?.fraction(of: $0) }
    return row
  }

  /// What the endpoint does when the field is left out.
  private func remark(on field: RequestField) -> String {
    switch profile.support(of: field) {
    case .ignored: "ignored here"
    case .rejected: "rejected here"
    case .required, .used, .unknown:
      (field == .model ? endpoint.defaultModel : nil) ?? profile.whenUnset(field)
    }
  }

  private func badge(for field: RequestField) -> String {
    guard draft[field.pointer] != nil else { return "" }
    let support = profile.support(of: field)
    return support == .unknown && profile.kind != .generic ? "unknown" : word(for: support)
  }

  private func word(for support: EndpointProfile.Support) -> String {
    switch support {
    case .ignored: "ignored"
    case .rejected: "rejected"
    case .required, .used, .unknown: ""
    }
  }

  private func value(at pointer: JSONPointer) -> FormRow.Value {
    switch draft[pointer] {
    case nil: isWithinNull(pointer) ? .null : .absent
    case .null: .null
    case .string(let string): .value(Preview.line(of: string.value))
    case let other?: .value(Preview.line(of: other))
    }
  }

  /// Whether what a place would be a part of is sent as null.
  private func isWithinNull(_ pointer: JSONPointer) -> Bool {
    pointer.tokens.count > 1 && (draft[pointer.parent] == .null || isWithinNull(pointer.parent))
  }

  private mutating func addText(_ field: RequestField) {
    var row = row(for: field)
    guard let blocks = draft[field.pointer]?.arrayValue else {
      rows.append(row)
      return
    }
    row.value = .value(blocks.count == 1 ? "1 text block" : "\(blocks.count) text blocks")
    rows.append(row)
    for index in blocks.indices { addBlock(at: field.pointer.appending(index), depth: 1) }
    rows.append(FormRow(id: .add(field.pointer), depth: 1, label: "+ text block"))
  }

  private mutating func addStrings(_ field: RequestField) {
    var row = row(for: field)
    guard let strings = draft[field.pointer]?.arrayValue else {
      rows.append(row)
      return
    }
    let off = strings.indices.filter { draft.switchedOff.contains(field.pointer.appending($0)) }
    if !off.isEmpty {
      let sent = strings.indices.filter { !off.contains($0) }.map { strings[$0] }
      row.value = .value(Preview.line(of: .array(JSONArray(sent))))
    }
    rows.append(row)
    for index in strings.indices {
      let pointer = field.pointer.appending(index)
      var row = FormRow(id: .item(pointer), depth: 1, label: "\(index + 1)")
      // Quotes show where white space begins and ends.
      row.value = .value(Preview.line(of: strings[index]))
      row.isOn = !draft.switchedOff.contains(pointer)
      row.support = profile.support(of: field)
      rows.append(row)
    }
    rows.append(FormRow(id: .add(field.pointer), depth: 1, label: "+ stop sequence"))
  }

  // MARK: - Messages

  private mutating func addMessages() {
    let list = RequestField.messages.pointer
    addUnlisted(.messages)
    for (index, message) in (draft[list]?.arrayValue ?? []).enumerated() {
      let pointer = list.appending(index)
      let role = message["role"]?.stringValue ?? "no role"
      var row = FormRow(id: .item(pointer), label: role)
      row.isOn = !leftOut.contains(pointer)
      row.support = profile.support(of: .messages)
      if let blocks = message["content"]?.arrayValue {
        row.isFolded = folded.contains(row.id)
        row.canFold = true
        row.value = .value(
          row.isFolded
            ? Preview.blocks(blocks) : blocks.count == 1 ? "1 block" : "\(blocks.count) blocks")
        rows.append(row)
        guard !row.isFolded else { continue }
        let content = pointer.appending("content")
        for block in blocks.indices { addBlock(at: content.appending(block), depth: 1) }
        rows.append(FormRow(id: .add(content), depth: 1, label: "+ block"))
      } else {
        row.value = value(at: pointer.appending("content"))
        rows.append(row)
      }
    }
    rows.append(FormRow(id: .add(list), label: "+ message"))
  }

  /// A line for what stands where a list should.
  private mutating func addUnlisted(_ field: RequestField) {
    guard let value = draft[field.pointer], value.arrayValue == nil else { return }
    rows.append(row(for: field))
  }

  private mutating func addBlock(at pointer: JSONPointer, depth: Int) {
    let block = draft[pointer] ?? .null
    var row = FormRow(id: .item(pointer), depth: depth, label: "")
    row.label = block["type"]?.stringValue ?? block.typeName
    row.value = .value(Preview.block(block))
    row.isOn = !draft.switchedOff.contains(pointer)
    if let type = block["type"]?.stringValue {
      row.support = profile.support(ofBlock: type)
      row.badge = word(for: profile.support(ofBlock: type))
    }
    add(row, withMembers: block.objectValue?.keys.filter { $0 != "type" } ?? [])
  }

  /// Adds the line of a tool or block and, when it is expanded, a line for each of its members.
  private mutating func add(_ row: FormRow, withMembers members: [String]) {
    var row = row
    guard case .item(let pointer) = row.id, !members.isEmpty else {
      rows.append(row)
      return
    }
    row.canFold = true
    row.isFolded = expanded.map { !$0.contains(row.id) } ?? false
    rows.append(row)
    guard !row.isFolded else { return }
    for key in members {
      let place = pointer.appending(key)
      var member = FormRow(id: .member(place), depth: row.depth + 2, label: key)
      member.value = value(at: place)
      member.remark = "not set"
      rows.append(member)
    }
  }

  // MARK: - Tools

  private mutating func addTools() {
    let list = RequestField.tools.pointer
    addUnlisted(.tools)
    for (index, tool) in (draft[list]?.arrayValue ?? []).enumerated() {
      let pointer = list.appending(index)
      var row = FormRow(id: .item(pointer), label: tool["name"]?.stringValue ?? "no name")
      row.isOn = !draft.switchedOff.contains(pointer)
      let isCustom = tool["type"].map { $0 == "custom" } ?? true
      row.support = isCustom ? profile.support(of: .tools) : profile.supportOfServerTools
      row.badge = row.support.map { word(for: $0) } ?? ""
      row.value = .value(
        Preview.line(of: tool["description"]?.stringValue ?? tool["type"]?.stringValue ?? ""))
      let keys = tool.objectValue?.keys ?? []
      let documented = isCustom ? ["name", "description", "input_schema", "strict"] : []
      add(row, withMembers: documented + keys.filter { !documented.contains($0) })
    }
    rows.append(FormRow(id: .add(list), label: "+ tool"))
  }

  // MARK: - Unknown fields

  private mutating func addUnknownFields() {
    let known = Set(MessageRequest.fields.compactMap(\.path.first))
    for key in draft.body.keys where !known.contains(key) {
      let pointer = JSONPointer([key])
      var row = FormRow(id: .unknown(pointer), label: key)
      row.value = value(at: pointer)
      row.support = profile.support(ofField: key)
      row.badge =
        switch row.support {
        case .rejected: "rejected"
        case .used: ""
        case .required, .ignored, .unknown, nil: "unknown"
        }
      rows.append(row)
    }
    rows.append(FormRow(id: .addField, label: "+ other field"))
  }
}

extension RequestField {
  /// What the form calls the field: its path, where the last key alone would not say enough.
  var label: String {
    switch self {
    case .thinkingType: "thinking"
    case .toolChoiceType: "tool_choice"
    case .toolChoiceName: "tool_choice.name"
    case .disableParallelToolUse: "no parallel use"
    case .outputFormatType: "format"
    case .outputFormatSchema: "format.schema"
    default: key
    }
  }
}

extension EndpointSetting {
  var label: String {
    switch self {
    case .baseURL: "base URL"
    case .pathStyle: "path"
    case .authentication: "auth"
    case .key: "key"
    case .team: "team"
    case .headers: "headers"
    }
  }

  var remarkWhenUnset: String {
    switch self {
    case .baseURL: "needed"
    case .pathStyle, .authentication: ""
    case .key: "no key; $NAME names a variable"
    case .team: "no X-Friendli-Team"
    case .headers: "no extra headers"
    }
  }
}

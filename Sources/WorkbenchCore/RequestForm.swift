public import JSON
import MessagesAPI
public import Presets
public import TerminalUI

/// The form on the request side: its lines, which one is selected, and the field that is being typed.
public struct RequestForm: Hashable, Sendable {
  /// The visible lines, folded parts left out.
  public private(set) var rows: [FormRow] = []

  /// The selected line and how far the list is scrolled.
  public var list = ListView()

  /// The line whose value is being typed in place, if any.
  public var inline: InlineEdit?

  /// The groups and items whose lines are hidden.
  public var folded: Set<FormRow.ID> = []

  /// The tools and blocks whose members have lines of their own.
  public var expanded: Set<FormRow.ID> = []

  /// A value being typed in the form itself.
  public struct InlineEdit: Hashable, Sendable {
    /// The line that it stands in.
    public let row: FormRow.ID
    /// The place of the text in the body, where it isn't the row's own.
    let target: JSONPointer?
    /// The text, which becomes the value by Enter.
    public var editor: TextEditor
    /// Whether the line was added for what is typed, and goes when nothing is.
    var isNew = false
    /// Why what was typed can't be taken, once Enter was pressed.
    public var complaint: String?
  }

  public init() {}

  /// The selected line.
  public var selectedRow: FormRow? {
    rows.indices.contains(list.selection) ? rows[list.selection] : nil
  }

  /// Makes the lines anew and keeps the selection on the line it was on, or near it.
  public mutating func update(draft: RequestDraft, endpoint: Endpoint, height: Int) {
    let selected = selectedRow?.id
    let index = list.selection
    rows = FormRows(draft: draft, endpoint: endpoint, folded: folded, expanded: expanded).rows
    list.count = rows.count
    list.height = height
    list.selection = selected.flatMap { id in rows.firstIndex { $0.id == id } } ?? index
    list.reveal()
  }

  /// Scrolls so that the lines below the selected one that belong to it are in sight, as far as they fit.
  mutating func revealChildren() {
    let index = list.selection
    guard rows.indices.contains(index) else { return }
    let row = rows[index]
    let end =
      rows[(index + 1)...].firstIndex { $0.isGroup || (!row.isGroup && $0.depth <= row.depth) }
      ?? rows.count
    list.selection = min(end, index + max(list.height, 1)) - 1
    list.reveal()
    list.selection = index
    list.reveal()
  }

  /// Moves the selection to the line with this identity; false when it isn't shown.
  @discardableResult
  public mutating func select(_ id: FormRow.ID) -> Bool {
    guard let index = rows.firstIndex(where: { $0.id == id }) else { return false }
    list.selection = index
    list.reveal()
    return true
  }

  /// Moves the selection to the line that edits this place, or the nearest place around it.
  public mutating func select(_ pointer: JSONPointer) {
    if let row = row(showing: pointer) { select(row.id) }
  }

  /// The line that edits this place, or the nearest place around it.
  private func row(showing pointer: JSONPointer) -> FormRow? {
    Places(of: rows).nearest(to: pointer).map { rows[$0] }
  }

  /// The findings by the line that is nearest to what they are about, in their order.
  func byLine(_ findings: [Finding]) -> [FormRow.ID?: [Finding]] {
    guard !findings.isEmpty else { return [:] }
    let places = Places(of: rows)
    return Dictionary(grouping: findings) {
      places.nearest(to: $0.pointer).map { rows[$0].id }
    }
  }

  /// The lines by the places that they edit.
  private struct Places {
    private var lines: [JSONPointer: Int] = [:]
    /// The first line of what each member of the body holds.
    private var firstLines: [String: Int] = [:]

    init(of rows: [FormRow]) {
      for (index, row) in rows.enumerated() {
        guard let pointer = row.pointer, let member = pointer.tokens.first else { continue }
        if lines[pointer] == nil { lines[pointer] = index }
        if firstLines[member] == nil { firstLines[member] = index }
      }
    }

    /// The line of a place, or of the nearest one around it, or else the first of what the member has.
    func nearest(to pointer: JSONPointer) -> Int? {
      var place = pointer
      while !place.isEmpty {
        if let index = lines[place] { return index }
        place = place.parent
      }
      return pointer.tokens.first.flatMap { firstLines[$0] }
    }
  }
}

public import JSON
public import MessagesAPI
public import Presets
public import Runs
public import TerminalUI

/// What lies over the two panes and hears the keys before them.
public enum Overlay: Hashable, Sendable {
  case editor(EditorOverlay)
  case picker(Picker)
  case help(ScrollView)
  case log(ScrollView)
  case confirmation(Confirmation)
  case prompt(Prompt)
}

/// A line that asks for a short text.
public struct Prompt: Hashable, Sendable {
  /// What the text is asked for.
  public enum Purpose: Hashable, Sendable {
    case savePresetAs
    case baseURL
    case fieldName
    case variableName
    /// A curl command, a body, or the path of a file with a request.
    case importRequest
    /// The path of a file to write.
    case file(RunExport)
    /// The path of an image; it goes into the list before an element, or in its place.
    case image(list: JSONPointer, index: Int, replaces: Bool)
  }

  /// What the text is asked for.
  public let purpose: Purpose
  /// What is asked for, on the frame.
  public let title: String
  /// How to write it, above the line; while a path is completed, the choices.
  public var hint: String
  /// The line that is typed.
  public var editor: TextEditor
  /// Why what was typed can't be taken, until something else is.
  public var complaint: String?
}

/// A question with two answers.
public struct Confirmation: Hashable, Sendable {
  /// What is done when the answer is yes.
  public enum Purpose: Hashable, Sendable {
    case deletePreset(PresetName)
    case overwritePreset(PresetName)
    case replaceFile(String, bytes: [UInt8], RunExport)
    case quit
  }

  /// What is done when the answer is yes.
  public let purpose: Purpose
  /// A sentence or two, wrapped to the frame.
  public let question: String
  /// What happens on `y`, as a verb: `Delete`.
  public let verb: String
}

/// A list to choose from, narrowed by typing.
public struct Picker: Hashable, Sendable {
  /// What is chosen, and so what becomes of the choice.
  public enum Purpose: Hashable, Sendable {
    case presets
    case endpoints
    case themes(before: String)
    /// An item's id is the index of its run here.
    case runs([Run.ID])
    case palette
    case model
    case choice(JSONPointer)
    case newBlock(list: JSONPointer, index: Int)
    /// An item's id is the index of its finding here.
    case findings([Finding])
    /// An item's id is the index of its line here.
    case fields([FormRow.ID])
    case export
  }

  /// A line of the list.
  public struct Item: Hashable, Sendable, Identifiable {
    /// What it is known by when it is chosen; what that says depends on the purpose.
    public let id: String
    /// What is chosen, which the filter looks in letter by letter.
    public let title: String
    /// More about it, in which a word of the filter has to stand in one piece.
    public var detail = ""
    /// Shown at the right, such as a key.
    public var note = ""
    /// False for what can't be taken now; `detail` says why.
    public var isEnabled = true
    /// Further words that it is found by, which aren't shown.
    var keywords = ""

    /// An item that can be taken, unless it says otherwise.
    public init(
      id: String, title: String, detail: String = "", note: String = "", isEnabled: Bool = true,
      keywords: String = ""
    ) {
      self.id = id
      self.title = title
      self.detail = detail
      self.note = note
      self.isEnabled = isEnabled
      self.keywords = keywords
    }
  }

  /// What is chosen, and so what becomes of the choice.
  public let purpose: Purpose
  /// What is chosen, on the frame.
  public let title: String
  /// All there are, whatever the filter leaves of them.
  public private(set) var items: [Item] { didSet { widths = Widths(of: items) } }
  /// The columns that the items take at most.
  public private(set) var widths: Widths
  /// What is typed to narrow the list.
  public var filter: TextEditor
  /// The selection among `matches`, and which of them are in sight.
  public var list = ListView()
  /// The indices of the items that fit the filter, best first.
  public private(set) var matches: [Int]
  /// The key that was pressed for the selected item before all items were known, and waits for them.
  var waitingKey: Key?

  /// The most characters of a paste that go to the filter.
  static let maximumFilterLength = 1_000

  /// A list with nothing typed.
  ///
  /// - Parameter id: The item that is selected; without it, or without such a one, the first.
  public init(purpose: Purpose, title: String, items: [Item], selecting id: String? = nil) {
    self.purpose = purpose
    self.title = title
    self.items = items
    widths = Widths(of: items)
    filter = TextEditor(text: "", isSingleLine: true)
    matches = Array(items.indices)
    list.count = matches.count
    list.selection = id.flatMap { id in items.firstIndex { $0.id == id } } ?? 0
  }

  /// The columns that items take: reckoned once for a list, and used in every frame.
  public struct Widths: Hashable, Sendable {
    /// The longest title of those that have a detail behind them.
    public private(set) var titleBeforeDetail = 0
    /// The longest title, detail and note, and the frame.
    var whole = 9

    init(of items: [Item]) {
      var (title, detail, note) = (0, 0, 0)
      for item in items {
        let width = TextWidth.columns(of: item.title)
        title = max(title, width)
        if !item.detail.isEmpty { titleBeforeDetail = max(titleBeforeDetail, width) }
        detail = max(detail, TextWidth.columns(of: item.detail))
        note = max(note, TextWidth.columns(of: item.note))
      }
      whole += title + detail + note
    }
  }

  /// Whether what was typed may be taken where nothing fits it.
  var takesAnything: Bool {
    switch purpose {
    case .model, .choice: !filter.text.isEmpty
    case .presets, .endpoints, .themes, .runs, .palette, .newBlock, .findings, .fields, .export:
      false
    }
  }

  /// Whether there is nothing in the filter that Delete could delete.
  var isAtEndOfFilter: Bool { filter.cursor.offset == filter.text.utf8.count }

  /// The item that Enter takes.
  public var selectedItem: Item? {
    matches.indices.contains(list.selection) ? items[matches[list.selection]] : nil
  }

  /// Replaces the items and keeps the filter, and the selection where that was moved from the best.
  public mutating func replace(items: [Item]) {
    let selected = list.selection > 0 ? selectedItem?.id : nil
    self.items = items
    narrow()
    if let position = matches.firstIndex(where: { items[$0].id == selected }) {
      list.selection = position
      list.reveal()
    }
  }

  /// Finds the items that fit the filter, the best first.
  public mutating func narrow() {
    let query = FuzzyQuery(filter.text)
    matches = items.indices
      .compactMap { index in self.match(items[index], query).map { (index, $0.score) } }
      .sorted { ($1.1, $0.0) < ($0.1, $1.0) }
      .map(\.0)
    list.count = matches.count
    list.selection = 0
    list.reveal()
  }

  /// The characters of an item's title that the filter found, by their number.
  public func highlights(of item: Item) -> [Int] {
    match(item, FuzzyQuery(filter.text))?.positions ?? []
  }

  private func match(_ item: Item, _ query: FuzzyQuery) -> FuzzyQuery.Match? {
    query.match(title: item.title, others: [item.detail, item.note, item.keywords])
  }
}

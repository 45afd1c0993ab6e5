import JSON
import MessagesAPI
import Presets
public import TerminalUI

/// The words that may go on what is being written in a JSON text, in a small list under the cursor.
public struct Completion: Hashable, Sendable {
  /// A word to choose, and what it is for.
  public struct Item: Hashable, Sendable {
    /// The word as it is written, without quotes.
    public let title: String
    /// What the word means; empty where that isn't known.
    public let detail: String
    /// What takes the place of the word that was begun.
    let replacement: String
  }

  /// The words that begin like what is written: at least one.
  public let items: [Item]
  /// Which of them is selected, and which are in sight.
  public internal(set) var list: ListView
  /// The bytes of the text that the item takes the place of.
  let word: Range<Int>

  /// The most lines of the list.
  static let maximumHeight = 7
  /// The longest text, in bytes, in which words are looked for with every key.
  static let maximumTextLength = 256 << 10

  /// The words that begin with what is written; nil without any, or when nothing would change.
  init?(_ words: [RequestVocabulary.Word], in context: JSONContext) {
    let prefix = context.prefix.lowercased()
    let fitting = words.filter {
      $0.text.lowercased().hasPrefix(prefix) && !Self.isWhole($0, context)
    }
    guard !fitting.isEmpty else { return nil }
    items = fitting.map { word in
      let isKey = context.position == .key
      let quoted = word.isString ? "\"\(word.text)\"" : word.text
      let end = isKey && !context.isBeforeColon ? ": " : ""
      return Item(title: word.text, detail: word.meaning, replacement: quoted + end)
    }
    word = context.word
    list = ListView(count: items.count, height: min(items.count, Self.maximumHeight))
  }

  /// Whether the word stands there already, so that Enter has to mean a new line.
  private static func isWhole(_ word: RequestVocabulary.Word, _ context: JSONContext) -> Bool {
    !word.isString && word.text == context.prefix
  }

  var selectedItem: Item { items[list.selection] }
}

extension WorkbenchState {
  /// A key for the list of words; false when it isn't one, so that it goes to the text.
  mutating func typeInCompletion(_ key: Key, of overlay: inout EditorOverlay) -> Bool {
    guard overlay.completion != nil, key.modifiers.isEmpty else { return false }
    switch key.code {
    case .up: overlay.completion?.list.move(by: -1, wrapping: true)
    case .down: overlay.completion?.list.move(by: 1, wrapping: true)
    case .tab, .enter: overlay.takeCompletion()
    default: return false
    }
    return true
  }

  /// Looks for words after a key, or because they were asked for.
  mutating func updateCompletion(of overlay: inout EditorOverlay, isAsked: Bool) {
    overlay.completion = nil
    guard overlay.isJSON, overlay.bar == nil, overlay.editor.selection == nil,
      isAsked || overlay.editor.byteCount <= Completion.maximumTextLength,
      let context = JSONContext(
        overlay.editor.text, at: overlay.editor.byteOffset(of: overlay.editor.cursor)),
      isAsked || context.isQuoted || !context.prefix.isEmpty
    else { return }
    let base: JSONPointer = if case .json(let pointer) = overlay.target { pointer } else { [] }
    let known = models + [endpoint.defaultModel].compactMap(\.self).filter { !models.contains($0) }
    let words = RequestVocabulary(draft: draft, models: known).words(in: context, base: base)
    overlay.completion = Completion(words, in: context)
    if isAsked, overlay.completion == nil { notice = Notice("No word is known for this place") }
  }
}

extension EditorOverlay {
  /// Puts the selected word in the place of what was begun of it, its closing quote included.
  mutating func takeCompletion() {
    guard let completion else { return }
    self.completion = nil
    var end = completion.word.upperBound
    let start = editor.location(ofByte: completion.word.lowerBound)
    let line = editor.line(start.line).utf8
    let rest = line.dropFirst(start.offset + completion.word.count)
    let replacement = completion.selectedItem.replacement
    if replacement.hasPrefix("\"") {
      // The rest of the old word goes too.
      let tail = rest.prefix { $0 != UInt8(ascii: "\"") && !Self.endsWord($0) }
      let isClosed = rest.dropFirst(tail.count).first == UInt8(ascii: "\"")
      if isClosed { end += tail.count + 1 }
    }
    editor.moveCursor(to: editor.location(ofByte: end), selectingFrom: start)
    _ = editor.apply(.paste(replacement))
  }

  private static func endsWord(_ byte: UInt8) -> Bool {
    ",:{}[] \t".utf8.contains(byte)
  }
}

import JSON

extension SchemaGenerator {
  /// A value that was drawn from the model.
  struct Drawn {
    var value: JSONValue
    var drawing: InputSampler.Value
  }

  /// Draws one of several values from the model, and remembers how; nil when there is none.
  mutating func draw(
    among values: [JSONValue], for part: JSONObject, at place: Place
  ) -> JSONValue? {
    let texts = values.map { $0.stringValue ?? $0.text(.compact) }
    guard values.count > 1, sampler.isReady, !texts.contains("") else { return values.first }
    let (index, drawing) = sampler.choose(among: texts, for: subject(part, place))
    drawn[place.pointer] = Drawn(value: values[index], drawing: drawing)
    return values[index]
  }

  /// Draws a text from the model: prose where the name asks for it, or else a few words.
  ///
  /// Nil when nothing can be drawn that is as long as it has to be.
  mutating func drawText(
    for part: JSONObject, at place: Place, length: ClosedRange<Int>
  ) -> JSONValue? {
    guard sampler.isReady else { return nil }
    let isProse = Self.isProse(place.name) && sampler.canTalk
    let drawing = sampler.text(
      for: subject(part, place), length: length, sentences: isProse ? AnswerLength(atMost: 2) : nil,
      unlike: used)
    guard length.contains(drawing.text.unicodeScalars.count) else { return nil }
    let value = JSONValue.string(JSONString(drawing.text))
    drawn[place.pointer] = Drawn(value: value, drawing: drawing)
    return value
  }

  /// Values that the model knows for a place, of those that fit.
  func knownValues(
    for part: JSONObject, at place: Place, _ value: (String) -> JSONValue?
  ) -> [JSONValue] {
    sampler.knownValues(for: subject(part, place)).compactMap(value).filter { fits($0, part) }
  }

  private func subject(_ part: JSONObject, _ place: Place) -> InputSampler.Subject {
    InputSampler.Subject(
      name: place.name, description: part["description"]?.stringValue ?? "")
  }

  // MARK: Writing

  /// The compact text of a value that this made, token by token.
  ///
  /// The record of where a value ended goes with the token after it.
  func pieces(of value: JSONValue) -> [InputSampler.Piece] {
    var writer = Writer(drawn: drawn, tokenizer: sampler.model.tokenizer)
    writer.write(value, at: JSONPointer())
    writer.endPlainText()
    return writer.pieces
  }

  private struct Writer {
    let drawn: [JSONPointer: Drawn]
    let tokenizer: Tokenizer
    var pieces: [InputSampler.Piece] = []
    /// Text that nothing was drawn for.
    private var plain = ""
    /// The record of the end of the value before.
    private var end: SamplingRecord?

    init(drawn: [JSONPointer: Drawn], tokenizer: Tokenizer) {
      self.drawn = drawn
      self.tokenizer = tokenizer
    }

    mutating func write(_ value: JSONValue, at pointer: JSONPointer) {
      if let drawn = drawn[pointer], drawn.value == value {
        write(drawn)
        return
      }
      switch value {
      case .object(let object):
        writeList("{", object.members.enumerated(), "}") { writer, member in
          let key = member.element.key
          writer.plain += JSONValue.string(key).text(.compact) + ":"
          writer.write(member.element.value, at: pointer.appending(key.value))
        }
      case .array(let array):
        writeList("[", array.enumerated(), "]") { writer, element in
          writer.write(element.element, at: pointer.appending(element.offset))
        }
      case .null, .bool, .number, .string: plain += value.text(.compact)
      }
    }

    private mutating func writeList<Items: Sequence>(
      _ start: String, _ items: Items, _ end: String,
      _ write: (inout Writer, Items.Element) -> Void
    ) {
      plain += start
      var isFirst = true
      for item in items {
        if !isFirst { plain += "," }
        isFirst = false
        write(&self, item)
      }
      plain += end
    }

    private mutating func write(_ drawn: Drawn) {
      let isText = drawn.value.stringValue != nil
      if isText { plain += "\"" }
      endPlainText()
      for piece in drawn.drawing.pieces {
        let text = isText ? Self.escaped(piece.text) : piece.text
        pieces.append(InputSampler.Piece(text: text, record: piece.record))
      }
      end = drawn.drawing.end
      if isText { plain += "\"" }
    }

    mutating func endPlainText() {
      guard !plain.isEmpty else { return }
      for text in tokenizer.encodedPieces(of: plain) {
        pieces.append(InputSampler.Piece(text: text, record: end))
        end = nil
      }
      plain = ""
    }

    /// A text as it stands between quotes.
    private static func escaped(_ text: String) -> String {
      String(JSONValue.string(JSONString(text)).text(.compact).dropFirst().dropLast())
    }
  }
}

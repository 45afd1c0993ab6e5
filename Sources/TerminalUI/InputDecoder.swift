/// Decodes the bytes that a terminal sends into keys, mouse events, pastes and focus changes.
///
/// Understood are UTF-8, Alt as a leading Escape, the key sequences of xterm, rxvt, PuTTY, the Linux
/// console, tmux, screen and vt220, the extended keyboard protocols (kitty's `CSI u`, xterm's
/// `modifyOtherKeys`), SGR mouse reports, bracketed paste and focus reports. What else a terminal
/// may say, above all answers to queries, is swallowed, so that it's never typed into a field.
///
/// How the bytes are cut into chunks never changes the events. The decoder has no clock: while
/// `isPending`, the caller waits 25 ms for further bytes and calls `flush()` if none came.
///
/// ECMA-48; xterm, "Control Sequences"; the kitty keyboard protocol.
public struct InputDecoder: Sendable {
  /// The longest paste that is delivered, in bytes.
  var maximumPasteLength = 64 << 20

  /// What the bytes so far are the beginning of.
  enum State: Equatable {
    case ground
    /// A character of UTF-8 that lacks `missing` bytes; `bits` are those of the scalar so far.
    case character(bits: UInt32, missing: Int, minimum: UInt32)
    /// One Escape, or two: rxvt and PuTTY send Alt as a second Escape before a key's sequence.
    case escape(count: Int)
    case controlSequence
    /// After `ESC [ [`, the Linux console's F1 to F5.
    case consoleFunction
    /// The three bytes after `ESC [ M`, an X10 mouse report.
    case oldMouse(missing: Int)
    /// After `ESC O`.
    case singleShift
    /// A string (OSC, DCS, APC, PM, SOS) that runs up to its terminator and means nothing here.
    case string(introducer: UInt8, isEmpty: Bool)
    /// An Escape in a string: the first half of its terminator, or a key.
    case stringEscape
    case paste
  }

  var state = State.ground
  /// Whether Alt was sent, as an Escape, before what is being decoded.
  var hasAlt = false
  /// Whether an Escape stands before the sequence that is being decoded.
  var hasLeadingEscape = false
  /// The parameter and intermediate bytes of a sequence.
  var parameters: [UInt8] = []
  var pasteBuffer = PasteBuffer()
  /// How many flushes in a row found a sequence cut short.
  var quietFlushes = 0

  /// Longer parameters than this belong to no sequence that means something here.
  static let maximumParameterLength = 64
  /// How many flushes (a second of them) pass before a sequence that was cut is given up.
  static let patience = 40

  public init() {}

  /// Whether bytes are held whose meaning depends on what follows, or that nothing follows.
  public var isPending: Bool {
    state == .paste ? pasteBuffer.isUnsettled : state != .ground
  }

  /// Decodes further bytes; returns the events that they complete.
  public mutating func append(_ bytes: some Sequence<UInt8>) -> [InputEvent] {
    var events: [InputEvent] = []
    quietFlushes = 0
    let isDone: Void? = bytes.withContiguousStorageIfAvailable { decode($0, into: &events) }
    if isDone == nil {
      ContiguousArray(bytes).withUnsafeBufferPointer { decode($0, into: &events) }
    }
    return events
  }

  /// Settles what is held, now that 25 ms have gone by without further bytes.
  ///
  /// A lone Escape becomes a key. A paste whose end has come is delivered here and not before, so
  /// that text that imitates the end of a paste can't make keys of what follows it. A sequence that
  /// was cut is still swallowed when its rest comes late, for a second.
  public mutating func flush() -> [InputEvent] {
    var events: [InputEvent] = []
    switch state {
    case .ground:
      break
    case .escape(let count):
      state = .ground
      events = Array(repeating: .key(Key(.escape)), count: count)
    case .stringEscape:
      state = .ground
      events = [.key(Key(.escape))]
    case .singleShift where parameters.isEmpty:
      finish(.key(Key(.character("O"), .alt)), into: &events)
    case .string(let introducer, isEmpty: true):
      let character = Character(Unicode.Scalar(introducer))
      finish(.key(Key(.character(character), .alt)), into: &events)
    case .paste:
      settlePaste(into: &events)
    case .character, .controlSequence, .consoleFunction, .oldMouse, .singleShift, .string:
      quietFlushes += 1
      if quietFlushes >= Self.patience { abandon(into: &events) }
    }
    return events
  }
}

extension InputDecoder {
  private mutating func decode(_ bytes: UnsafeBufferPointer<UInt8>, into events: inout [InputEvent])
  {
    var rest = bytes[...]
    while let byte = rest.first {
      if state == .paste {
        rest = appendToPaste(rest, into: &events)
      } else {
        decode(byte, into: &events)
        rest.removeFirst()
      }
    }
  }

  private mutating func decode(_ byte: UInt8, into events: inout [InputEvent]) {
    switch state {
    case .ground, .paste:
      decodeGround(byte, into: &events)

    case .character(let bits, let missing, let minimum):
      guard 0x80...0xBF ~= byte else { return restart(with: byte, into: &events) }
      let bits = bits << 6 | UInt32(byte & 0x3F)
      if missing > 1 {
        state = .character(bits: bits, missing: missing - 1, minimum: minimum)
      } else if bits >= minimum, let scalar = Unicode.Scalar(bits) {
        finish(scalar, into: &events)
      } else {
        abandon(into: &events)
      }

    case .escape(let count):
      decodeEscaped(byte, escapes: count, into: &events)

    case .controlSequence:
      decodeControlSequence(byte, into: &events)

    case .consoleFunction:
      guard 0x20...0x7E ~= byte else { return restart(with: byte, into: &events) }
      let number = 1 + Int(byte) - Int(UInt8(ascii: "A"))
      finish(1...5 ~= number ? .key(Key(.function(number))) : nil, into: &events)

    case .oldMouse(let missing):
      guard byte >= 0x20 else { return restart(with: byte, into: &events) }
      if missing > 1 {
        state = .oldMouse(missing: missing - 1)
      } else {
        finish(nil, into: &events)
      }

    case .singleShift:
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: ";"):
        keepParameter(byte)
      case 0x20...0x7E:
        let sequence = ControlSequence(parameters: parameters, final: byte)
        finish(sequence.singleShiftKey.map(InputEvent.key), into: &events)
      default:
        restart(with: byte, into: &events)
      }

    case .string(let introducer, _):
      switch byte {
      case 0x07: finish(nil, into: &events)
      case 0x1B: state = .stringEscape
      case ..<0x20: restart(with: byte, into: &events)
      default: state = .string(introducer: introducer, isEmpty: false)
      }

    case .stringEscape:
      if byte == UInt8(ascii: "\\") {
        finish(nil, into: &events)
      } else {
        decodeEscaped(byte, escapes: 1, into: &events)
      }
    }
  }

  private mutating func decodeGround(_ byte: UInt8, into events: inout [InputEvent]) {
    switch byte {
    case 0x1B: state = .escape(count: 1)
    case ..<0x20, 0x7F: finish(.key(Self.key(control: byte)), into: &events)
    case ..<0x80: finish(Unicode.Scalar(byte), into: &events)
    case 0x80...0x9F: decodeControl(Unicode.Scalar(byte), into: &events)
    case 0xC2...0xDF:
      state = .character(bits: UInt32(byte & 0x1F), missing: 1, minimum: 0x80)
    case 0xE0...0xEF:
      state = .character(bits: UInt32(byte & 0x0F), missing: 2, minimum: 0x800)
    case 0xF0...0xF4:
      state = .character(bits: UInt32(byte & 0x07), missing: 3, minimum: 0x10000)
    default: abandon(into: &events)
    }
  }

  private mutating func decodeEscaped(
    _ byte: UInt8, escapes: Int, into events: inout [InputEvent]
  ) {
    switch byte {
    case 0x1B:
      if escapes == 2 { events.append(.key(Key(.escape))) }
      state = .escape(count: 2)
    case UInt8(ascii: "["), UInt8(ascii: "O"):
      hasLeadingEscape = escapes == 2
      decodeControl(Unicode.Scalar(byte + 0x40), into: &events)
    default:
      if escapes == 2 { events.append(.key(Key(.escape))) }
      switch byte {
      case UInt8(ascii: "P"), UInt8(ascii: "X"), UInt8(ascii: "]")...UInt8(ascii: "_"):
        decodeControl(Unicode.Scalar(byte + 0x40), into: &events)
      default:
        state = .ground
        hasAlt = true
        decodeGround(byte, into: &events)
      }
    }
  }

  /// Begins what a C1 control introduces; `ESC` and the letter 0x40 below it mean the same.
  private mutating func decodeControl(_ control: Unicode.Scalar, into events: inout [InputEvent]) {
    parameters.removeAll(keepingCapacity: true)
    switch control.value {
    case 0x9B: state = .controlSequence
    case 0x8F: state = .singleShift
    case 0x90, 0x98, 0x9D, 0x9E, 0x9F:
      state = .string(introducer: UInt8(control.value) - 0x40, isEmpty: true)
    default: abandon(into: &events)
    }
  }

  private mutating func decodeControlSequence(_ byte: UInt8, into events: inout [InputEvent]) {
    switch byte {
    case UInt8(ascii: "$") where isShiftedFunction:
      finishControlSequence(byte, into: &events)
    case 0x20...0x3F:
      keepParameter(byte)
    case UInt8(ascii: "[") where parameters.isEmpty:
      state = .consoleFunction
    case UInt8(ascii: "M") where parameters.isEmpty:
      state = .oldMouse(missing: 3)
    case 0x40...0x7E:
      finishControlSequence(byte, into: &events)
    default:
      restart(with: byte, into: &events)
    }
  }

  /// Whether a `$` ends the sequence: rxvt's Shift with a numbered key, against a mode report.
  private var isShiftedFunction: Bool {
    !parameters.isEmpty && parameters.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
  }

  private mutating func finishControlSequence(_ final: UInt8, into events: inout [InputEvent]) {
    let sequence = ControlSequence(parameters: parameters, final: final)
    let isWhole = parameters.count <= Self.maximumParameterLength
    if isWhole, sequence.isPasteStart {
      finish(nil, into: &events)
      pasteBuffer = PasteBuffer(maximumLength: maximumPasteLength)
      state = .paste
    } else {
      finish(isWhole ? sequence.event : nil, into: &events)
    }
  }

  private mutating func keepParameter(_ byte: UInt8) {
    if parameters.count <= Self.maximumParameterLength { parameters.append(byte) }
  }

  /// Ends a scalar of typed text.
  private mutating func finish(_ scalar: Unicode.Scalar, into events: inout [InputEvent]) {
    if 0x80...0x9F ~= scalar.value {
      decodeControl(scalar, into: &events)
    } else {
      finish(.key(Key(.character(Character(scalar)))), into: &events)
    }
  }

  /// Ends what was being decoded, with the event that it means, if any.
  private mutating func finish(_ event: InputEvent?, into events: inout [InputEvent]) {
    if case .key(let key) = event {
      let alt: Key.Modifiers = hasAlt || hasLeadingEscape ? .alt : []
      events.append(.key(Key(key.code, key.modifiers.union(alt))))
    } else {
      // The Escape before something that isn't a key was a key of its own.
      if hasLeadingEscape { events.append(.key(Key(.escape))) }
      if let event { events.append(event) }
    }
    state = .ground
    hasAlt = false
    hasLeadingEscape = false
  }

  /// Gives up what was being decoded.
  private mutating func abandon(into events: inout [InputEvent]) {
    finish(nil, into: &events)
  }

  /// Gives up what was being decoded and begins anew with a byte that can't belong to it.
  private mutating func restart(with byte: UInt8, into events: inout [InputEvent]) {
    abandon(into: &events)
    decodeGround(byte, into: &events)
  }

  private static func key(control byte: UInt8) -> Key {
    switch byte {
    case 0x00: Key(.character(" "), .control)
    case 0x08, 0x7F: Key(.backspace)
    case 0x09: Key(.tab)
    case 0x0D: Key(.enter)
    default: Key(.character(Character(Unicode.Scalar(byte + 0x40))), .control)
    }
  }
}

extension InputDecoder {
  /// Appends the bytes of a paste; returns those that no longer belong to it.
  private mutating func appendToPaste(
    _ bytes: Slice<UnsafeBufferPointer<UInt8>>, into events: inout [InputEvent]
  ) -> Slice<UnsafeBufferPointer<UInt8>> {
    pasteBuffer.append(bytes) { events.append($0) }
    return bytes[bytes.endIndex...]
  }

  private mutating func settlePaste(into events: inout [InputEvent]) {
    guard let settled = pasteBuffer.settle() else { return }
    state = .ground
    events.append(settled.event)
    settled.rest.withUnsafeBufferPointer { decode($0, into: &events) }
  }
}

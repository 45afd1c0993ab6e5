/// The words that tell what texts are about, numbered.
///
/// Frequent words that tell nothing are left out, capitals don't count, and endings are cut off, so
/// that "Streams" and "streaming" are one term. A name such as `stop_reason` gives itself and its
/// parts.
struct TermList: Sendable {
  private var vocabulary = Vocabulary()
  private let stopWordCount: Int

  init() {
    for word in Self.stopWords.split(separator: " ") { vocabulary.insert(Array(word.utf8).span) }
    stopWordCount = vocabulary.count
  }

  /// The number of terms.
  var count: Int { vocabulary.count - stopWordCount }

  /// The terms of a text, in its order. New ones get the next number.
  mutating func insert(_ text: String) -> [Int] {
    var numbers: [Int] = []
    Self.forEachWord(in: text) { word in
      if isStopWord(word) { return }
      numbers.append(Int(vocabulary.insert(term(of: word).span)) - stopWordCount)
    }
    return numbers
  }

  private func isStopWord(_ word: ArraySlice<UInt8>) -> Bool {
    vocabulary.token(word.span).map { $0 < stopWordCount } ?? false
  }

  /// A word without its ending, unless that leaves a word that tells nothing: "them" of "theme".
  private func term(of word: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let stem = Self.stem(word)
    return isStopWord(stem) ? word : stem
  }

  /// The distinct known terms of a text, in its order, and how many of its other words are unknown.
  func numbers(in text: String) -> (known: [Int], unknownCount: Int) {
    var isSeen = [Bool](repeating: false, count: count)
    var numbers: (known: [Int], unknownCount: Int) = ([], 0)
    Self.forEachWord(in: text) { word in
      if isStopWord(word) { return }
      guard let token = vocabulary.token(term(of: word).span) else {
        numbers.unknownCount += 1
        return
      }
      let number = Int(token) - stopWordCount
      guard !isSeen[number] else { return }
      isSeen[number] = true
      numbers.known.append(number)
    }
    return numbers
  }

  /// Hands on every number and every word of at least two letters, in small letters; a name before
  /// its parts.
  private static func forEachWord(in text: String, _ body: (ArraySlice<UInt8>) -> Void) {
    let underscore = UInt8(ascii: "_")
    var word: [UInt8] = []
    for byte in Array(text.utf8) + [UInt8(ascii: " ")] {
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): word.append(byte | 0x20)
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), underscore,
        0x80...:
        word.append(byte)
      default:
        if word.count > 1 || word.first.map(isDigit) == true { body(word[...]) }
        if word.contains(underscore) {
          for part in word.split(separator: underscore) where part.count > 1 { body(part) }
        }
        word.removeAll(keepingCapacity: true)
      }
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func stem(_ word: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    for ending in endings
    where word.count >= ending.count + 3 && word.suffix(ending.count) == ending {
      let stem = word.dropLast(ending.count)
      let isDoubled = ending.count > 1 && stem.last == stem.dropLast().last
      return isDoubled && stem.count > 3 ? stem.dropLast() : stem
    }
    return word
  }

  private static let endings: [ArraySlice<UInt8>] =
    ["ies", "ing", "ed", "es", "s", "e", "y"].map { Array($0.utf8)[...] }

  private static let stopWords = """
    about above after again all also am an and another any are as at be because been before \
    being best better between both brief briefly but by can could describe detail did do does \
    doing down during each example explain few for four from further get give good great had has \
    have he her here him his how if in into is it its just know let like long look make many me \
    mean means more most much my no nor not now of off on once one only or other our out over \
    own paragraph paragraphs please say sentence sentences she should so some something such \
    tell than that the their them then there these they thing this those three through to too \
    two under until up us use used using very want was way we were what when where which while \
    whom why will with word words would write you your
    """
}

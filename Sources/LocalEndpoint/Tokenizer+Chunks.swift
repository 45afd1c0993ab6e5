extension Tokenizer {
  /// Where the chunk that begins at an offset ends: the grammar below, in one pass.
  ///
  /// ```
  /// chunk  = [space] word | [space] mark+ | newline+ | space+
  /// word   = letter+ (joint letter+)*      joint: . ' - / between letters or digits, and a
  ///                                        comma between digits
  /// mark+  = the same punctuation mark or control character, any number of times
  /// ```
  /// Digits, the underscore and every byte outside ASCII count as letters. A run of spaces leaves
  /// its last one to the word that follows.
  static func endOfChunk(in text: Span<UInt8>, from start: Int) -> Int {
    switch Class(text[start]) {
    case .space:
      let end = endOfRun(in: text, from: start)
      guard end < text.count, Class(text[end]) != .newline else { return end }
      return end - start > 1 ? end - 1 : endOfChunk(in: text, from: end)
    case .letter: return endOfWord(in: text, from: start)
    case .newline, .mark: return endOfRun(in: text, from: start)
    }
  }

  private static func endOfRun(in text: Span<UInt8>, from start: Int) -> Int {
    var end = start + 1
    while end < text.count, text[end] == text[start] { end += 1 }
    return end
  }

  private static func endOfWord(in text: Span<UInt8>, from start: Int) -> Int {
    var end = start + 1
    while end < text.count {
      if Class(text[end]) == .letter {
        end += 1
      } else if isJoint(text[end], after: text[end - 1]), end + 1 < text.count,
        Class(text[end + 1]) == .letter, text[end] != UInt8(ascii: ",") || isDigit(text[end + 1])
      {
        end += 2
      } else {
        break
      }
    }
    return end
  }

  private static func isJoint(_ byte: UInt8, after previous: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "."), UInt8(ascii: "'"), UInt8(ascii: "-"), UInt8(ascii: "/"): true
    case UInt8(ascii: ","): isDigit(previous)
    default: false
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private enum Class {
    case space, newline, letter, mark

    init(_ byte: UInt8) {
      switch byte {
      case UInt8(ascii: " "): self = .space
      case UInt8(ascii: "\n"): self = .newline
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
        self = .letter
      default: self = .mark
      }
    }
  }
}

extension Tokenizer {
  /// Frequent pieces of English words, with and without a space before them, and pairs of digits.
  static var pieces: [[UInt8]] {
    let words = beginnings.split(separator: " ").flatMap { [Array($0.utf8), Array(" \($0)".utf8)] }
    let others = endings.split(separator: " ").map { Array($0.utf8) }
    let spaced = (UInt8(ascii: "!")...UInt8(ascii: "~")).map { [UInt8(ascii: " "), $0] }
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    return words + others + spaced + digits.flatMap { ten in digits.map { [ten, $0] } }
  }

  /// The first two bytes of the characters of common scripts, so that a letter beyond ASCII counts
  /// as one token or two instead of three: Latin, Greek, Cyrillic, Hebrew, Arabic; then Indic and
  /// East Asian scripts; then emoji.
  static var partialCharacters: [[UInt8]] {
    let pairs = [0xC3...0xC5, 0xCE...0xD1, 0xD7...0xD9, 0xE0...0xE0, 0xE2...0xED].joined()
    return pairs.flatMap { first in (UInt8(0x80)...0xBF).map { [UInt8(first), $0] } } + [
      [0xF0, 0x9F], [0xF0, 0x9F, 0x98], [0xF0, 0x9F, 0x91], [0xF0, 0x9F, 0x8E],
    ]
  }

  private static let beginnings = """
    ab abs ac ad af al all am an anti any app ar art as at auto back bal ban bar be ben bi bit blo \
    bo book br bu but by ca can cap car cas cent ch char che ci cl co col com comp con cont cor \
    count cr cu cur cy da dat day de dec def del dem der des det dev di dif dis do doc down dr du \
    ec ed el em en end ent er es eu ev ex exp ext fa fact fe fi fil fin fl fo for form fr free \
    fri from fu full func ga gen ge gi gl go god gr gra gu ha hand hard has he head her hi high \
    him his ho hol home hou hu id im imp in ind inf int inter is it ja jo ju just ka ke key ki kn \
    know ko la lab land lat le leg li lib like lin list lo loc log long lu ma mag main make man \
    mar mas mat me med mem men mer met mi mic mid mil min mis mo mod mon more mos mu mul my na \
    nat ne new ni no non nor not num ob of off ol on one op or out over own pa par part pass pat \
    pe per ph pl play po pol port pos pr pre pri pro prob pub pul put qu que ra rad re read real \
    rec ref rel rep res ret rev ri ro run sa sc sch se sec self sen ser set sh she show si sim \
    sit so sol some sp spec st sta stand start str sub such sup sur sy sys ta tak te tech tem ten \
    ter test th than that the their them then there they this thr ti time to top tr trans tri tu \
    ty un und under uni up us use val var ve ver vi vis vo wa was we well were wh what when where \
    which who wi will win wit with wo word work would wr year you
    """

  private static let endings = """
    able ably ace ach age ain air ake ale ally ame ance ang ange ant ard are ark arm ary ase ash \
    ass ast ate ated ater ates ating ation ations ative ator ave aw ay ble ced cess cial cing cle \
    ction ding dom ear eat ect ection ed ee een eer ell ely ement ence ency ened ens ense ential \
    er ere ered ern ers ery es ese esis ess est et eth etic ever ful fully gle graph hip ial ian \
    ible ic ical ically ice ich ict ied ier ies ific ify ight ign ile ility ill im ime ine ined \
    iness ing ings ion ions ious ird ire ise ised ish ism iss ist ists ite ition ity ive ized \
    izing ization ize ject ked ken ker king lar ld led less let ley ling logy ly man mb ment \
    ments mer mp nce nd ned ner ness ng ning nt nts oad ock ode og ogn oid oin oke old ology om \
    ome ong onic oo ood ook ool oon oot ord ore orm ors ort ory ose oss ost other oth ough ould \
    ound our ous ously out ove ower own pect per ple plete port pped pping rate red rent ress ric \
    ried ring rist rm row rs rt sed sel ship side sing sion sis sive some son st stand ster sting \
    stra tain ted tely ter tern ters th ther tic tical tics tie ting tion tional tive tle tor \
    tory tri ture uct ude uel ug ular ull ult um und ung unt up ural ure ured ures urn ury use \
    ust ute ution ver vers view ving ward ware way wer wise work xt ys
    """
}

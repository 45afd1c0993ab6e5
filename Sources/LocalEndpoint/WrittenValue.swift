import JSON

/// Reads numbers, dates and times as people write them.
enum WrittenValue {
  /// A number such as `1,250.50`, `$12`, `40%`, `-18°C`, `5km` or `three`, and the unit that is
  /// written with it.
  static func number(_ word: String) -> (value: JSONNumber, unit: String)? {
    if let index = numerals.firstIndex(of: word.lowercased()) { return (JSONNumber(index), "") }
    var rest = Substring(word)
    var sign = ""
    if let first = rest.first, "-−–+".contains(first) {
      sign = first == "+" ? "" : "-"
      rest.removeFirst()
    }
    var unit = ""
    if let symbol = rest.first, "$€£¥#".contains(symbol) {
      unit = String(rest.removeFirst())
    }
    let digits = rest.prefix { $0.isASCII && $0.isNumber || $0 == "." || $0 == "," }
    let after = rest.dropFirst(digits.count)
    guard digits.first?.isNumber == true, digits.last?.isNumber == true, after.count <= 4,
      after.allSatisfy({ $0.isLetter || "°%€£$²³".contains($0) }),
      let plain = withoutSeparators(digits), let number = JSONNumber(text: sign + plain)
    else { return nil }
    return (number, unit.isEmpty ? String(after) : unit)
  }

  /// `1,250.50` without the comma; nil when commas stand where they separate no thousands.
  private static func withoutSeparators(_ digits: Substring) -> String? {
    let groups = digits.split(separator: ",", omittingEmptySubsequences: false)
    guard groups.count > 1 else { return String(digits) }
    let isGrouped = groups.dropFirst().allSatisfy { $0.prefix { $0 != "." }.count == 3 }
    return isGrouped ? groups.joined() : nil
  }

  private static let numerals = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve",
  ]

  /// The date that begins at a word, as `YYYY-MM-DD`, and how many words it takes.
  static func date(_ words: ArraySlice<TextWord>) -> (text: String, count: Int)? {
    guard let first = words.first else { return nil }
    if JSONSchema.Format.date.matches(first.text) || JSONSchema.Format.dateTime.matches(first.text)
    {
      return (first.text, 1)
    }
    func word(_ offset: Int) -> TextWord? {
      words.dropFirst(offset).first
    }
    // March 15, 2027
    if let month = month(first), let day = word(1).flatMap(day) {
      let year = word(2).flatMap(year)
      return (text(day, month, year), year == nil ? 2 : 3)
    }
    // 15 March 2027, the 15th of March
    guard let day = day(first) else { return nil }
    let joint = word(1)?.lowered == "of" ? 1 : 0
    guard let month = word(1 + joint).flatMap(month) else { return nil }
    let year = word(2 + joint).flatMap(year)
    return (text(day, month, year), joint + (year == nil ? 2 : 3))
  }

  private static func text(_ day: Int, _ month: Int, _ year: Int?) -> String {
    // Nothing here knows what year it is.
    "\(year ?? 2026)-\(twoDigits(month))-\(twoDigits(day))"
  }

  private static func month(_ word: TextWord) -> Int? {
    let name = word.lowered
    guard name.count >= 3, word.text.first?.isUppercase == true else { return nil }
    return months.firstIndex {
      $0 == name || $0.prefix(3) == name || name == "sept" && $0.hasPrefix(name)
    }
    .map { $0 + 1 }
  }

  private static func day(_ word: TextWord) -> Int? {
    var digits = Substring(word.lowered)
    for ending in ["st", "nd", "rd", "th"] where digits.hasSuffix(ending) {
      digits.removeLast(2)
    }
    return Int(digits).flatMap { (1...31).contains($0) ? $0 : nil }
  }

  private static func year(_ word: TextWord) -> Int? {
    Int(word.text).flatMap { (1000...2999).contains($0) ? $0 : nil }
  }

  private static let months = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
  ]

  /// The time of day that begins at a word, as `HH:MM`, and how many words it takes.
  static func time(_ words: ArraySlice<TextWord>) -> (text: String, count: Int)? {
    guard let first = words.first else { return nil }
    if first.lowered == "noon" { return ("12:00", 1) }
    if first.lowered == "midnight" { return ("00:00", 1) }
    var digits = Substring(first.lowered)
    var half: Substring?
    var count = 1
    if digits.hasSuffix("am") || digits.hasSuffix("pm") {
      half = digits.suffix(2)
      digits.removeLast(2)
    } else if let next = words.dropFirst().first?.lowered,
      ["am", "pm", "a.m", "p.m"].contains(next)
    {
      half = next.first == "a" ? "am" : "pm"
      count = 2
    }
    let parts = digits.split(separator: ":", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), half != nil || parts.count == 2,
      var hour = Int(parts[0]), (0...23).contains(hour),
      let minute = parts.count == 2 ? Int(parts[1]) : 0, (0...59).contains(minute),
      parts.count == 1 || parts[1].count == 2
    else { return nil }
    if half != nil { hour = hour % 12 + (half == "pm" ? 12 : 0) }
    return ("\(twoDigits(hour)):\(twoDigits(minute))", count)
  }

  /// Days that are no dates.
  static let days: Set<String> = [
    "today", "tomorrow", "tonight", "yesterday", "monday", "tuesday", "wednesday", "thursday",
    "friday", "saturday", "sunday",
  ]

  private static func twoDigits(_ number: Int) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }

  /// An arithmetic expression in the place of words such as “plus” and “to the power of”.
  static func withOperators(_ text: String) -> String {
    var text = text
    for (words, operators) in [
      (" to the power of ", " ^ "), (" multiplied by ", " * "), (" divided by ", " / "),
      (" plus ", " + "), (" minus ", " - "), (" times ", " * "), ("% of ", " / 100 * "),
      (" percent of ", " / 100 * "), (" squared", " ^ 2"), (" cubed", " ^ 3"),
    ] {
      text = text.replacing(words, with: operators)
    }
    return text
  }
}

extension JSONSchema {
  /// The kinds of strings that `format` may ask for and that are checked; other names ask for nothing.
  public enum Format: String, CaseIterable, Sendable {
    /// RFC 3339.
    case date
    case time
    case dateTime = "date-time"
    /// RFC 5321, without quoted names.
    case email
    /// RFC 1123.
    case hostname
    case ipv4
    /// RFC 4291.
    case ipv6
    /// RFC 3986, with a scheme.
    case uri
    /// RFC 4122.
    case uuid

    /// What a string of the format is, with an article.
    public var title: String {
      switch self {
      case .date: "a date such as 2026-11-22"
      case .time: "a time such as 20:15:00Z"
      case .dateTime: "a date with a time such as 2026-11-22T20:15:00Z"
      case .email: "an e-mail address"
      case .hostname: "a host name"
      case .ipv4: "an IPv4 address"
      case .ipv6: "an IPv6 address"
      case .uri: "a URI"
      case .uuid: "a UUID"
      }
    }

    /// Whether a string is of the format.
    public func matches(_ text: String) -> Bool {
      switch self {
      case .date: Self.isDate(text[...])
      case .time: Self.isTime(text[...])
      case .dateTime: Self.isDateTime(text)
      case .email: Self.isEmail(text)
      case .hostname: Self.isHostname(text[...])
      case .ipv4: Self.isIPv4(text[...])
      case .ipv6: Self.isIPv6(text)
      case .uri: Self.isURI(text)
      case .uuid: Self.isUUID(text)
      }
    }
  }
}

// MARK: - Dates and times

extension JSONSchema.Format {
  private static func isDate(_ text: Substring) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, let year = number(parts[0], digits: 4),
      let month = number(parts[1], digits: 2), let day = number(parts[2], digits: 2),
      (1...12).contains(month)
    else { return false }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return (1...lengths[month - 1]).contains(day)
  }

  private static func isDateTime(_ text: String) -> Bool {
    guard let middle = text.firstIndex(where: { "Tt".contains($0) }) else { return false }
    return isDate(text[..<middle]) && isTime(text[text.index(after: middle)...])
  }

  private static func isTime(_ text: Substring) -> Bool {
    guard let zoneStart = text.firstIndex(where: { "Zz+-".contains($0) }) else { return false }
    let zone = text[zoneStart...]
    var offset = 0
    if zone.count > 1 {
      guard let minutes = minutes(zone.dropFirst()) else { return false }
      offset = zone.first == "-" ? minutes : -minutes
    } else if !"Zz".contains(zone) {
      return false
    }
    let clock = text[..<zoneStart].split(separator: ".", omittingEmptySubsequences: false)
    guard clock.count <= 2, clock.count == 1 || number(clock[1], digits: nil) != nil,
      let minutes = minutes(clock[0].prefix(5)), clock[0].dropFirst(5).first == ":",
      let second = number(clock[0].dropFirst(6), digits: 2)
    else { return false }
    // A leap second is the last of a day at Greenwich.
    let isLastMinute = (minutes + offset + 2 * 1440) % 1440 == 1439
    return second < 60 || second == 60 && isLastMinute
  }

  /// The minutes of a time such as `20:15`.
  private static func minutes(_ text: Substring) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let hour = number(parts[0], digits: 2), hour < 24,
      let minute = number(parts[1], digits: 2), minute < 60
    else { return nil }
    return hour * 60 + minute
  }

  /// A number of just so many digits, or of any number of them.
  private static func number(_ text: Substring, digits: Int?) -> Int? {
    guard !text.isEmpty, text.utf8.count == digits ?? text.utf8.count,
      text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
    else { return nil }
    return Int(text.prefix(18))
  }
}

// MARK: - Names and addresses

extension JSONSchema.Format {
  private static func isEmail(_ text: String) -> Bool {
    guard let at = text.lastIndex(of: "@") else { return false }
    let name = text[..<at].split(separator: ".", omittingEmptySubsequences: false)
    let isName = name.allSatisfy { part in
      !part.isEmpty
        && part.utf8.allSatisfy { isAlphanumeric($0) || "!#$%&'*+/=?^_`{|}~-".utf8.contains($0) }
    }
    return isName && isHostname(text[text.index(after: at)...])
  }

  private static func isHostname(_ text: Substring) -> Bool {
    guard (1...253).contains(text.utf8.count) else { return false }
    return text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
      (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
        && label.utf8.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "-") }
    }
  }

  private static func isIPv4(_ text: Substring) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4
      && parts.allSatisfy { part in
        number(part, digits: nil).map { $0 < 256 } ?? false
          && (part.count == 1 || part.first != "0")
      }
  }

  private static func isIPv6(_ text: String) -> Bool {
    // `::` stands for one or more groups of zeros, once.
    let halves = text.split(separator: "::", omittingEmptySubsequences: false)
    var groups = halves.flatMap { half in
      half.isEmpty ? [] : half.split(separator: ":", omittingEmptySubsequences: false)
    }
    if let last = groups.last, last.contains(".") {
      guard isIPv4(last), halves.last?.isEmpty == false else { return false }
      groups.replaceSubrange(groups.indices.suffix(1), with: ["0", "0"])
    }
    return (halves.count == 1 ? groups.count == 8 : halves.count == 2 && groups.count < 8)
      && groups.allSatisfy { (1...4).contains($0.utf8.count) && $0.utf8.allSatisfy(isHexDigit) }
  }

  private static func isURI(_ text: String) -> Bool {
    guard let colon = text.firstIndex(of: ":") else { return false }
    let scheme = text[..<colon].utf8
    guard let first = scheme.first, isAlphanumeric(first), !isDigit(first),
      scheme.allSatisfy({ isAlphanumeric($0) || "+-.".utf8.contains($0) })
    else { return false }
    var rest = Array(text[colon...].utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%") {
        guard rest.count > 1, rest.prefix(2).allSatisfy(isHexDigit) else { return false }
      }
      guard isAlphanumeric(byte) || "-._~:/?#[]@!$&'()*+,;=%".utf8.contains(byte) else {
        return false
      }
    }
    return text.utf8.count { $0 == UInt8(ascii: "#") } < 2
  }

  private static func isUUID(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    return parts.map(\.utf8.count) == [8, 4, 4, 4, 12]
      && parts.allSatisfy { $0.utf8.allSatisfy(isHexDigit) }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
  }
}

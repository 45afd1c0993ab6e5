public import MessagesAPI

/// Whether to send a request again, and when. It is only ever advice: nothing is sent again
/// unasked.
public enum RetryAdvice: Hashable, Sendable {
  /// The same request would be answered the same way.
  case never
  /// It may succeed after this time.
  ///
  /// - Parameter isServersWish: whether the server named the time; otherwise it is the usual one.
  case after(Duration, isServersWish: Bool)

  /// The longest time that is taken from a server: a day.
  public static let longest = Duration.seconds(86_400)

  /// What to do after an error status.
  ///
  /// - Parameters:
  ///   - error: What the body says, if anything.
  ///   - attempt: How often the request has been sent again already.
  ///   - now: The time in seconds since 1970, for servers that give a date.
  public init(_ head: ResponseHead, error: APIError?, attempt: Int, now: Double) {
    let wait = Self.wait(head, now)
    let isTransient =
      switch head["x-should-retry"]?.lowercased() {
      case "true": true
      case "false": false
      default: [408, 409, 429].contains(head.status) || (500...599).contains(head.status)
      }
    // A spend limit that names no time isn't lifted by waiting.
    let isSpent = head.status == 429 && error?.code != nil && wait == nil
    guard isTransient, !isSpent else {
      self = .never
      return
    }
    self = wait.map { .after($0, isServersWish: true) } ?? .usual(attempt)
  }

  /// What to do after a failure of the transport. Once an answer has begun, nothing is sent again.
  public init(_ error: TransportError, hasAnswerBegun: Bool, attempt: Int) {
    let isTransient =
      switch error.kind {
      case .refused, .dns, .unreachable, .timeout, .reset, .truncated, .other: true
      case .tlsCertificate, .tls, .notAllowed, .encoding, .malformedResponse: false
      }
    self = isTransient && !hasAnswerBegun ? .usual(attempt) : .never
  }

  /// Half a second, doubled with every attempt, at most eight.
  private static func usual(_ attempt: Int) -> RetryAdvice {
    .after(.milliseconds(500 << min(max(attempt, 0), 4)), isServersWish: false)
  }

  /// The time that the server asks for, when it is one that lies ahead.
  private static func wait(_ head: ResponseHead, _ now: Double) -> Duration? {
    let milliseconds = head["retry-after-ms"].flatMap(number).map { $0 / 1000 }
    let seconds =
      milliseconds
      ?? head["retry-after"].flatMap { number($0) ?? HTTPDate.seconds($0).map { $0 - now } }
    guard let seconds, seconds > 0 else { return nil }
    return seconds < 86_400 ? .milliseconds(Int((seconds * 1000).rounded(.up))) : longest
  }

  /// Digits with perhaps a fraction, and nothing that only a programmer calls a number.
  private static func number(_ text: String) -> Double? {
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }) else {
      return nil
    }
    return Double(text)
  }
}

/// Dates in header fields.
enum HTTPDate {
  /// Seconds since 1970 of a date in one of the three forms that servers have used.
  ///
  /// `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT`, `Sun Nov  6 08:49:37 1994`.
  /// RFC 9110, section 5.6.7.
  static func seconds(_ text: String) -> Double? {
    let words = text.split { $0 == " " || $0 == "," || $0 == "-" }
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    guard let place = words.firstIndex(where: { months.contains(String($0)) }),
      let month = months.firstIndex(of: String(words[place])),
      let clock = words.first(where: { $0.contains(":") })
    else { return nil }
    let numbers = words.filter { $0 != clock }.compactMap { Int($0) }
    let times = clock.split(separator: ":").compactMap { Int($0) }
    guard numbers.count == 2, times.count == 3, (1...31).contains(numbers[0]),
      (0...9999).contains(numbers[1]), (0...23).contains(times[0]), (0...59).contains(times[1]),
      (0...60).contains(times[2])
    else { return nil }
    let year = numbers[1] >= 100 ? numbers[1] : numbers[1] + (numbers[1] < 70 ? 2000 : 1900)
    let days = days(year: year, month: month + 1, day: numbers[0])
    return Double(days * 86_400 + times[0] * 3600 + times[1] * 60 + times[2])
  }

  /// Days since 1970-01-01 in the Gregorian calendar, counted in years that begin with March.
  private static func days(year: Int, month: Int, day: Int) -> Int {
    let year = month <= 2 ? year - 1 : year
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return year * 365 + year / 4 - year / 100 + year / 400 + dayOfYear - 719_468
  }
}

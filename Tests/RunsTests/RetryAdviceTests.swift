import MessagesAPI
import Runs
import Testing

/// Catalogue N9.
@Suite struct RetryAdviceTests {
  private func advice(_ status: Int, _ headers: [HTTPHeader] = [], attempt: Int = 0) -> RetryAdvice
  {
    // 1994-11-06 08:49:00
    RetryAdvice(
      ResponseHead(status: status, headers: headers), error: nil, attempt: attempt,
      now: 784_111_740)
  }

  @Test(arguments: [
    (200, false), (301, false), (400, false), (401, false), (402, false), (403, false),
    (404, false), (408, true), (409, true), (413, false), (422, false), (429, true), (500, true),
    (503, true), (504, true), (529, true), (600, false),
  ])
  func `the status decides`(status: Int, isRetried: Bool) {
    #expect((advice(status) != .never) == isRetried)
  }

  @Test func `the server's word outranks the status`() {
    #expect(advice(400, [HTTPHeader("X-Should-Retry", "true")]) != .never)
    #expect(advice(500, [HTTPHeader("x-should-retry", "false")]) == .never)
    #expect(advice(500, [HTTPHeader("x-should-retry", "maybe")]) != .never)
  }

  @Test(
    arguments: [
      ("2", .seconds(2)), ("0.25", .milliseconds(250)),
      ("Sun, 06 Nov 1994 08:49:37 GMT", .seconds(37)),
      ("Sunday, 06-Nov-94 08:49:37 GMT", .seconds(37)), ("Sun Nov  6 08:49:37 1994", .seconds(37)),
      ("99999999999999999999", RetryAdvice.longest),
    ] as [(String, Duration)])
  func `a time that the server names is taken`(text: String, wait: Duration) {
    #expect(advice(429, [HTTPHeader("retry-after", text)]) == .after(wait, isServersWish: true))
  }

  @Test(arguments: [
    "", "0", "-5", "soon", "nan", "inf", "1e9", "0x10", "1_000", "1..2",
    "Sun, 06 Nov 1993 08:49:37 GMT", "Sun, 99 Nov 1994 08:49:37 GMT", "Nov 6", "::", "\u{1B}",
  ])
  func `what is no time ahead is passed over`(text: String) {
    #expect(
      advice(503, [HTTPHeader("retry-after", text)])
        == .after(.milliseconds(500), isServersWish: false))
  }

  @Test func `milliseconds come before seconds`() {
    let headers = [HTTPHeader("retry-after", "9"), HTTPHeader("retry-after-ms", "1500")]
    #expect(advice(529, headers) == .after(.milliseconds(1500), isServersWish: true))
  }

  @Test func `the usual wait doubles up to eight seconds`() {
    let waits = (0...9).map { advice(500, attempt: $0) }
    let expected = [500, 1000, 2000, 4000, 8000, 8000, 8000, 8000, 8000, 8000]
    #expect(waits == expected.map { .after(.milliseconds($0), isServersWish: false) })
  }

  @Test func `a spent limit without a time is not waited for`() {
    let error = APIError(type: "rate_limit_error", message: "spent", code: "spend_limit")
    let head = ResponseHead(status: 429)
    #expect(RetryAdvice(head, error: error, attempt: 0, now: 0) == .never)
    let timed = ResponseHead(status: 429, headers: [HTTPHeader("retry-after", "3")])
    #expect(
      RetryAdvice(timed, error: error, attempt: 0, now: 0)
        == .after(.seconds(3), isServersWish: true))
  }

  @Test func `nothing is sent again once an answer has begun`() {
    let reset = TransportError(phase: .receive, kind: .reset)
    #expect(RetryAdvice(reset, hasAnswerBegun: true, attempt: 0) == .never)
    #expect(RetryAdvice(reset, hasAnswerBegun: false, attempt: 0) != .never)
    let certificate = TransportError(phase: .tls, kind: .tlsCertificate(reason: "expired"))
    #expect(RetryAdvice(certificate, hasAnswerBegun: false, attempt: 0) == .never)
  }
}

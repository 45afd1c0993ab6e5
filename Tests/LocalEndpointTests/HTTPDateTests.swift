import Testing

@testable import LocalEndpoint

@Suite struct HTTPDateTests {
  @Test(arguments: [
    (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
    (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
  ])
  func `a time has the form of RFC 9110`(time: Int, text: String) {
    #expect(HTTPDate.text(of: time) == text)
  }
}

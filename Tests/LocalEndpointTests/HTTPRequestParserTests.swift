import Runs
import TestSupport
import Testing

@testable import LocalEndpoint

@Suite struct HTTPRequestParserTests {
  static let requests = [
    "GET /a HTTP/1.1\r\nhost: x\r\n\r\n",
    "\r\nPOST /b?c HTTP/1.1\r\nHost:x\r\nContent-Length: 5\r\n\r\nhello",
    "POST /d HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n"
      + "3\r\nabc\r\n4;x=y\r\ndefg\r\n0\r\nt: u\r\n\r\n",
    "GET /e HTTP/1.0\r\nconnection: keep-alive\r\n\r\n",
  ]

  /// What a parser makes of bytes that come in these pieces.
  private func parse(
    _ pieces: [[UInt8]]
  ) -> Result<[HTTPRequestParser.Request], HTTPRequestParser.Failure> {
    var parser = HTTPRequestParser()
    var requests: [HTTPRequestParser.Request] = []
    do throws(HTTPRequestParser.Failure) {
      for piece in pieces {
        parser.append(piece)
        steps: while true {
          switch try parser.next() {
          case .request(let request): requests.append(request)
          case .head: continue
          case .needsBytes, .mustContinue: break steps
          }
        }
      }
      return .success(requests)
    } catch {
      return .failure(error)
    }
  }

  @Test func `how the bytes are cut never changes the requests`() throws {
    let bytes = Array(Self.requests.joined().utf8)
    let whole = try parse([bytes]).get()
    #expect(whole.map(\.target) == ["/a", "/b?c", "/d", "/e"])
    #expect(whole.map { String(decoding: $0.body, as: UTF8.self) } == ["", "hello", "abcdefg", ""])
    #expect(whole.map(\.keepsAlive) == [true, true, true, true])
    #expect(try parse(bytes.map { [$0] }).get() == whole)
    for seed in 0..<50 {
      var random = SplitMix64(seed: UInt64(seed))
      var pieces: [[UInt8]] = [[]]
      for byte in bytes {
        if random.next() % 5 == 0 { pieces.append([]) }
        pieces[pieces.count - 1].append(byte)
      }
      #expect(try parse(pieces).get() == whole)
    }
  }

  @Test func `any bytes are requests or a failure, the same in any pieces`() {
    var random = SplitMix64(seed: 7)
    for _ in 0..<2000 {
      var bytes = Array(Self.requests[Int(random.next() % 4)].utf8)
      for _ in 0...random.next() % 3 {
        let place = Int(random.next() % UInt64(bytes.count))
        switch random.next() % 3 {
        case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
        case 1: bytes.remove(at: place)
        default: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: place)
        }
      }
      let whole = parse([bytes])
      let dripped = parse(bytes.map { [$0] })
      #expect(whole == dripped, "\(String(decoding: bytes, as: UTF8.self))")
    }
  }

  @Test func `connections end when one side says so`() throws {
    let close = "GET / HTTP/1.1\r\nhost: x\r\nConnection: foo, Close\r\n\r\n"
    #expect(try parse([Array(close.utf8)]).get().first?.keepsAlive == false)
    let old = "GET / HTTP/1.0\r\n\r\n"
    #expect(try parse([Array(old.utf8)]).get().first?.keepsAlive == false)
  }
}

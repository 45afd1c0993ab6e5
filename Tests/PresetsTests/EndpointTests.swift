import MessagesAPI
import Presets
import Runs
import Testing

struct EndpointTests {
  @Test(
    arguments: [
      ("https://api.friendli.ai", .serverless, "https://api.friendli.ai/serverless/v1/messages"),
      ("https://api.friendli.ai/", .dedicated, "https://api.friendli.ai/dedicated/v1/messages"),
      (
        "https://api.friendli.ai/serverless/v1/", .serverless,
        "https://api.friendli.ai/serverless/v1/messages"
      ),
      ("https://h.example/v1/messages", .plain, "https://h.example/v1/messages"),
      ("https://h.example/v1/messages/count_tokens", .plain, "https://h.example/v1/messages"),
      ("http://localhost:8080", .plain, "http://localhost:8080/v1/messages"),
      ("HTTPS://Gate.Example:443/team//a/", .plain, "https://gate.example/team/a/v1/messages"),
      ("http://[::1]:9/v1", .plain, "http://[::1]:9/v1/messages"),
      ("embedded:", .plain, "embedded:/v1/messages"),
    ] as [(String, Endpoint.PathStyle, String)])
  func `a base URL and a path style make one address`(
    base: String, style: Endpoint.PathStyle, address: String
  ) throws {
    let endpoint = Endpoint(name: "e", baseURL: base, pathStyle: style)
    #expect(try endpoint.url() == address)
  }

  @Test func `the other resources stand beside messages`() throws {
    let endpoint = Endpoint(name: "e", baseURL: "https://h/v1/messages")
    #expect(try endpoint.url(for: .countTokens) == "https://h/v1/messages/count_tokens")
    #expect(try endpoint.url(for: .models) == "https://h/v1/models")
  }

  @Test(
    arguments: [
      ("", .empty), ("h.example", .missingScheme), ("ftp://h", .unsupportedScheme("ftp")),
      ("https://", .missingHost), ("https:///x", .missingHost), ("https://:8", .missingHost),
      ("https://me:pw@h", .userInformation), ("https://h@evil.example", .userInformation),
      ("https://h/#x", .fragment), ("https://h?key=1", .query),
      ("https://h:0", .invalidPort("0")), ("https://h:99999", .invalidPort("99999")),
      ("https://h:", .invalidPort("")), ("https://h:+80", .invalidPort("+80")),
      ("https://[::1", .invalidHost("[::1")), ("https://[::1]x", .invalidHost("[::1]x")),
      ("https://h /", .character(0x20)), ("https://h\\@evil", .character(0x5C)),
      ("https://аpi.example", .character(0x430)), ("https://h\u{0}", .character(0)),
      ("https://h%41", .invalidHost("h%41")),
    ] as [(String, WebAddress.Failure)])
  func `an address that could mislead is refused`(text: String, failure: WebAddress.Failure) {
    #expect(throws: failure) { try WebAddress(parsing: text) }
  }

  @Test(arguments: [
    ("http://localhost", true), ("http://127.1.2.3:80", true), ("http://[::1]", true),
    ("http://127.0.0.1.evil.example", false), ("http://localhost.evil.example", false),
    ("http://10.0.0.1", false), ("http://127.0.0.256", false),
  ])
  func `loopback is told from what looks like it`(url: String, isLoopback: Bool) throws {
    #expect(try WebAddress(parsing: url).isLoopback == isLoopback)
  }

  @Test func `a key doesn't cross a network in the clear unless that is allowed`() throws {
    var endpoint = Endpoint(
      name: "e", baseURL: "http://h.example", authentication: .bearer, key: .environment("K"))
    #expect(endpoint.problem == .keyOverPlainHTTP(origin: "http://h.example"))
    endpoint.allowsKeyOverPlainHTTP = true
    #expect(endpoint.problem == nil)
    endpoint.allowsKeyOverPlainHTTP = false
    endpoint.key = nil
    #expect(endpoint.problem == nil)
    endpoint.key = .environment("K")
    endpoint.baseURL = "http://127.0.0.1:1"
    #expect(endpoint.problem == nil)
  }

  @Test(
    arguments: [
      (HTTPHeader("Authorization", "Bearer x"), .credentialInHeader(name: "Authorization")),
      (HTTPHeader("X-API-Key", "x"), .credentialInHeader(name: "X-API-Key")),
      (HTTPHeader("a", "b\r\nc: d"), .malformedHeader(name: "a")),
      (HTTPHeader("a b", "c"), .malformedHeader(name: "a b")),
      (HTTPHeader("", "c"), .malformedHeader(name: "")),
    ] as [(HTTPHeader, Endpoint.Problem)])
  func `headers carry no credential and no line ends`(header: HTTPHeader, problem: Endpoint.Problem)
  {
    let endpoint = Endpoint(name: "e", baseURL: "https://h", headers: [header])
    #expect(endpoint.problem == problem)
  }

  @Test func `an extra header replaces a built-in one`() {
    let endpoint = Endpoint(
      name: "e", baseURL: "https://h", team: "t1",
      headers: [HTTPHeader("Anthropic-Version", "2026-10-21")])
    #expect(
      endpoint.requestHeaders == [
        HTTPHeader("content-type", "application/json"), HTTPHeader("X-Friendli-Team", "t1"),
        HTTPHeader("Anthropic-Version", "2026-10-21"),
      ])
  }
}

struct EndpointEnvironmentTests {
  @Test func `with nothing set there is the embedded endpoint`() {
    #expect(Endpoint.fromEnvironment([:]) == [.embedded])
    #expect(Endpoint.fromEnvironment(["ANTHROPIC_API_KEY": ""]) == [.embedded])
  }

  @Test func `keys are references and their values are nowhere`() {
    let endpoints = Endpoint.fromEnvironment([
      "ANTHROPIC_API_KEY": "canary-1", "ANTHROPIC_AUTH_TOKEN": "canary-2",
      "FRIENDLI_TOKEN": "canary-3", "FRIENDLI_TEAM": "team", "ANTHROPIC_MODEL": "m",
      "ANTHROPIC_CUSTOM_HEADERS": "X-Trace: on\nAuthorization: Bearer canary-4",
    ])
    #expect(
      endpoints.map(\.name) == [
        "embedded", "anthropic", "anthropic-token", "friendli", "friendli-dedicated",
      ])
    #expect(endpoints[1].authentication == .xAPIKey)
    #expect(endpoints[1].key == .environment("ANTHROPIC_API_KEY"))
    #expect(endpoints[1].defaultModel == "m")
    #expect(endpoints[1].headers.first == HTTPHeader("X-Trace", "on"))
    #expect(endpoints[1].problem == .credentialInHeader(name: "Authorization"))
    #expect(endpoints[2].authentication == .bearer)
    #expect(endpoints[3].team == "team")
    #expect(!"\(endpoints)".contains("canary"))
  }

  @Test func `a base URL without a key is an endpoint without authentication`() throws {
    let endpoints = Endpoint.fromEnvironment(["ANTHROPIC_BASE_URL": "http://localhost:8080"])
    #expect(endpoints.count == 2)
    #expect(endpoints[1].authentication == .none)
    #expect(endpoints[1].kind == .generic)
    #expect(try endpoints[1].url() == "http://localhost:8080/v1/messages")
  }

  @Test func `an argument is a name or a URL`() throws {
    let known = Endpoint.fromEnvironment(["FRIENDLI_TOKEN": "t"])
    #expect(try Endpoint(argument: "friendli", among: known).pathStyle == .serverless)
    #expect(throws: Endpoint.ArgumentError.self) { try Endpoint(argument: "x", among: known) }
    #expect(throws: Endpoint.ArgumentError.address(.userInformation)) {
      try Endpoint(argument: "https://u@h", among: known)
    }
  }

  @Test func `a URL gets a key only from an endpoint of the same origin`() throws {
    let known = Endpoint.fromEnvironment(["FRIENDLI_TOKEN": "t"])
    let same = try Endpoint(argument: "https://api.friendli.ai/dedicated/v1", among: known)
    #expect(same.key == .environment("FRIENDLI_TOKEN"))
    #expect(try same.url() == "https://api.friendli.ai/dedicated/v1/messages")
    for other in ["https://api.friendli.ai:8443", "http://api.friendli.ai", "https://friendli.ai"] {
      #expect(try Endpoint(argument: other, among: known).key == nil)
    }
  }

  @Test(
    arguments: [
      ("$KEY", .environment("KEY")), ("file:~/.key", .file("~/.key")),
      ("command:op read item", .command(["op", "read", "item"])),
      ("sk-ant-api03-abc", nil), ("$", nil), ("$A-B", nil), ("$1", nil), ("file:", nil),
      ("command: ", nil),
    ] as [(String, KeyReference?)])
  func `a key is written as a reference`(text: String, key: KeyReference?) {
    #expect(KeyReference(parsing: text) == key)
  }
}

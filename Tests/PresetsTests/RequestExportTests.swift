import Glibc
import JSON
import MessagesAPI
import Presets
import Runs
import Testing

struct RequestExportTests {
  let request = MessageRequest([
    "model": "m", "max_tokens": 16, "stream": true, "top_k": nil, "min_p": 0.25,
    "messages": [["role": "user", "content": "it's `\"$HOME\"` \\ {{x}}\nü\u{1F600}"]],
  ])
  let endpoint = Endpoint(
    name: "lab", baseURL: "https://lab.example/a", authentication: .bearer,
    key: .environment("LAB_KEY"), headers: [HTTPHeader("x-note", "it's")])

  @Test func `a curl command names the key's variable`() throws {
    let text = try RequestExport.text(
      of: MessageRequest(["model": "m"]), to: endpoint, as: .curl)
    #expect(
      text == #"""
        curl --no-buffer https://lab.example/a/v1/messages \
          --header 'content-type: application/json' \
          --header 'anthropic-version: 2023-06-01' \
          --header 'x-note: it'\''s' \
          --header "authorization: Bearer $LAB_KEY" \
          --data-raw '{
          "model": "m"
        }'

        """#)
  }

  @Test func `a shell hands the body to curl as it is`() throws {
    let command = try RequestExport.text(of: request, to: endpoint, as: .curl)
    let script = "curl() { for word; do last=$word; done; printf %s \"$last\"; }\n" + command
    let pipe = try #require(popen(script, "r"))
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while case let count = fread(&buffer, 1, buffer.count, pipe), count > 0 {
      bytes += buffer[..<count]
    }
    #expect(pclose(pipe) == 0)
    #expect(try JSONParser.parse(bytes) == request.json)
  }

  @Test(
    arguments: [
      .environment("KEY"), .file("~/my key"), .command(["op", "read", "it's"]),
    ] as [KeyReference])
  func `every form says where the key is, and imports of curl give the request back`(
    key: KeyReference
  ) throws {
    var endpoint = endpoint
    endpoint.key = key
    for format in RequestExport.Format.allCases {
      let text = try RequestExport.text(of: request, to: endpoint, as: format)
      #expect(text.hasSuffix("\n"))
    }
    let curl = try RequestExport.text(of: request, to: endpoint, as: .curl)
    let imported = try RequestImport(parsing: curl)
    #expect(imported.request == request)
    #expect(imported.endpoint?.authentication == .bearer)
    #expect(try imported.endpoint?.url() == "https://lab.example/a/v1/messages")
    #expect(imported.endpoint?.headers == endpoint.headers)
    if case .environment = key { #expect(imported.endpoint?.key == key) }
  }

  @Test func `the embedded endpoint goes by the address of serve`() throws {
    let curl = try RequestExport.text(of: MessageRequest(), to: .embedded, as: .curl)
    #expect(curl.hasPrefix("curl --no-buffer \"$WORKBENCH_URL/v1/messages\""))
    #expect(curl.contains("workbench-small"))
    let python = try RequestExport.text(of: MessageRequest(), to: .embedded, as: .python)
    #expect(python.contains(#"base_url=os.environ["WORKBENCH_URL"]"#))
  }

  @Test func `what the Python library doesn't know goes beside it`() throws {
    let python = try RequestExport.text(of: request, to: endpoint, as: .python)
    #expect(
      python == #"""
        import os

        import anthropic

        client = anthropic.Anthropic(
            base_url="https://lab.example/a",
            auth_token=os.environ["LAB_KEY"],
            default_headers={"anthropic-version": "2023-06-01", "x-note": "it's"},
        )

        answer = client.messages.create(
            model="m",
            max_tokens=16,
            stream=True,
            top_k=None,
            messages=[
                {
                    "role": "user",
                    "content": "it's `\"$HOME\"` \\ {{x}}\nü😀",
                },
            ],
            extra_body={
                "min_p": 0.25,
            },
        )
        for event in answer:
            print(event)

        """#)
  }

  @Test func `an endpoint that nothing may be sent to isn't exported`() {
    var endpoint = endpoint
    endpoint.baseURL = "http://lab.example"
    #expect(throws: Endpoint.Problem.keyOverPlainHTTP(origin: "http://lab.example")) {
      try RequestExport.text(of: request, to: endpoint, as: .curl)
    }
  }
}

struct RequestImportTests {
  @Test func `a command from documentation is read`() throws {
    let imported = try RequestImport(
      parsing: #"""
        $ curl -sS -XPOST https://api.friendli.ai/serverless/v1/messages \
            -H "Authorization: Bearer ${FRIENDLI_TOKEN}" -H'X-Friendli-Team: t' \
            -H "Content-Type: application/json" -b 'session=canary' \
            -d "{\"model\": \"m\", \"stop_sequences\": [\"\\n\"]}"
        """#)
    #expect(imported.request.body == ["model": "m", "stop_sequences": ["\n"]])
    let endpoint = try #require(imported.endpoint)
    #expect(endpoint.key == .environment("FRIENDLI_TOKEN"))
    #expect(endpoint.team == "t")
    #expect(endpoint.kind == .friendli)
    #expect(try endpoint.url() == "https://api.friendli.ai/serverless/v1/messages")
    #expect(imported.notes.count == 1)
  }

  @Test func `a key in a command is left out and said`() throws {
    let imported = try RequestImport(
      parsing: "curl --url https://h/v1/messages --header=x-api-key:sk-canary --data-raw $'{\\n}'")
    #expect(imported.endpoint?.authentication == .xAPIKey)
    #expect(imported.endpoint?.key == nil)
    #expect(imported.notes.count == 1)
    #expect(!"\(imported)".contains("canary"))
  }

  @Test func `the capture of a run is read`() throws {
    let body: JSONValue = ["model": "m", "top_k": 3]
    let run = Run(
      id: Run.ID(1),
      request: Run.Request(
        method: "POST", url: "https://h.example/v1/messages",
        headers: [
          HTTPHeader("anthropic-version", "2026-10-21"), HTTPHeader("x-api-key", "canary"),
        ],
        body: body.encoded()),
      endpointName: "lab", startedAt: 0)
    let imported = try RequestImport(parsing: String(decoding: Capture(run).bytes, as: UTF8.self))
    #expect(imported.request.json == body)
    #expect(imported.endpoint?.version == "2026-10-21")
    #expect(try imported.endpoint?.url() == "https://h.example/v1/messages")
    #expect(!"\(imported)".contains("canary"))
  }

  @Test func `a body and a preset are read`() throws {
    #expect(try RequestImport(parsing: #"{"model":"m"}"#).request.model == "m")
    #expect(try RequestImport(parsing: #"{"request":{"model":"m"}}"#).request.model == "m")
  }

  @Test(
    arguments: [
      ("curl https://h", .noBody), ("curl https://h -d @file", .noBody),
      ("curl https://h -d '{", .unclosedQuote), ("curl h -d {} | sh", .shellSyntax("|")),
      ("curl h -d `id`", .shellSyntax("`")), ("[]", .notAnObject(found: "array")),
    ] as [(String, RequestImport.Failure)])
  func `what can't be read says why`(text: String, failure: RequestImport.Failure) {
    #expect(throws: failure) { try RequestImport(parsing: text) }
  }
}

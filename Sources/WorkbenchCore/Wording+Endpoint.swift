public import Presets

extension Wording {
  /// Why nothing may be sent to an endpoint.
  public static func sentence(for problem: Endpoint.Problem) -> String {
    switch problem {
    case .address(let failure): sentence(for: failure)
    case .keyOverPlainHTTP(let origin):
      "a key is not sent over plain http to \(origin); use https"
    case .credentialInHeader(let name): "\(name) carries a key: name the key in the key field"
    case .malformedHeader(let name):
      name.isEmpty
        ? "a header is a line of the form Name: value"
        : "the header \(name) can't be sent as it is"
    }
  }

  /// What is wrong with an endpoint that was typed.
  public static func sentence(for error: Endpoint.ArgumentError) -> String {
    switch error {
    case .unknownName(let name, let known):
      name.contains { ":/.".contains($0) }
        ? "a base URL begins with http:// or https://"
        : "no endpoint is called \(name); there is \(known.joined(separator: ", ")), or a URL"
    case .address(let failure): sentence(for: failure)
    }
  }

  /// What is wrong with a base URL.
  public static func sentence(for failure: WebAddress.Failure) -> String {
    switch failure {
    case .empty: "a base URL is needed, such as http://localhost:8080"
    case .missingScheme: "the base URL begins with http:// or https://"
    case .unsupportedScheme(let scheme): "\(scheme) is not http or https"
    case .missingHost: "the base URL has no host"
    case .invalidHost(let host): "\(host) is no host name"
    case .invalidPort(let port): "\(port) is no port"
    case .userInformation: "no name or password in the base URL; name the key in the key field"
    case .query: "no query in the base URL"
    case .fragment: "no fragment in the base URL"
    case .character(let code):
      "character U+\(String(code, radix: 16, uppercase: true)) can't be in a URL"
    }
  }

  /// Why a text holds no request.
  public static func sentence(for failure: RequestImport.Failure) -> String {
    switch failure {
    case .notJSON(let error): "it is no JSON: \(error)"
    case .notAnObject(let found): "a request is an object, and this is of the type \(found)"
    case .noBody: "the command has no body, or takes it from a file"
    case .unclosedQuote: "a quote in the command isn't closed"
    case .shellSyntax(let sign):
      "“\(sign)” means something to a shell; only a plain command can be read"
    }
  }

  /// Why a text can't name a preset.
  public static func sentence(for failure: PresetName.Failure) -> String {
    switch failure {
    case .empty: "a preset needs a name"
    case .tooLong(let count): "the name has \(count) bytes, \(PresetName.maximumLength) is the most"
    case .character(let scalar): "“\(scalar)” can't be in the name of a file"
    case .leadingDot: "a name can't begin with a dot"
    case .edge: "a name can't begin or end with a space, or end with a dot"
    case .reserved: "the name means a device on some systems"
    }
  }
}

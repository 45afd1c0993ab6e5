/// A header line of a request or response. What a server sent is untrusted text.
public struct HTTPHeader: Hashable, Sendable {
  /// The name as it was written; its case means nothing.
  public var name: String
  /// The value, which a server may have made of anything.
  public var value: String

  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }

  public init(name: String, value: String) { self.init(name, value) }
}

/// The status and headers of a response.
public struct ResponseHead: Hashable, Sendable {
  /// The HTTP status, such as 200.
  public var status: Int
  /// The headers in their order, duplicates included.
  public var headers: [HTTPHeader]

  public init(status: Int, headers: [HTTPHeader] = []) {
    self.status = status
    self.headers = headers
  }

  /// The value of the first header with this name, in whatever case it is written.
  public subscript(name: String) -> String? {
    let name = name.lowercased()
    return headers.first { $0.name.lowercased() == name }?.value
  }

  /// Whether the status says that the request was accepted.
  public var isSuccess: Bool { (200..<300).contains(status) }

  /// The media type of the body, in lower case and without its parameters.
  public var mediaType: String? {
    guard let type = self["content-type"]?.prefix(while: { $0 != ";" && $0 != " " }) else {
      return nil
    }
    return type.isEmpty ? nil : type.lowercased()
  }

  /// The id that the server gave the request, for asking about it.
  public var requestID: String? { self["request-id"] ?? self["x-request-id"] }
}

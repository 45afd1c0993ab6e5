public import Presets
import Runs

/// Sends request bodies to endpoints: knows addresses and headers, and which transport leads there.
public struct EndpointClient: Sendable {
  private let http: any Transport
  private let embedded: any Transport

  /// Makes a client of two transports: one for the network, one for the endpoint inside the
  /// program.
  public init(http: any Transport, embedded: any Transport) {
    self.http = http
    self.embedded = embedded
  }

  /// The request that would be sent. Its `shown` form is what a `Run` keeps.
  public static func request(
    _ resource: Endpoint.Resource = .messages, body: [UInt8] = [], to endpoint: Endpoint,
    query: String = "", timeouts: TransportRequest.Timeouts = .init()
  ) throws(Endpoint.Problem) -> TransportRequest {
    let isPost = resource != .models
    let headers = endpoint.requestHeaders.filter { isPost || $0.name != "content-type" }
    return TransportRequest(
      method: isPost ? "POST" : "GET", url: try endpoint.url(for: resource) + query,
      headers: headers + [HTTPHeader("accept", "application/json, text/event-stream")],
      credential: Credential(of: endpoint), body: isPost ? body : [], timeouts: timeouts)
  }

  /// Sends a request on its way.
  public func start(
    _ request: TransportRequest, deliver: @escaping @Sendable (TransportEvent) -> Void
  ) -> any Transfer {
    let transport = request.url.hasPrefix("embedded:") ? embedded : http
    return transport.start(request, deliver: deliver)
  }

  /// Sends the body of a message request; nothing is sent when the endpoint isn't in order.
  public func send(
    _ body: [UInt8], to endpoint: Endpoint,
    deliver: @escaping @Sendable (TransportEvent) -> Void
  ) throws(Endpoint.Problem) -> any Transfer {
    start(try Self.request(body: body, to: endpoint), deliver: deliver)
  }
}

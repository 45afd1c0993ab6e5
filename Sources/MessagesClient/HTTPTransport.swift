import LocalEndpoint
import Presets
import Runs

/// Sends requests over HTTP/1.1 with libcurl, on one thread of its own for all of them.
///
/// Redirects are never followed, certificates are verified, and nothing that is for this machine
/// goes through a proxy. The thread and the library are started by the first request, and cost
/// nothing while nothing is under way.
///
/// A transport may go away before its transfers; they go on to their ends.
public final class HTTPTransport: Transport {
  private let engine = CurlEngine()
  private let resolver: CredentialResolver
  private let network: NetworkSettings

  /// Makes a transport for a process with these environment variables.
  ///
  /// Keys are looked up in them, and so are proxies (`http_proxy`, `https_proxy`, `all_proxy`,
  /// `no_proxy`) and trusted certificates (`SSL_CERT_FILE`, `SSL_CERT_DIR`).
  public init(environment: [String: String]) {
    resolver = CredentialResolver(environment: environment)
    network = NetworkSettings(environment: environment)
  }

  deinit {
    engine.close()
  }

  public func start(
    _ request: TransportRequest, deliver: @escaping @Sendable (TransportEvent) -> Void
  ) -> any Transfer {
    let transfer = CurlTransfer(idleLimit: request.timeouts.idle, deliver: deliver)
    let prepare: @Sendable () -> Void = { [engine, resolver, network] in
      do throws(TransportError) {
        let prepared = try PreparedRequest(request, network: network, resolver: resolver)
        engine.post(.add(transfer, prepared))
      } catch {
        engine.post(.refuse(transfer, error))
      }
    }
    switch request.credential?.reference {
    case .environment, nil:
      prepare()
    case .command, .file:
      // Neither the caller nor the other transfers wait for a password manager.
      if !BackgroundThread.start(prepare) {
        let error = TransportError(phase: .send, kind: .other, detail: "no thread is free")
        engine.post(.refuse(transfer, error))
      }
    }
    return HTTPTransfer(engine: engine, transfer: transfer)
  }
}

/// The way back to a transfer's engine.
private struct HTTPTransfer: Transfer {
  let engine: CurlEngine
  let transfer: CurlTransfer

  func cancel() {
    transfer.ignoreRest()
    engine.post(.cancel(transfer))
  }
}

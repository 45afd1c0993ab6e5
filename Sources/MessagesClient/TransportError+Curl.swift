import CCurl
import Glibc
import Runs

extension TransportError {
  /// What a result of libcurl's means, and how far the transfer had come.
  init(_ code: CURLcode, _ handle: CurlHandle, _ transfer: CurlTransfer) {
    let detail = handle.detail
    let isConnected = handle.size(CURLINFO_CONNECT_TIME_T) > 0
    switch code {
    case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY:
      self.init(phase: .resolve, kind: .dns, detail: detail)
    case CURLE_COULDNT_CONNECT:
      let error = Int32(handle.number(CURLINFO_OS_ERRNO))
      self.init(phase: .connect, kind: Self.connectKinds[error] ?? .other, detail: detail)
    case CURLE_OPERATION_TIMEDOUT:
      let isResolved = handle.size(CURLINFO_NAMELOOKUP_TIME_T) > 0
      let phase: Phase = isConnected ? .tls : isResolved ? .connect : .resolve
      self.init(phase: phase, kind: .timeout, detail: detail)

    case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS,
      CURLE_SSL_PINNEDPUBKEYNOTMATCH:
      self.init(phase: .tls, kind: .tlsCertificate(reason: detail), detail: detail)
    case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER, CURLE_SSL_CACERT_BADFILE,
      CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_ENGINE_SETFAILED, CURLE_SSL_ENGINE_INITFAILED,
      CURLE_SSL_CRL_BADFILE, CURLE_USE_SSL_FAILED, CURLE_SSL_CLIENTCERT:
      self.init(phase: .tls, kind: .tls, detail: detail)

    case CURLE_SEND_ERROR, CURLE_SEND_FAIL_REWIND:
      self.init(phase: .send, kind: .reset, detail: detail)
    case CURLE_PARTIAL_FILE:
      self.init(
        phase: .receive, kind: .truncated(expected: transfer.announcedLength), detail: detail)
    case CURLE_GOT_NOTHING:
      self.init(phase: .receive, kind: .truncated(expected: nil), detail: detail)
    case CURLE_RECV_ERROR:
      // The end of a TLS connection without its farewell is a cut, not a reset.
      let isCut = detail.contains("unexpected eof")
      self.init(
        phase: .receive,
        kind: isCut ? .truncated(expected: transfer.announcedLength) : .reset, detail: detail)
    case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY, CURLE_HTTP2, CURLE_HTTP2_STREAM:
      self.init(phase: .receive, kind: .malformedResponse, detail: detail)
    case CURLE_OUT_OF_MEMORY where isConnected:
      self.init(
        phase: .receive, kind: .malformedResponse, detail: "a header is longer than libcurl reads")
    case CURLE_BAD_CONTENT_ENCODING:
      self.init(phase: .receive, kind: .encoding, detail: detail)
    default:
      self.init(phase: isConnected ? .receive : .connect, kind: .other, detail: detail)
    }
  }

  private static let connectKinds: [Int32: Kind] = [
    ECONNREFUSED: .refused, ENETUNREACH: .unreachable, EHOSTUNREACH: .unreachable,
    ETIMEDOUT: .timeout, ECONNRESET: .reset,
  ]
}

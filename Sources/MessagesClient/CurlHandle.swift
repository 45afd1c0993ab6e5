import CCurl
import Presets

/// libcurl's handle of one request, and the memory that the handle refers to.
final class CurlHandle {
  let easy: UnsafeMutableRawPointer
  private let library: CurlLibrary
  private let body: UnsafeMutableBufferPointer<UInt8>
  private let complaint: UnsafeMutableBufferPointer<CChar>
  private var headerList: UnsafeMutablePointer<curl_slist>?

  /// Makes a handle that hands what it receives to the transfer, which has to live as long.
  init?(_ library: CurlLibrary, for prepared: PreparedRequest, to transfer: CurlTransfer) {
    guard let easy = library.easy_init() else { return nil }
    self.easy = easy
    self.library = library
    body = .allocate(capacity: prepared.request.body.count)
    _ = body.initialize(from: prepared.request.body)
    complaint = .allocate(capacity: Int(CURL_ERROR_SIZE))
    complaint.initialize(repeating: 0)
    for line in prepared.headerLines { headerList = library.slist_append(headerList, line) }

    setWay(prepared)
    setMessage(prepared)
    setCallbacks(Unmanaged.passUnretained(transfer).toOpaque())
  }

  deinit {
    library.easy_cleanup(easy)
    library.slist_free_all(headerList)
    body.deallocate()
    complaint.deallocate()
  }

  /// What libcurl says about a failure.
  var detail: String { complaint.baseAddress.map { String(cString: $0) } ?? "" }

  func number(_ info: CURLINFO) -> Int { library.number(easy, info) }

  func size(_ info: CURLINFO) -> Int { library.size(easy, info) }

  private func setWay(_ prepared: PreparedRequest) {
    set(CURLOPT_NOSIGNAL, 1)
    set(CURLOPT_PROTOCOLS_STR, "http,https")
    set(CURLOPT_FOLLOWLOCATION, 0)
    set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    set(CURLOPT_HTTP09_ALLOWED, 0)
    set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
    set(CURLOPT_TCP_KEEPALIVE, 1)
    set(CURLOPT_CONNECTTIMEOUT_MS, Int(prepared.request.timeouts.connect.wholeMilliseconds))
    // Without it a cancel would wait for the name resolver.
    set(CURLOPT_QUICK_EXIT, 1)

    set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
    set(CURLOPT_SSL_VERIFYPEER, 1)
    set(CURLOPT_SSL_VERIFYHOST, 2)
    if let file = prepared.network.certificateFile { set(CURLOPT_CAINFO, file) }
    if let folder = prepared.network.certificateFolder { set(CURLOPT_CAPATH, folder) }

    // An empty proxy keeps libcurl from asking the environment itself.
    set(CURLOPT_PROXY, prepared.network.proxy(for: prepared.address) ?? "")
    set(CURLOPT_NOPROXY, prepared.network.unproxied ?? "")
  }

  private func setMessage(_ prepared: PreparedRequest) {
    set(CURLOPT_URL, prepared.request.url)
    _ = library.set(easy, CURLOPT_HTTPHEADER, pointer: headerList)
    switch prepared.request.method {
    case "GET": set(CURLOPT_HTTPGET, 1)
    case "HEAD": set(CURLOPT_NOBODY, 1)
    case let method:
      set(CURLOPT_POST, 1)
      _ = library.set(easy, CURLOPT_POSTFIELDS, pointer: body.baseAddress)
      _ = library.set(easy, CURLOPT_POSTFIELDSIZE_LARGE, size: curl_off_t(body.count))
      if method != "POST" { set(CURLOPT_CUSTOMREQUEST, method) }
    }
  }

  private func setCallbacks(_ transfer: UnsafeMutableRawPointer) {
    _ = library.set(easy, CURLOPT_ERRORBUFFER, pointer: complaint.baseAddress)
    _ = library.set(easy, CURLOPT_HEADERDATA, pointer: transfer)
    _ = library.set(easy, CURLOPT_WRITEDATA, pointer: transfer)
    _ = library.set(easy, CURLOPT_HEADERFUNCTION, callback: receiveHeader)
    _ = library.set(easy, CURLOPT_WRITEFUNCTION, callback: receiveBody)
  }

  private func set(_ option: CURLoption, _ value: Int) {
    _ = library.set(easy, option, value)
  }

  private func set(_ option: CURLoption, _ value: String) {
    _ = library.set(easy, option, string: value)
  }
}

/// `CURLOPT_HEADERFUNCTION`: a result other than the count ends the transfer.
private func receiveHeader(
  _ bytes: UnsafeMutablePointer<CChar>?, _: Int, _ count: Int, _ transfer: UnsafeMutableRawPointer?
) -> Int {
  guard let transfer else { return -1 }
  let line = UnsafeRawBufferPointer(start: bytes, count: count)
  return Unmanaged<CurlTransfer>.fromOpaque(transfer).takeUnretainedValue().receive(header: line)
    ? count : -1
}

/// `CURLOPT_WRITEFUNCTION`: a result other than the count ends the transfer.
private func receiveBody(
  _ bytes: UnsafeMutablePointer<CChar>?, _: Int, _ count: Int, _ transfer: UnsafeMutableRawPointer?
) -> Int {
  guard let transfer else { return -1 }
  let chunk = UnsafeRawBufferPointer(start: bytes, count: count)
  return Unmanaged<CurlTransfer>.fromOpaque(transfer).takeUnretainedValue().receive(body: chunk)
    ? count : -1
}

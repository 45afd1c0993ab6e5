import CCurl
import Runs

extension CurlLibrary {
  /// Loads libcurl, or says what to install.
  static func load() throws(TransportError) -> CurlLibrary {
    var library = CurlLibrary()
    if let complaint = curl_library_open(&library) {
      throw TransportError(
        phase: .send,
        kind: .notAllowed(
          reason: "HTTP needs the library libcurl.so.4, which is in the Debian package libcurl4"),
        detail: String(cString: complaint))
    }
    // Safe to call from several threads since libcurl 7.84, and counted.
    guard library.global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK else {
      throw TransportError(phase: .send, kind: .other, detail: "libcurl could not be set up")
    }
    return library
  }
}

import CCurl
import CNet
import Glibc
import Quantities

/// One handle of libcurl, and its connections. It stays on one thread at a time.
@safe
struct Curl: ~Copyable {
  let handle: UnsafeMutableRawPointer

  /// Once for the process: libcurl's own preparation; and a peer that hangs up is an error of a
  /// call, not a signal that ends us.
  private static let prepared: Bool = {
    if signal(SIGPIPE, SIG_IGN).map({ _ in true }) ?? false { signal(SIGPIPE, SIG_IGN) }
    return curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK
  }()

  init() {
    guard Curl.prepared, let handle = unsafe curl_easy_init() else { fatalError("out of memory") }
    unsafe self.handle = unsafe handle
  }

  deinit { unsafe curl_easy_cleanup(handle) }

  func set(_ option: CURLoption, _ value: Int) {
    let code = unsafe cnet_set_long(handle, option, value)
    precondition(code == CURLE_OK, "libcurl does not know option \(option.rawValue)")
  }

  /// Texts are copied; nil takes a default away.
  func set(_ option: CURLoption, _ text: String?) {
    let code = unsafe cnet_set_text(handle, option, text)
    precondition(code == CURLE_OK, "libcurl refuses option \(option.rawValue)")
  }

  func long(_ info: CURLINFO) -> Int {
    var value = 0
    unsafe cnet_get_long(handle, info, &value)
    return value
  }

  /// What every connection of ours is like: verified, without redirects, proxies of the environment
  /// and signals.
  func prepare(_ options: TransportOptions, url: String, within: Interval) {
    unsafe curl_easy_reset(handle)
    set(CURLOPT_URL, url)
    set(CURLOPT_PROTOCOLS_STR, options.allowsPlainText ? "https,http" : "https")
    set(CURLOPT_FOLLOWLOCATION, 0)
    set(CURLOPT_MAXREDIRS, 0)
    set(CURLOPT_NOSIGNAL, 1)
    set(CURLOPT_SSL_VERIFYPEER, 1)
    set(CURLOPT_SSL_VERIFYHOST, 2)
    set(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
    // With a folder of certificates libcurl would read them again for each connection.
    set(CURLOPT_CAPATH, nil)
    if let file = options.authorities { set(CURLOPT_CAINFO, file) }
    set(CURLOPT_PROXY, options.proxy ?? "")
    set(CURLOPT_USERAGENT, options.userAgent)
    set(CURLOPT_TCP_NODELAY, 1)
    let milliseconds = max(1, Int(within.milliseconds))
    set(CURLOPT_TIMEOUT_MS, milliseconds)
    set(
      CURLOPT_CONNECTTIMEOUT_MS, min(milliseconds, max(1, Int(options.connectTimeout.milliseconds)))
    )
  }

  /// What an error of libcurl means.
  func reason(_ code: CURLcode) -> TransportError.Reason {
    switch code {
    case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL: .invalidRequest("url")
    case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: .nameNotResolved
    case CURLE_COULDNT_CONNECT: .notConnected
    case CURLE_OPERATION_TIMEDOUT: .timedOut
    case CURLE_SSL_CONNECT_ERROR: .tls(.handshake)
    case CURLE_SSL_CACERT_BADFILE: .tls(.authorityFile)
    case CURLE_PEER_FAILED_VERIFICATION: .tls(fault(long(CURLINFO_SSL_VERIFYRESULT)))
    case CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_HTTP2, CURLE_HTTP2_STREAM:
      .connectionLost
    case CURLE_PARTIAL_FILE: .truncated
    case CURLE_BAD_CONTENT_ENCODING, CURLE_WEIRD_SERVER_REPLY: .malformed
    default: .other(code: Int32(bitPattern: code.rawValue))
    }
  }

  /// The codes of X509_verify_cert; libcurl itself compares the host's name, and leaves 1 then.
  private func fault(_ code: Int) -> TransportError.TLSFault {
    switch code {
    case 0, 1, 62: .wrongHost
    case 2, 18, 19, 20, 21: .unknownAuthority
    case 9: .notYetValid
    case 10: .expired
    default: .verification(code)
    }
  }
}

/// Nanoseconds of a clock that nobody sets.
func monotonicNanoseconds() -> Int64 {
  var time = timespec()
  unsafe clock_gettime(CLOCK_MONOTONIC, &time)
  return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}

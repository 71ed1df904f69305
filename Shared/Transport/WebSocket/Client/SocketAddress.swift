/// Where a WebSocket is: the parts of `wss://host:port/path?query`.
struct SocketAddress: Sendable, Hashable {
  var isSecure: Bool
  /// Host and port as the field `Host` has them.
  var host: String
  /// Path and query.
  var target: String

  /// Reads an address of the schemes `ws` and `wss`; nil when it is none, or holds a user's name.
  init?(_ text: String) {
    let isSecure = text.hasPrefix("wss://")
    guard isSecure || text.hasPrefix("ws://"), isVisible(text), !text.contains("#") else {
      return nil
    }
    let rest = text.dropFirst(isSecure ? 6 : 5)
    let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
    let host = rest[..<end]
    guard !host.isEmpty, !host.contains("@") else { return nil }
    self.isSecure = isSecure
    self.host = String(host)
    target = rest[end...].hasPrefix("/") ? String(rest[end...]) : "/" + rest[end...]
  }

  /// The address that libcurl connects to.
  var connection: String { (isSecure ? "https://" : "http://") + host + "/" }
}

public import Quantities
public import Requests

/// One request. Its description leaves out the query, the fields and the body, which may hold
/// secrets.
public struct HTTPRequest: Sendable, Hashable {
  /// How often it may reach the other side.
  public enum Delivery: Sendable, Hashable {
    /// Over a connection that may be kept; when that dies, libcurl may send it again.
    case repeatable
    /// Over a connection of its own, in one piece, and never again, whatever happens: for orders.
    case once
  }

  public var method: HTTPMethod
  public var url: String
  public var headers: HTTPHeaders
  public var body: [UInt8]
  public var delivery: Delivery

  /// What only reads may be repeated, all else is sent once, unless it is said otherwise.
  public init(
    _ method: HTTPMethod, _ url: String, headers: HTTPHeaders = [:], body: [UInt8] = [],
    delivery: Delivery? = nil
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.delivery = delivery ?? (method.hasBody ? .once : .repeatable)
  }
}

extension HTTPRequest: CustomStringConvertible, CustomReflectable {
  public var description: String {
    let place = url.prefix { $0 != "?" && $0 != "#" }.split(separator: "@").last ?? ""
    return "\(method.rawValue) \(place)"
  }

  public var customMirror: Mirror { Mirror(self, children: ["request": description]) }
}

/// One answer, whatever its status: a redirect is an answer too.
public struct HTTPResponse: Sendable, Hashable {
  public var status: Int
  public var headers: HTTPHeaders
  public var body: [UInt8]

  public init(status: Int, headers: HTTPHeaders = [:], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }
}

extension HTTPResponse {
  /// How long the field `Retry-After` asks to wait, in seconds or until a date (RFC 9110 section
  /// 10.2.3); nil without one that makes sense. Up to a year.
  public func retryAfter(at now: Instant) -> Interval? {
    guard let text = headers["Retry-After"] else { return nil }
    let longest: Int64 = 366 * 86_400
    if !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }) {
      return .seconds(min(Int64(text) ?? longest, longest))
    }
    guard let date = Instant(httpDate: text) else { return nil }
    return .seconds(min(max(0, (date.milliseconds - now.milliseconds + 999) / 1000), longest))
  }
}

extension Instant {
  /// Reads `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 section 5.6.7); other forms are obsolete.
  init?(httpDate text: String) {
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    let words = text.split(separator: " ")
    guard words.count == 6, words[5] == "GMT", let day = Int(words[1]), let year = Int(words[3]),
      (1970...2200).contains(year), let month = months.firstIndex(of: String(words[2]))
    else { return nil }
    let clock = words[4].split(separator: ":").map { Int($0) ?? -1 }
    guard clock.count == 3 else { return nil }
    self.init(
      Components(
        year: year, month: month + 1, day: day, hour: clock[0], minute: clock[1],
        second: min(clock[2], 59), nanosecond: 0))
  }
}

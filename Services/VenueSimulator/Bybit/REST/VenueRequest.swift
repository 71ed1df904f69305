import Quantities

/// A request as it came over the wire.
public struct VenueRequest: Sendable {
  public var method: String
  public var path: String
  /// What stands behind the question mark, undecoded; it is what is signed.
  public var query: String
  public var headers: [(name: String, value: String)]
  public var body: [UInt8]
  /// Of whom it came.
  public var address: String

  public init(
    method: String, path: String, query: String, headers: [(name: String, value: String)],
    body: [UInt8], address: String
  ) {
    self.method = method
    self.path = path
    self.query = query
    self.headers = headers
    self.body = body
    self.address = address
  }

  /// The value of a header, whatever the case of its name.
  public func header(_ name: String) -> String? {
    headers.first { $0.name.lowercased() == name }?.value
  }
}

/// What goes back.
public struct VenueReply: Sendable {
  public var status = 200
  public var headers: [(name: String, value: String)] = []
  public var body: [UInt8]

  public init(status: Int = 200, body: [UInt8]) {
    self.status = status
    self.body = body
  }
}

/// What becomes of a request.
public enum Outcome: Sendable {
  case reply(VenueReply)
  /// The connection is closed without an answer.
  case close
  /// The answer begins, and the connection is closed in the middle of it.
  case cut(VenueReply)
}

/// A refusal in the venue's own number and text.
public struct Refusal: Error, Sendable, Hashable {
  public var code: Int
  public var text: String

  public init(_ code: Int, _ text: String) {
    self.code = code
    self.text = text
  }

  static func parameter(_ text: String) -> Refusal { Refusal(10001, text) }
}

/// The parameters of a query or a body, by name.
struct Parameters {
  private let tree: JSONTree

  init(_ tree: JSONTree) { self.tree = tree }

  /// Reads `a=b&c=d`, undoing the escapes of percent signs.
  init(query: String) {
    tree = .object(
      query.split(separator: "&").map { pair in
        let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        return JSONTree.Member(
          Parameters.unescaped(parts[0]),
          .text(parts.count > 1 ? Parameters.unescaped(parts[1]) : ""))
      })
  }

  /// The value of a parameter; nil when it is missing or empty.
  subscript(name: String) -> String? {
    guard let text = tree[name]?.scalar, !text.isEmpty else { return nil }
    return text
  }

  /// A value that must be there.
  func required(_ name: String) throws(Refusal) -> String {
    guard let text = self[name] else { throw .parameter("params error: \(name) missing") }
    return text
  }

  func integer(_ name: String) throws(Refusal) -> Int? {
    guard let text = self[name] else { return nil }
    guard let number = Int(text) else { throw .parameter("\(name) invalid") }
    return number
  }

  /// A time in milliseconds, kept between 1970 and 2200.
  func instant(_ name: String) throws(Refusal) -> Instant? {
    guard let number = try integer(name) else { return nil }
    return Instant(milliseconds: min(max(Int64(number), 0), 7_258_118_400_000))
  }

  func price(_ name: String) throws(Refusal) -> Price? {
    guard let text = self[name] else { return nil }
    guard let price = Price(text), !price.isNegative, price < "1000000000000" else {
      throw .parameter("\(name) invalid")
    }
    return price
  }

  func quantity(_ name: String) throws(Refusal) -> Quantity? {
    guard let text = self[name] else { return nil }
    guard let quantity = Quantity(text), !quantity.isNegative, quantity < "1000000000000" else {
      throw .parameter("\(name) invalid")
    }
    return quantity
  }

  func flag(_ name: String) -> Bool { self[name] == "true" }

  /// The same with another parameter.
  func with(_ name: String, _ value: String) -> Parameters {
    Parameters(tree.adding([JSONTree.Member(name, .text(value))]))
  }

  /// The elements of an array of objects.
  func list(_ name: String) -> [Parameters]? {
    tree[name]?.elements.map { $0.map(Parameters.init) }
  }

  private static func unescaped(_ text: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), rest.count >= 2,
        let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      {
        bytes.append(code)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte == UInt8(ascii: "+") ? 0x20 : byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

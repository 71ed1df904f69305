extension EndpointCall {
  /// The parameters as the text of a query, without a question mark.
  var query: String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(96)
    for parameter in parameters {
      if !bytes.isEmpty { bytes.append(UInt8(ascii: "&")) }
      JSONText.appendEscaped(parameter.name.utf8, to: &bytes)
      bytes.append(UInt8(ascii: "="))
      parameter.value.appendQuery(to: &bytes)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The parameters as a JSON object.
  var json: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(256)
    JSONText.append(parameters, to: &bytes)
    return bytes
  }
}

extension EndpointValue {
  fileprivate func appendQuery(to bytes: inout [UInt8]) {
    switch self {
    case .text(let text): JSONText.appendEscaped(text.utf8, to: &bytes)
    case .integer(let value): bytes.append(contentsOf: String(value).utf8)
    case .flag(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
    case .escaped(let text): bytes.append(contentsOf: text.utf8)
    case .objects:
      var json: [UInt8] = []
      appendJSON(to: &json)
      JSONText.appendEscaped(json, to: &bytes)
    case .json(let json):
      let text = try? JSONDocument(json).root.string
      JSONText.appendEscaped(text.map { Array($0.utf8) } ?? json, to: &bytes)
    }
  }

  fileprivate func appendJSON(to bytes: inout [UInt8]) {
    switch self {
    case .text(let text), .escaped(let text): JSONText.append(text, to: &bytes)
    case .integer(let value): bytes.append(contentsOf: String(value).utf8)
    case .flag(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
    case .objects(let objects): JSONText.append(objects, to: &bytes)
    case .json(let json): bytes.append(contentsOf: json)
    }
  }
}

extension JSONText {
  static func append(_ parameters: [EndpointParameter], to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "{"))
    var isFirst = true
    for parameter in parameters {
      if !isFirst { bytes.append(UInt8(ascii: ",")) }
      isFirst = false
      append(parameter.name, to: &bytes)
      bytes.append(UInt8(ascii: ":"))
      parameter.value.appendJSON(to: &bytes)
    }
    bytes.append(UInt8(ascii: "}"))
  }

  static func append(_ objects: [[EndpointParameter]], to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "["))
    for (index, object) in objects.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      append(object, to: &bytes)
    }
    bytes.append(UInt8(ascii: "]"))
  }

  /// A string with its quotes.
  static func append(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(byte)
      case 0..<0x20:
        bytes.append(contentsOf: "\\u00".utf8)
        bytes.append(digits[Int(byte >> 4)])
        bytes.append(digits[Int(byte & 15)])
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// Text for a query: what RFC 3986 leaves as it is, and commas and colons; the rest in per cent.
  static func appendEscaped(_ text: some Sequence<UInt8>, to bytes: inout [UInt8]) {
    for byte in text {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
        UInt8(ascii: "."), UInt8(ascii: "~"), UInt8(ascii: ","), UInt8(ascii: ":"):
        bytes.append(byte)
      default:
        bytes.append(UInt8(ascii: "%"))
        bytes.append(upperDigits[Int(byte >> 4)])
        bytes.append(upperDigits[Int(byte & 15)])
      }
    }
  }

  private static let digits = Array("0123456789abcdef".utf8)
  private static let upperDigits = Array("0123456789ABCDEF".utf8)
}

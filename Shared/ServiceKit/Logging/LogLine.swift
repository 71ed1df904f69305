/// One event of a service's own diary, before it is written.
struct LogLine {
  var time: Int64
  var level: LogLevel
  var service: String
  var component: String
  var event: String
  var message: String
  var fields: KeyValuePairs<String, LogValue>
  var redaction: Redaction

  private static let reserved: Set<String> = [
    "ts", "level", "service", "component", "event", "msg",
  ]

  /// One JSON object and an end of line.
  var json: [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(256)
    out.append(contentsOf: "{\"ts\":\"\(Timestamp(time))\",\"level\":\"\(level.rawValue)\"".utf8)
    for (name, text) in [
      ("service", service), ("component", component), ("event", event),
      ("msg", redaction.clean(message)),
    ] {
      Self.append(name: name, to: &out)
      Self.append(text: text, to: &out)
    }
    for (name, value) in fields {
      Self.append(name: Self.reserved.contains(name) ? "x_\(name)" : name, to: &out)
      Self.append(redaction.clean(value, of: name), to: &out)
    }
    out.append(contentsOf: "}\n".utf8)
    return out
  }

  /// One line for a person at a terminal.
  var human: [UInt8] {
    var line = "\(Timestamp(time).timeOfDay) "
    line += level.rawValue.uppercased().padded(to: 7) + " \(service)/\(component)  "
    line += redaction.clean(message)
    for (name, value) in fields {
      line += "  \(name)="
      switch redaction.clean(value, of: name) {
      case .words(let text): line += text
      case .whole(let number): line += String(number)
      case .number(let number): line += String(number)
      case .flag(let flag): line += String(flag)
      }
    }
    // Escape sequences in foreign text must not reach the terminal.
    let printable = line.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }
    var clean = String.UnicodeScalarView()
    clean.append(contentsOf: printable)
    return Array(String(clean).utf8) + [0x0A]
  }

  private static func append(name: String, to out: inout [UInt8]) {
    out.append(UInt8(ascii: ","))
    append(text: name, to: &out)
    out.append(UInt8(ascii: ":"))
  }

  private static func append(_ value: LogValue, to out: inout [UInt8]) {
    switch value {
    case .words(let text): append(text: text, to: &out)
    case .whole(let number): out.append(contentsOf: String(number).utf8)
    // JSON has no numbers for infinity and not-a-number.
    case .number(let number) where !number.isFinite: append(text: String(number), to: &out)
    case .number(let number): out.append(contentsOf: String(number).utf8)
    case .flag(let flag): out.append(contentsOf: (flag ? "true" : "false").utf8)
    }
  }

  /// A JSON string; a text of more than 8 KiB is cut, so that a line stays one write.
  private static func append(text: String, to out: inout [UInt8]) {
    let hex = Array("0123456789abcdef".utf8)
    out.append(UInt8(ascii: "\""))
    for byte in (text.utf8.count > 8192 ? String(text.prefix(2000)) + "…" : text).utf8 {
      switch byte {
      case UInt8(ascii: "\""): out.append(contentsOf: "\\\"".utf8)
      case UInt8(ascii: "\\"): out.append(contentsOf: "\\\\".utf8)
      case 0x0A: out.append(contentsOf: "\\n".utf8)
      case 0x0D: out.append(contentsOf: "\\r".utf8)
      case 0x09: out.append(contentsOf: "\\t".utf8)
      case 0..<0x20, 0x7F:
        out.append(contentsOf: "\\u00".utf8)
        out.append(hex[Int(byte >> 4)])
        out.append(hex[Int(byte & 15)])
      default: out.append(byte)
      }
    }
    out.append(UInt8(ascii: "\""))
  }
}

extension String {
  /// This text with spaces behind it up to a width.
  func padded(to width: Int) -> String {
    count >= width ? self : self + String(repeating: " ", count: width - count)
  }
}

import Foundation
import TestSupport
import Testing

/// A row of the venues' reference files.
struct VectorRow: @unchecked Sendable {  // what JSONSerialization made is never changed
  let json: [String: Any]
  let bytes: [UInt8]

  var id: String { json["id"] as? String ?? "" }
  var call: String { json["call"] as? String ?? "" }
  var label: String { json["label"] as? String ?? "" }
  var marketType: String { json["market_type"] as? String ?? "" }
  var isConstructed: Bool { json["construct"] as? Bool == true }
  var ignored: [String] { json["ignore"] as? [String] ?? [] }
  var args: [String: Any] { json["args"] as? [String: Any] ?? [:] }
  var request: [String: Any] { json["request"] as? [String: Any] ?? [:] }
  var headers: [String: String] { request["headers"] as? [String: String] ?? [:] }
  var url: String { request["url"] as? String ?? "" }
  var body: String? { request["body"] as? String }
  var key: String { (json["credentials"] as? [String: String])?["apiKey"] ?? "" }
  var secret: String { (json["credentials"] as? [String: String])?["secret"] ?? "" }
  var signing: [[String: Any]] { json["signing"] as? [[String: Any]] ?? [] }

  static func read(_ path: String) throws -> [VectorRow] {
    let file = try #require(TestData.folder) + "/venues/" + path
    let text = try String(contentsOf: URL(filePath: file), encoding: .utf8)
    return try text.split(separator: "\n").map { line in
      let bytes = Array(line.utf8)
      let json = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
      return VectorRow(json: try #require(json), bytes: bytes)
    }
  }

  /// A part of the row as JSON text.
  func data(_ name: String) throws -> [UInt8] {
    let value = try #require(json[name])
    return [UInt8](
      try JSONSerialization.data(withJSONObject: value, options: [.fragmentsAllowed]))
  }
}

/// Parameters of a request by name, spelled so that they can be compared.
struct RequestParameters: Equatable, CustomStringConvertible {
  var address: String
  var parameters: [String: String]

  init(url: String, body: String?, without ignored: [String]) throws {
    let parts = url.split(separator: "?", maxSplits: 1)
    address = String(parts[0])
    parameters = [:]
    for pair in parts.dropFirst().first?.split(separator: "&") ?? [] {
      let words = pair.split(separator: "=", maxSplits: 1).map(String.init)
      parameters[words[0]] = (words.count > 1 ? words[1] : "").removingPercentEncoding
    }
    if let body, !body.isEmpty {
      let json = try JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any]
      for (name, value) in try #require(json) { parameters[name] = Self.spelled(value) }
    }
    for name in ignored { parameters[name] = nil }
  }

  /// Objects with their names in order; texts in quotes, so that 1 and "1" differ.
  static func spelled(_ value: Any) -> String {
    switch value {
    case let text as String: "\"\(text)\""
    case let list as [Any]: "[" + list.map(spelled).joined(separator: ",") + "]"
    case let object as [String: Any]:
      "{"
        + object.sorted { $0.key < $1.key }.map { "\($0.key):\(spelled($0.value))" }
        .joined(separator: ",") + "}"
    default: "\(value)"
    }
  }

  var description: String {
    address + " "
      + parameters.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
      .joined(separator: " ")
  }
}

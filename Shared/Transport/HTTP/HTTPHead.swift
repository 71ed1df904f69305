/// The first line and the fields of a request or an answer of HTTP/1.1 (RFC 9112).
public struct HTTPHead: Sendable, Hashable {
  /// How bytes are no head.
  public enum Fault: Error, Sendable, Hashable {
    case tooLong(limit: Int)
    case startLine
    case field(line: Int)
  }

  /// The three words of the first line; the last one may have spaces in it.
  public var start: (String, String, String)
  public var headers: HTTPHeaders
  /// How many bytes the head takes, its empty line included.
  public var length: Int

  /// Reads a head from the start of bytes; nil when they do not hold a whole one yet.
  public init?(_ bytes: some RandomAccessCollection<UInt8>, limit: Int = 16 << 10) throws(Fault) {
    let bytes = Array(bytes.prefix(limit))
    guard let end = HTTPHead.end(of: bytes) else {
      guard bytes.count < limit else { throw .tooLong(limit: limit) }
      return nil
    }
    length = end
    var lines = bytes[..<(end - 4)].split(separator: 10, omittingEmptySubsequences: false)
    for index in lines.indices where index < lines.count - 1 {
      guard lines[index].popLast() == 13 else { throw .field(line: index) }
    }
    let first = lines[0].split(separator: 32, maxSplits: 2, omittingEmptySubsequences: false)
    guard first.count >= 2, !first[0].isEmpty, !first[1].isEmpty, HTTPHead.isText(lines[0]) else {
      throw .startLine
    }
    let words = first.map { String(decoding: $0, as: UTF8.self) }
    start = (words[0], words[1], words.count > 2 ? words[2] : "")
    headers = HTTPHeaders()
    for (number, line) in lines.enumerated().dropFirst() {
      guard let colon = line.firstIndex(of: 58), HTTPHead.isText(line) else {
        throw .field(line: number)
      }
      let name = String(decoding: line[..<colon], as: UTF8.self)
      guard isToken(name) else { throw .field(line: number) }
      headers.add(name, trimmed(String(decoding: line[(colon + 1)...], as: UTF8.self)))
    }
  }

  private static func end(of bytes: [UInt8]) -> Int? {
    var index = 3
    while index < bytes.count {
      if bytes[index] == 10, bytes[index - 1] == 13, bytes[index - 2] == 10,
        bytes[index - 3] == 13
      {
        return index + 1
      }
      index += 1
    }
    return nil
  }

  private static func isText(_ line: some Sequence<UInt8>) -> Bool {
    line.allSatisfy { $0 >= 32 && $0 != 127 || $0 == 9 }
  }

  public static func == (a: HTTPHead, b: HTTPHead) -> Bool {
    a.start == b.start && a.headers == b.headers && a.length == b.length
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(start.0)
    hasher.combine(start.1)
    hasher.combine(start.2)
    hasher.combine(headers)
  }
}

/// How the journal is reached on this machine.
public enum Transport: Sendable, Hashable {
  /// Sockets in the file system, open to this user only.
  case ipc
  /// Loopback: these ports for (proposals, reads, publications), or free ones when nil, which
  /// stay the same over restarts of the journal.
  case tcp(ports: Ports?)

  public struct Ports: Sendable, Hashable {
    public var append: UInt16
    public var read: UInt16
    public var publish: UInt16

    public init(append: UInt16, read: UInt16, publish: UInt16) {
      self.append = append
      self.read = read
      self.publish = publish
    }
  }
}

/// Where the journal listens.
public struct Endpoints: Sendable, Hashable {
  /// ROUTER: hello, proposals, status.
  public var append: String
  /// ROUTER: reads of the log.
  public var read: String
  /// PUB: new events and heads.
  public var publish: String

  public init(append: String, read: String, publish: String) {
    self.append = append
    self.read = read
    self.publish = publish
  }
}

extension Endpoints {
  /// Where a data directory names its endpoints.
  public static func path(in dataDirectory: String) -> String {
    dataDirectory + "/run/endpoints.json"
  }

  /// Reads what the journal wrote; `endpointsMissing` when there is nothing (complete).
  public init(dataDirectory: String) throws(BusError) {
    let path = Endpoints.path(in: dataDirectory)
    guard PrivateFiles.exists(path) else { throw .endpointsMissing(path: path) }
    let text = try PrivateFiles.read(path, secret: true)
    guard let append = Endpoints.value(of: "append", in: text),
      let read = Endpoints.value(of: "read", in: text),
      let publish = Endpoints.value(of: "publish", in: text)
    else { throw .endpointsMissing(path: path) }
    self.init(append: append, read: read, publish: publish)
  }

  /// Writes the file for others, mode 0600.
  func write(dataDirectory: String) throws(BusError) {
    let text = """
      {"append":"\(append)","read":"\(read)","publish":"\(publish)"}
      """
    try PrivateFiles.replace(Endpoints.path(in: dataDirectory), text: text)
  }

  /// The text of one field; our endpoints hold nothing that JSON would escape.
  private static func value(of field: String, in json: String) -> String? {
    let parts = json.split(separator: "\"", omittingEmptySubsequences: false)
    guard let index = parts.firstIndex(of: field[...]), index + 2 < parts.count,
      parts[index + 1].contains(":")
    else { return nil }
    return String(parts[index + 2])
  }
}

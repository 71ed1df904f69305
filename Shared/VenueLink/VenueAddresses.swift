public import Events
import Glibc
public import Venues

extension VenueSystem {
  /// The system as adapters name it: a simulated one speaks like the real one.
  public var environment: VenueEnvironment {
    switch self {
    case .mainnet, .simulated: .mainnet
    case .testnet: .testnet
    case .demo: .demo
    }
  }
}

extension VenueHosts {
  /// Where nothing is: for a venue on this machine that has not said where it is, so that nobody
  /// asks the real one in its place.
  public static let nowhere = VenueHosts(
    rest: "http://127.0.0.1:1", publicStream: "ws://127.0.0.1:1",
    privateStream: "ws://127.0.0.1:1")

  /// Where a venue on this machine said that it is; nil while it has said nothing.
  ///
  /// It has other addresses after each start: read them for every connection.
  ///
  /// - Parameter file: `run/venue.json` of the data directory.
  public init?(announcedIn file: String) {
    guard let bytes = VenueHosts.bytes(of: file),
      let root = try? JSONDocument(bytes).root, let rest = try? root.text("rest"),
      let streams = try? root.text("streams")
    else { return nil }
    self.init(
      rest: rest, publicStream: "\(streams)/v5/public", privateStream: "\(streams)/v5/private",
      orderStream: "\(streams)/v5/trade")
  }

  private static func bytes(of path: String) -> [UInt8]? {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = unsafe read(file, &bytes, bytes.count)
    return count > 0 ? Array(bytes[..<count]) : nil
  }
}

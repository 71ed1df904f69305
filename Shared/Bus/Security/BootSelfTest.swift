/// Shows that the sockets keep strangers out and let friends in, before anyone relies on them.
public enum BootSelfTest {
  /// Knocks at every endpoint with a key that was made this moment: it must be refused within
  /// the time. Then a friend's key must be let in.
  public static func run(
    _ endpoints: Endpoints, server: PublicKey, friend: KeyPair, milliseconds: Int = 2_000
  ) throws(BusError) {
    let doors: [(String, SocketKind)] = [
      (endpoints.append, .dealer), (endpoints.read, .dealer), (endpoints.publish, .subscriber),
    ]
    try run(doors, server: server, friend: friend, milliseconds: milliseconds)
  }

  static func run(
    _ doors: [(String, SocketKind)], server: PublicKey, friend: KeyPair,
    milliseconds: Int = 2_000
  ) throws(BusError) {
    for (endpoint, kind) in doors {
      let stranger = try KeyPair.random()
      let answer = try knock(at: endpoint, kind, stranger, server, milliseconds)
      guard answer == .refused else {
        throw .selfTestFailed(
          "a random key at \(endpoint) was \(answer.map { "\($0)" } ?? "not answered"), not refused"
        )
      }
      guard try knock(at: endpoint, kind, friend, server, milliseconds) == .succeeded else {
        throw .selfTestFailed("a known key was not let in at \(endpoint)")
      }
    }
  }

  private static func knock(
    at endpoint: String, _ kind: SocketKind, _ key: KeyPair, _ server: PublicKey,
    _ milliseconds: Int
  ) throws(BusError) -> Handshake? {
    let context = try Context()
    let socket = try Socket(kind, in: context)
    try socket.configure(for: .client)
    try socket.secure(as: key, server: server)
    let monitor = try HandshakeMonitor(of: socket, name: "knock")
    try socket.connect(endpoint)
    return try monitor.wait(milliseconds: milliseconds)
  }
}

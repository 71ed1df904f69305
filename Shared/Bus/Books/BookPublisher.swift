public import Events

/// Tells order books to everybody on the bus who wants them: the end of the service that keeps them.
///
/// ZeroMQ drops what a slow subscriber does not take; each image is a whole book, so the next one
/// makes up for it. One thread owns it.
public struct BookPublisher: ~Copyable {
  private let gatekeeper: Gatekeeper
  private let socket: Socket

  /// Listens, and shows first that a stranger is refused.
  public init(dataDirectory: String) throws(BusError) {
    let keys = try KeyStore(dataDirectory: dataDirectory)
    let key = try keys.keyPair(of: .marketData)
    let context = try Context()
    let gatekeeper = try Gatekeeper(for: context, admitting: try keys.accessList())
    let endpoint = try Endpoints.books(dataDirectory: dataDirectory)
    let socket = try Socket(.publisher, in: context)
    try socket.configure(for: .publisher)
    try socket.secure(as: key)
    try socket.bind(endpoint)
    try BootSelfTest.run(
      [(endpoint, .subscriber)], server: key.public, friend: keys.keyPair(of: .observer))
    self.gatekeeper = gatekeeper
    self.socket = socket
  }

  /// Tells what a book looks like now, or that it is not to be trusted.
  public func publish(_ image: BookImage) throws(BusError) { try socket.send(image.encoded) }
}

/// Hears order books. One thread owns it.
///
/// A book of which nothing was heard for a second is not to be trusted: market-data tells each one
/// more often than that, changed or not, and stops when its stream is lost.
public struct BookSubscriber: ~Copyable {
  private let socket: Socket
  private let message = Message()
  private var poller = Poller()

  /// Connects; returns at once, whether somebody tells books or not.
  ///
  /// - Parameters:
  ///   - service: whose key to use.
  ///   - instruments: those to hear of; none for all.
  public init(
    dataDirectory: String, service: ServiceName, instruments: [Name] = []
  ) throws(BusError) {
    let keys = try KeyStore(dataDirectory: dataDirectory)
    let context = try Context()
    let socket = try Socket(.subscriber, in: context)
    try socket.configure(for: .subscriber)
    if !instruments.isEmpty { try socket.follow(instruments.map(BookImage.topic)) }
    try socket.secure(
      as: try keys.keyPair(of: service), server: try keys.publicKey(of: .marketData))
    try socket.connect(try Endpoints.books(dataDirectory: dataDirectory))
    poller.add(socket)
    self.socket = socket
  }

  /// Waits for images, so long at the most.
  public mutating func wait(milliseconds: Int) throws(BusError) {
    try poller.wait(milliseconds: milliseconds)
  }

  /// The next image that has come; nil when there is none.
  public mutating func next() throws(BusError) -> BookImage? {
    guard try socket.receive(into: message) else { return nil }
    do throws(WireError) { return try BookImage(message.bytes) } catch { throw .wire(error) }
  }
}

public import EventSourcing
public import Events

/// Everything that the journal has on the bus, put up in the right order: the gatekeeper first,
/// then the sockets, then the self-test, and only then the file that tells others where they are.
public struct JournalStation: ~Copyable {
  public var port: JournalPort
  public let gatekeeper: Gatekeeper
  public let reads: ReadServer
  public let endpoints: Endpoints

  /// Puts the journal on the bus.
  ///
  /// - Parameters:
  ///   - open: makes a reader of the log, on the thread that serves reads.
  ///   - failed: told why reads are not served any more.
  public init<Reader: EventReader & SendableMetatype>(
    dataDirectory: String, transport: Transport, logID: Identifier, journalEpoch: Int64,
    watching descriptor: Int32? = nil,
    open: @escaping @Sendable () throws(Reader.Failure) -> Reader,
    failed: @escaping @Sendable (any Error) -> Void
  ) throws(BusError) {
    let keys = try KeyStore(dataDirectory: dataDirectory)
    let key = try keys.keyPair(of: .journal)
    let context = try Context()
    let gatekeeper = try Gatekeeper(for: context, admitting: try keys.accessList())
    let wanted = try Endpoints.choose(transport, dataDirectory: dataDirectory)
    let port = try JournalPort(at: wanted, in: context, key: key, watching: descriptor)
    let reads = try ReadServer(
      at: wanted.read, in: context, key: key, logID: logID, journalEpoch: journalEpoch,
      open: open, failed: failed)
    var endpoints = port.endpoints
    endpoints.read = reads.endpoint
    try BootSelfTest.run(endpoints, server: key.public, friend: keys.keyPair(of: .observer))
    try endpoints.write(dataDirectory: dataDirectory)
    self.port = port
    self.gatekeeper = gatekeeper
    self.reads = reads
    self.endpoints = endpoints
  }
}

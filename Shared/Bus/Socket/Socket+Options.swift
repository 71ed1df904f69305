import CZMQ

/// What a socket is for; it decides every option.
public enum SocketRole: Sendable, Hashable {
  /// The journal's ROUTERs: proposals, and reads of the log.
  case server
  /// The journal's PUB.
  case publisher
  /// A service's DEALERs.
  case client
  /// A service's SUB.
  case subscriber
}

/// The numbers of the contract with ZeroMQ, in one place.
public enum BusLimits {
  /// The longest message that the journal takes.
  public static let requestBytes = 1 << 20
  /// The longest message that a client takes.
  public static let replyBytes = 4 << 20
  /// The most bytes of events in one chunk of a read.
  public static let chunkBytes = 1 << 20
  /// The most bytes of events in one published message.
  public static let publicationBytes = 512 << 10
  /// Messages queued for one subscriber before ZeroMQ drops.
  public static let publisherQueue: Int32 = 1_000
  /// Messages queued for one peer of a ROUTER, each way.
  public static let serverQueue: Int32 = 1_000
  /// Messages queued in a service's DEALER.
  public static let clientQueue: Int32 = 64
  /// Seconds of silence after which a connection is probed, and between probes.
  static let keepAliveSeconds: Int32 = 2
  static let keepAliveProbes: Int32 = 3
  static let handshakeMilliseconds: Int32 = 3_000
}

extension Socket {
  /// Sets every option that the role needs; nothing is left to ZeroMQ's defaults that matters.
  public func configure(for role: SocketRole) throws(BusError) {
    try set(ZMQ_LINGER, 0)
    // ZeroMQ's own heartbeats abort the process when they fall due on a connection that is lost
    // while its input waits (4.3.4, `!_io_error`). The kernel notices a lost machine as well, and
    // the journal's head, every 250 ms, is the sign of life that readers wait for.
    try set(ZMQ_TCP_KEEPALIVE, 1)
    try set(ZMQ_TCP_KEEPALIVE_IDLE, BusLimits.keepAliveSeconds)
    try set(ZMQ_TCP_KEEPALIVE_INTVL, BusLimits.keepAliveSeconds)
    try set(ZMQ_TCP_KEEPALIVE_CNT, BusLimits.keepAliveProbes)
    try set(ZMQ_HANDSHAKE_IVL, BusLimits.handshakeMilliseconds)
    try set(ZMQ_RECONNECT_IVL, 20)
    try set(ZMQ_RECONNECT_IVL_MAX, 500)
    try set(ZMQ_IPV6, 0)
    switch role {
    case .server:
      try set(ZMQ_ROUTER_MANDATORY, 1)
      try set(ZMQ_ROUTER_HANDOVER, 0)
      try set(receiveQueue: BusLimits.serverQueue, sendQueue: BusLimits.serverQueue)
      try set(ZMQ_MAXMSGSIZE, large: Int64(BusLimits.requestBytes))
    case .publisher:
      try set(receiveQueue: BusLimits.serverQueue, sendQueue: BusLimits.publisherQueue)
      try set(ZMQ_MAXMSGSIZE, large: Int64(BusLimits.requestBytes))
    case .client:
      try set(ZMQ_IMMEDIATE, 1)
      try set(receiveQueue: BusLimits.serverQueue, sendQueue: BusLimits.clientQueue)
      try set(ZMQ_MAXMSGSIZE, large: Int64(BusLimits.replyBytes))
    case .subscriber:
      try set(receiveQueue: BusLimits.publisherQueue, sendQueue: BusLimits.clientQueue)
      try set(ZMQ_MAXMSGSIZE, large: Int64(BusLimits.replyBytes))
      try set(ZMQ_SUBSCRIBE, text: "")
    }
  }

  /// Makes a subscriber hear of these topics alone.
  func follow(_ topics: [String]) throws(BusError) {
    try set(ZMQ_UNSUBSCRIBE, text: "")
    for topic in topics { try set(ZMQ_SUBSCRIBE, text: topic) }
  }

  /// The queues of a socket; 0 would mean unbounded, and is refused.
  public func set(receiveQueue: Int32, sendQueue: Int32) throws(BusError) {
    precondition(receiveQueue > 0 && sendQueue > 0, "queues are bounded")
    try set(ZMQ_RCVHWM, receiveQueue)
    try set(ZMQ_SNDHWM, sendQueue)
  }

  /// Makes this end the CURVE server; only keys that the gatekeeper knows come in.
  public func secure(as server: KeyPair) throws(BusError) {
    try set(ZMQ_CURVE_SERVER, 1)
    try set(ZMQ_CURVE_SECRETKEY, text: server.secret)
    try set(ZMQ_ZAP_DOMAIN, text: Gatekeeper.domain)
    try set(Socket.zapEnforceDomain, 1)
  }

  /// Makes this end a CURVE client of the server with that public key.
  public func secure(as client: KeyPair, server: PublicKey) throws(BusError) {
    try set(ZMQ_CURVE_SERVERKEY, text: server.text)
    try set(ZMQ_CURVE_PUBLICKEY, text: client.public.text)
    try set(ZMQ_CURVE_SECRETKEY, text: client.secret)
  }

  /// Refuses everyone while no ZAP handler answers; 4.3.4 obeys it, but its header does not name it.
  private static var zapEnforceDomain: Int32 { 93 }

  func set(_ option: Int32, _ value: Int32) throws(BusError) {
    var value = value
    guard unsafe zmq_setsockopt(handle, option, &value, MemoryLayout<Int32>.size) == 0 else {
      throw lastError("socket option \(option)")
    }
  }

  func set(_ option: Int32, large value: Int64) throws(BusError) {
    var value = value
    guard unsafe zmq_setsockopt(handle, option, &value, MemoryLayout<Int64>.size) == 0 else {
      throw lastError("socket option \(option)")
    }
  }

  func set(_ option: Int32, text: String) throws(BusError) {
    guard unsafe zmq_setsockopt(handle, option, text, text.utf8.count) == 0 else {
      throw lastError("socket option \(option)")
    }
  }
}

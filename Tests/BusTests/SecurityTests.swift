import Digest
import EventSourcing
import Events
import Foundation
import Testing

@testable import Bus

/// A log in memory that is served to readers.
struct SampleReader: EventReader {
  let log: SampleLog

  func head() throws(BusError) -> LogHead { log.head().log }

  func read(from first: SequenceNumber, limit: Int) throws(BusError) -> [StoredEvent] {
    Array(log.events.dropFirst(Int(first) - 1).prefix(limit))
  }
}

func withDirectory<R>(_ body: (String) throws -> R) throws -> R {
  let path = "/tmp/martlet-bus.\(getpid()).\(UInt32.random(in: 0...(.max)))"
  try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
  defer { try? FileManager.default.removeItem(atPath: path) }
  return try body(path)
}

func station(
  _ directory: String, transport: Transport = .ipc, log: SampleLog = SampleLog(count: 0)
) throws(BusError) -> JournalStation {
  try JournalStation(
    dataDirectory: directory, transport: transport, logID: log.id, journalEpoch: 1,
    open: { () throws(BusError) in SampleReader(log: log) }, failed: { _ in })
}

/// Knocks with a key, or without one, and says something if it is let in.
private func knock(
  _ endpoint: String, key: KeyPair?, server: PublicKey
) throws -> Handshake? {
  let context = try Context()
  let socket = try Socket(.dealer, in: context)
  try socket.configure(for: .client)
  if let key { try socket.secure(as: key, server: server) }
  let monitor = try HandshakeMonitor(of: socket, name: "test")
  try socket.connect(endpoint)
  let handshake = try monitor.wait(milliseconds: 1_000)
  _ = try? socket.send(ClientMessage.statusRequest.encoded)
  return handshake
}

@Suite(.serialized) struct SecurityTests {
  @Test func `unknown keys and plain clients get nowhere`() throws {
    try withDirectory { directory in
      var station = try station(directory)
      let server = try KeyStore(dataDirectory: directory).publicKey(of: .journal)
      for _ in 0..<20 {
        let result = try knock(station.endpoints.append, key: .random(), server: server)
        #expect(result == .refused)
      }
      let plain = try knock(station.endpoints.append, key: nil, server: server)
      #expect(plain != .succeeded)
      _ = try station.port.wait(milliseconds: 200)
      let isQuiet = try station.port.receive() == nil
      #expect(isQuiet)
      #expect(station.gatekeeper.refused >= 20)
    }
  }

  @Test func `a stolen public key is no key`() throws {
    try withDirectory { directory in
      let station = try station(directory)
      let keys = try KeyStore(dataDirectory: directory)
      let random = try KeyPair.random()
      let server = try keys.publicKey(of: .journal)
      // Signal's public half with another secret half cannot finish the handshake.
      let context = try Context()
      let socket = try Socket(.dealer, in: context)
      try socket.configure(for: .client)
      try socket.set(50, text: server.text)
      try socket.set(48, text: keys.publicKey(of: .signal).text)
      try socket.set(49, text: random.secret)
      let monitor = try HandshakeMonitor(of: socket, name: "stolen")
      try socket.connect(station.endpoints.append)
      #expect(try monitor.wait(milliseconds: 500) != .succeeded)
    }
  }

  @Test func `a routing id makes nobody another`() throws {
    try withDirectory { directory in
      var station = try station(directory)
      let keys = try KeyStore(dataDirectory: directory)
      let server = try keys.publicKey(of: .journal)
      let context = try Context()
      let first = try Socket(.dealer, in: context)
      try open(first, keys.keyPair(of: .execution), server, station.endpoints.append)
      let second = try Socket(.dealer, in: context)
      try open(second, keys.keyPair(of: .signal), server, station.endpoints.append)
      var senders: [ServiceName] = []
      let deadline = monotonicNanoseconds() + 1_000_000_000
      while monotonicNanoseconds() < deadline {
        _ = try first.send(ClientMessage.statusRequest.encoded)
        _ = try second.send(ClientMessage.statusRequest.encoded)
        _ = try station.port.wait(milliseconds: 10)
        while case .message(_, let peer)? = try station.port.receive() {
          senders.append(peer.service)
        }
      }
      // The second one under the same routing id is not let in at all, and the first one stays.
      #expect(!senders.isEmpty)
      #expect(Set(senders).count == 1)
    }
  }

  private func open(
    _ socket: borrowing Socket, _ pair: KeyPair, _ server: PublicKey, _ endpoint: String
  ) throws {
    try socket.configure(for: .client)
    try socket.secure(as: pair, server: server)
    try socket.set(5, text: "execution")
    try socket.connect(endpoint)
  }

  @Test func `without a gatekeeper the self-test fails`() throws {
    try withDirectory { directory in
      let station = try station(directory)
      let keys = try KeyStore(dataDirectory: directory)
      station.gatekeeper.stop()
      #expect(throws: BusError.self) {
        try BootSelfTest.run(
          station.endpoints, server: keys.publicKey(of: .journal),
          friend: keys.keyPair(of: .observer), milliseconds: 300)
      }
    }
  }

  @Test func `a gatekeeper that lets everyone in fails the self-test`() throws {
    try withDirectory { directory in
      let keys = try KeyStore(dataDirectory: directory)
      let context = try Context()
      // No gatekeeper, and the enforcement that our sockets set left out.
      let socket = try Socket(.router, in: context)
      try socket.set(47, 1)
      try socket.set(49, text: keys.keyPair(of: .journal).secret)
      let endpoint = "ipc://\(directory)/open.ipc"
      try socket.bind(endpoint)
      let endpoints = Endpoints(append: endpoint, read: endpoint, publish: endpoint)
      #expect(throws: BusError.self) {
        try BootSelfTest.run(
          endpoints, server: keys.publicKey(of: .journal), friend: keys.keyPair(of: .observer),
          milliseconds: 300)
      }
    }
  }
}

@Suite struct KeyStoreTests {
  @Test func `keys are made once, for their owner alone`() throws {
    try withDirectory { directory in
      let first = try KeyStore(dataDirectory: directory)
      let again = try KeyStore(dataDirectory: directory)
      for service in ServiceName.allCases {
        let pair = try first.keyPair(of: service)
        #expect(try again.keyPair(of: service).public == pair.public)
        #expect(try first.publicKey(of: service) == pair.public)
        let path = "\(directory)/keys/\(service.rawValue).key"
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
        #expect(mode as? Int == 0o600)
        #expect("\(pair)".contains(pair.secret) == false)
      }
      #expect(Set(try ServiceName.allCases.map { try first.publicKey(of: $0) }).count == 9)
    }
  }

  @Test(arguments: [0o640, 0o604, 0o644, 0o660])
  func `a key that others can read is refused`(mode: Int) throws {
    try withDirectory { directory in
      let store = try KeyStore(dataDirectory: directory)
      let path = "\(directory)/keys/risk.key"
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
      let error = #expect(throws: BusError.self) { try store.keyPair(of: .risk) }
      #expect(error?.description.contains(path) == true)
      #expect(error?.description.contains("chmod 600") == true)
      #expect(error?.exitStatus == 78)
    }
  }

  @Test func `damaged keys are refused`() throws {
    try withDirectory { directory in
      let store = try KeyStore(dataDirectory: directory)
      let path = "\(directory)/keys/risk.key"
      try "not a key\n".write(toFile: path, atomically: false, encoding: .utf8)
      #expect(throws: BusError.keyFile(path: path, problem: "does not hold a key")) {
        try store.keyPair(of: .risk)
      }
    }
  }
}

@Suite(.serialized) struct EndpointTests {
  @Test func `a long path falls back to a short private directory, and is found`() throws {
    try withDirectory { directory in
      let long = directory + "/" + String(repeating: "long", count: 20)
      try FileManager.default.createDirectory(atPath: long, withIntermediateDirectories: false)
      let station = try station(long)
      let endpoints = try Endpoints(dataDirectory: long)
      #expect(endpoints == station.endpoints)
      #expect(endpoints.append.hasPrefix("ipc:///tmp/martlet-"))
      #expect(endpoints.publish.utf8.count < 107)
    }
  }

  @Test func `a taken port is told in one sentence, and free ones stay the same`() throws {
    try withDirectory { directory in
      let first: Endpoints
      do {
        let station = try station(directory, transport: .tcp(ports: nil))
        first = station.endpoints
      }
      let again = try station(directory, transport: .tcp(ports: nil))
      #expect(again.endpoints == first)
      #expect(first.append.hasPrefix("tcp://127.0.0.1:"))
      try withDirectory { other in
        let port = try #require(first.append.split(separator: ":").last.flatMap { UInt16($0) })
        let ports = Transport.Ports(append: port, read: 0, publish: 0)
        let error = #expect(throws: BusError.self) {
          _ = try station(other, transport: .tcp(ports: ports))
        }
        #expect(error == .addressInUse("tcp://127.0.0.1:\(port)"))
        #expect(error?.exitStatus == 73)
      }
    }
  }

  @Test func `no journal yet is told as such`() throws {
    try withDirectory { directory in
      let error = #expect(throws: BusError.self) {
        _ = try Endpoints(dataDirectory: directory)
      }
      #expect(error == .endpointsMissing(path: directory + "/run/endpoints.json"))
      #expect(error?.exitStatus == 75)
    }
  }
}

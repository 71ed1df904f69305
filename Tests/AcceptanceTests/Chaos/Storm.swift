import Bus
import Foundation
import ServiceKit
import TestSupport

/// Everything that can happen to the processes of a session on one machine, at moments that a
/// seed chooses: killed, stopped, cut off, delayed, without room on the disk.
final class Storm {
  private var random: Seeded
  private let session: Session
  /// The file system of the data, when it is one that can be filled.
  private let disk: String?
  private var links: [FaultyLink] = []
  private let seed: Int
  /// What happened, by kind.
  private(set) var happened: [String: Int] = [:]

  init(seed: Int, on session: Session, disk: String?) {
    random = Seeded(seed)
    self.seed = seed
    self.session = session
    self.disk = disk
  }

  /// How many processes were killed.
  var kills: Int { happened.filter { $0.key.hasPrefix("kill") }.values.reduce(0, +) }

  /// Stands before the journal's sockets.
  func layLines() throws {
    let endpoints = try Endpoints(dataDirectory: session.data)
    for (index, endpoint) in [endpoints.append, endpoints.read, endpoints.publish].enumerated() {
      let path = endpoint.replacing("ipc://", with: "")
      links.append(FaultyLink(at: path, seed: seed * 10 + index))
    }
  }

  /// Lets one thing happen, and waits until it is over.
  func blow() {
    switch Int.random(in: 0..<100, using: &random) {
    case ..<45: kill(1)
    case ..<55: kill(2)
    case ..<60: killAll()
    case ..<72: stop()
    case ..<80: cut()
    case ..<88: set("delay", .late(milliseconds: .random(in: 1...300, using: &random)))
    case ..<92: set("silence", .silent)
    case ..<96: set("loss", .lossy(percent: .random(in: 1...20, using: &random)))
    default: fillDisk()
    }
    pause(0...400)
  }

  /// Takes every fault away.
  func heal() {
    for link in links { link.set(.clear) }
    for service in Surroundings.services { session.process(of: service)?.send(SIGCONT) }
    if let disk { try? FileManager.default.removeItem(atPath: "\(disk)/ballast") }
  }

  /// Ends the lines; what is connected through them is cut.
  func removeLines() {
    for (name, count) in [
      ("connections", links.map(\.figures.connections)), ("cut", links.map(\.figures.cuts)),
    ] {
      happened["lines: \(name)", default: 0] += count.reduce(0, +)
    }
    for link in links { link.stop() }
    links = []
  }
}

// MARK: - what happens

extension Storm {
  private func pause(_ milliseconds: ClosedRange<Int>) {
    usleep(UInt32(Int.random(in: milliseconds, using: &random)) * 1_000)
  }

  private func one() -> String { Surroundings.services.randomElement(using: &random)! }

  private func kill(_ count: Int) {
    for _ in 0..<count {
      let service = one()
      if session.process(of: service)?.send(SIGKILL) == true {
        happened["kill \(service)", default: 0] += 1
      }
      usleep(UInt32.random(in: 0...5_000, using: &random))
    }
  }

  /// As if the power had failed, but for the supervisor.
  private func killAll() {
    for service in Surroundings.services.shuffled(using: &random) {
      guard session.process(of: service)?.send(SIGKILL) == true else { continue }
      happened["kill \(service)", default: 0] += 1
    }
    happened["all at once", default: 0] += 1
  }

  private func stop() {
    let service = one()
    guard let process = session.process(of: service), process.send(SIGSTOP) else { return }
    happened["stop \(service)", default: 0] += 1
    pause(10...4_000)
    _ = process.send(SIGCONT)
  }

  private func cut() {
    guard let link = links.randomElement(using: &random) else { return }
    link.cut()
    happened["cut", default: 0] += 1
  }

  private func set(_ name: String, _ weather: FaultyLink.Weather) {
    guard let link = links.randomElement(using: &random) else { return }
    happened[name, default: 0] += 1
    link.set(weather)
    pause(100...3_000)
    link.set(.clear)
  }

  /// Takes all the room there is, and gives it back.
  private func fillDisk() {
    guard let disk, let handle = file("\(disk)/ballast") else { return }
    happened["full disk", default: 0] += 1
    for size in [1 << 20, 1 << 12] {
      let block = Data(count: size)
      while (try? handle.write(contentsOf: block)) != nil {}
    }
    try? handle.close()
    pause(100...3_000)
    try? FileManager.default.removeItem(atPath: "\(disk)/ballast")
  }

  private func file(_ path: String) -> FileHandle? {
    _ = FileManager.default.createFile(atPath: path, contents: nil)
    return FileHandle(forWritingAtPath: path)
  }
}

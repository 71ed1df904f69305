import Digest
import EventLog
import Events
import Foundation
import Testing

@Suite struct SnapshotTests {
  let directory = TemporaryDirectory()

  private func snapshot(_ seq: SequenceNumber, version: String = "a") -> Snapshot {
    Snapshot(
      producer: .risk, seq: seq, chain: chain(seq), version: version,
      state: Array("state \(seq)".utf8))
  }

  private func chain(_ seq: SequenceNumber) -> Digest256 {
    SHA256.hash(Array("\(seq)".utf8))
  }

  private func path(_ seq: SequenceNumber) -> String {
    "\(directory.path)/snapshots/risk-\(seq).snapshot"
  }

  @Test func `the newest that fits is found, older ones are pruned`() throws {
    let store = SnapshotStore(directory: directory.path)
    #expect(store.latest(for: .risk, version: "a", chainAt: chain) == nil)
    for seq in [90, 100, 1000] as [SequenceNumber] { try store.save(snapshot(seq)) }
    #expect(store.latest(for: .risk, version: "a", chainAt: chain) == snapshot(1000))
    #expect(store.latest(for: .risk, atMost: 999, version: "a", chainAt: chain) == snapshot(100))
    #expect(store.latest(for: .risk, atMost: 99, version: "a", chainAt: chain) == nil)
    #expect(store.latest(for: .signal, version: "a", chainAt: chain) == nil)
    #expect(!FileManager.default.fileExists(atPath: path(90)))
  }

  @Test func `a torn one is passed over, wherever it is cut or changed`() throws {
    let store = SnapshotStore(directory: directory.path)
    try store.save(snapshot(1))
    try store.save(snapshot(2))
    let whole = try Data(contentsOf: URL(filePath: path(2)))
    for count in 0..<whole.count {
      try whole.prefix(count).write(to: URL(filePath: path(2)))
      #expect(store.latest(for: .risk, version: "a", chainAt: chain) == snapshot(1))
      var changed = whole
      changed[count] ^= 1
      try changed.write(to: URL(filePath: path(2)))
      #expect(store.latest(for: .risk, version: "a", chainAt: chain) == snapshot(1))
    }
    try whole.write(to: URL(filePath: path(2)))
    #expect(store.latest(for: .risk, version: "a", chainAt: chain) == snapshot(2))
  }

  @Test func `one of another log, another version or beyond the log is passed over`() throws {
    let store = SnapshotStore(directory: directory.path)
    try store.save(snapshot(5))
    try store.save(snapshot(9, version: "b"))
    #expect(store.latest(for: .risk, version: "a", chainAt: chain) == snapshot(5))
    #expect(store.latest(for: .risk, version: "a", chainAt: { _ in .zero }) == nil)
    #expect(store.latest(for: .risk, version: "a", chainAt: { _ in nil }) == nil)
  }
}

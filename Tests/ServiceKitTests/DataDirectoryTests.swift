import Foundation
import ServiceKit
import Testing

@Test func `a new data directory gets all its parts, the keys for the owner alone`() throws {
  let folder = try Folder()
  let directory = try DataDirectory.create(at: "\(folder.path)/data/")
  #expect(directory.path == "\(folder.path)/data")
  let names = try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted()
  #expect(names == ["keys", "log", "logs", "run", "snapshots"])
  let mode = try FileManager.default.attributesOfItem(atPath: directory.keys)[.posixPermissions]
  #expect(mode as? Int == 0o700)
  #expect(try DataDirectory.create(at: directory.path) == directory)
  #expect(try DataDirectory.existing(at: directory.path) == directory)
  #expect(try directory.freeBytes() > 0)
}

private func refusal(_ body: () throws -> Void) -> DataDirectoryError? {
  #expect(throws: DataDirectoryError.self) { try body() }
}

@Test func `a missing parent is named, and nothing is made`() throws {
  let folder = try Folder()
  let error = refusal { _ = try DataDirectory.create(at: "\(folder.path)/a/b") }
  #expect(error == .parentMissing(path: "\(folder.path)/a/b", parent: "\(folder.path)/a"))
  #expect(error?.exitCode == .configuration)
  #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
}

@Test func `something else at the path, or at a part of it, is named`() throws {
  let folder = try Folder()
  try folder.write("file", "")
  #expect(
    refusal { _ = try DataDirectory.create(at: "\(folder.path)/file") }
      == .notADirectory(path: "\(folder.path)/file"))
  #expect(
    refusal { _ = try DataDirectory.existing(at: "\(folder.path)/file") }
      == .notADirectory(path: "\(folder.path)/file"))
  try FileManager.default.createDirectory(
    atPath: "\(folder.path)/data", withIntermediateDirectories: false)
  try folder.write("data/log", "")
  #expect(
    refusal { _ = try DataDirectory.create(at: "\(folder.path)/data") }
      == .notADirectory(path: "\(folder.path)/data/log"))
}

@Test func `a directory that was never started is not taken for one`() throws {
  let folder = try Folder()
  #expect(
    refusal { _ = try DataDirectory.existing(at: "\(folder.path)/none") }
      == .missing(path: "\(folder.path)/none"))
  #expect(
    refusal { _ = try DataDirectory.existing(at: folder.path) } == .missing(path: folder.path))
}

@Test func `keys that others can read are refused`() throws {
  let folder = try Folder()
  let directory = try DataDirectory.create(at: "\(folder.path)/data")
  try FileManager.default.setAttributes([.posixPermissions: 0o750], ofItemAtPath: directory.keys)
  let error = refusal { _ = try DataDirectory.create(at: directory.path) }
  #expect(error == .keysExposed(path: directory.keys, mode: 0o750))
  #expect(error?.sentence.contains("chmod 700 \(directory.keys)") == true)
}

@Test func `a folder without permission is named`() throws {
  // The kernel's own file system refuses new folders even to root.
  let error = refusal { _ = try DataDirectory.create(at: "/sys/martlet") }
  #expect(error == .notPermitted(path: "/sys/martlet") || error == .readOnly(path: "/sys/martlet"))
}

@Test func `a socket path that the system cannot hold is refused`() throws {
  let folder = try Folder()
  let directory = try DataDirectory.create(at: "\(folder.path)/data")
  #expect(try directory.endpoint("append") == "ipc://\(directory.run)/append")
  let error = refusal { _ = try directory.endpoint(String(repeating: "x", count: 100)) }
  #expect(error?.exitCode == .configuration)
}

@Test func `a full disk and a read-only disk are named`() throws {
  let folder = try Folder()
  guard command("/bin/mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder.path) == 0 else {
    print("SKIPPED: a full disk and a read-only disk: this user may not mount a tmpfs")
    return
  }
  defer { _ = command("/bin/umount", folder.path) }
  _ = try DataDirectory.create(at: "\(folder.path)/data")
  _ = try? Data(count: 1 << 20).write(to: URL(fileURLWithPath: "\(folder.path)/ballast"))
  _ = command("/bin/dd", "if=/dev/zero", "of=\(folder.path)/ballast", "bs=1k", "status=none")
  let full = refusal { _ = try DataDirectory.create(at: "\(folder.path)/data") }
  #expect(full == .full(path: "\(folder.path)/data/log"))
  #expect(full?.exitCode == .inputOutput)
  _ = command("/bin/rm", "\(folder.path)/ballast")
  #expect(command("/bin/mount", "-o", "remount,ro", folder.path) == 0)
  let readOnly = refusal { _ = try DataDirectory.create(at: "\(folder.path)/data") }
  #expect(readOnly == .readOnly(path: "\(folder.path)/data/log"))
}

@Test func `one holder at a time has a lock`() throws {
  let folder = try Folder()
  let path = "\(folder.path)/lock"
  do {
    let first = try FileLock.take(path)
    let second = try FileLock.take(path)
    let isTaken = first != nil && second == nil
    #expect(isTaken)
  }
  let third = try FileLock.take(path) != nil
  #expect(third)
}

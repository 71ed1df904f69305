import Foundation
import ServiceKit

/// A folder for one test, removed at its end.
final class Folder: Sendable {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.path + "/kit-\(UUID().uuidString.prefix(8))"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func text(_ name: String) -> String {
    (try? String(contentsOfFile: "\(path)/\(name)", encoding: .utf8)) ?? ""
  }

  func write(_ name: String, _ text: String) throws {
    try text.write(toFile: "\(path)/\(name)", atomically: true, encoding: .utf8)
  }
}

/// Runs a command and gives its exit code, or nil if there is no such command.
func command(_ path: String, _ arguments: String...) -> Int32? {
  let process = Foundation.Process()
  process.executableURL = URL(fileURLWithPath: path)
  process.arguments = arguments
  process.standardError = nil
  guard (try? process.run()) != nil else { return nil }
  process.waitUntilExit()
  return process.terminationStatus
}

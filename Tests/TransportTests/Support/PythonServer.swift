import Foundation
import Glibc
import Testing

/// A program in Python that serves on a free port of this machine, and ends with its owner.
final class PythonServer {
  private let process = Foundation.Process()
  private let output = Pipe()
  private let input = Pipe()
  let port: Int

  /// Where `make test-deps` puts the packages of tests.
  static let packages: String = {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return root.appending(path: ".build/share/python").path
  }()

  /// Whether the WebSocket server is installed; says so when it is not.
  static let hasWebSockets: Bool = {
    let isThere = FileManager.default.fileExists(atPath: packages + "/websockets")
    if !isThere { print("skipped: no websockets package, run Tools/install-test-packages") }
    return isThere
  }()

  /// Starts a program that prints its port in a line.
  init(_ program: String, _ arguments: [String] = []) throws {
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", "-c", program] + arguments
    process.environment = ["PYTHONPATH": Self.packages, "PATH": "/usr/bin:/bin:/usr/local/bin"]
    process.standardOutput = output
    process.standardInput = input  // its end tells the program to end
    try process.run()
    var line = ""
    while true {
      guard let byte = try output.fileHandleForReading.read(upToCount: 1), !byte.isEmpty else {
        throw CocoaError(.executableLoad)
      }
      if byte[0] == 10 { break }
      line.append(String(decoding: byte, as: UTF8.self))
    }
    port = try #require(Int(line))
  }

  /// The next line that it prints.
  func line() -> String {
    var line = ""
    while let byte = try? output.fileHandleForReading.read(upToCount: 1), !byte.isEmpty {
      if byte[0] == 10 { break }
      line.append(String(decoding: byte, as: UTF8.self))
    }
    return line
  }

  deinit {
    try? input.fileHandleForWriting.close()
    process.terminate()
    process.waitUntilExit()
  }
}

/// Certificates for tests, made by the command of OpenSSL in a folder that goes away.
final class Certificates: Sendable {
  let folder: String

  init() throws {
    folder = FileManager.default.temporaryDirectory.path + "/tls-\(UUID().uuidString.prefix(8))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    try "".write(toFile: folder + "/index", atomically: true, encoding: .utf8)
    try "01".write(toFile: folder + "/serial", atomically: true, encoding: .utf8)
    for name in ["authority", "stranger"] {
      try make(name, "/CN=\(name)", "-x509", "-addext", "keyUsage=critical,keyCertSign")
    }
    for (name, names, last) in [
      ("good", "DNS:localhost,IP:127.0.0.1", "20990101000000Z"),
      ("other", "DNS:elsewhere.example", "20990101000000Z"),
      ("expired", "IP:127.0.0.1", "20210101000000Z"),
    ] {
      try make(name, "/CN=\(name)")
      try sign(name, names: names, from: "20200101000000Z", to: last)
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  var authority: String { folder + "/authority.pem" }

  private func make(_ name: String, _ subject: String, _ more: String...) throws {
    let base = "\(folder)/\(name)"
    try openssl(
      "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout",
      "\(base).key", "-subj", subject, "-out", more.isEmpty ? "\(base).csr" : "\(base).pem",
      more: more)
  }

  /// Signs by the command `ca`, the only one that makes a certificate of the past.
  private func sign(_ name: String, names: String, from first: String, to last: String) throws {
    let base = "\(folder)/\(name)"
    let configuration = """
      [ca]
      default_ca = test
      [test]
      database = \(folder)/index
      serial = \(folder)/serial
      new_certs_dir = \(folder)
      default_md = sha256
      policy = any
      certificate = \(authority)
      private_key = \(folder)/authority.key
      x509_extensions = names
      [any]
      commonName = supplied
      [names]
      subjectAltName = \(names)

      """
    try configuration.write(toFile: "\(base).cnf", atomically: true, encoding: .utf8)
    try openssl(
      "ca", "-batch", "-notext", "-config", "\(base).cnf", "-in", "\(base).csr", "-out",
      "\(base).pem", "-startdate", first, "-enddate", last)
  }

  private func openssl(_ arguments: String..., more: [String] = []) throws {
    let process = Foundation.Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["openssl"] + arguments + more
    process.standardError = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "openssl \(arguments)")
  }

  static let shared = Result { try Certificates() }
}

import Digest
import Foundation
import Quantities
import TestSupport
import Testing
import Venues

/// Keys whose public half the venue has, made and judged by the `openssl` command.
@Suite struct PrivateKeyTests {
  @Test(arguments: [[], ["-traditional"]])
  func `requests and streams are signed with RSA, as who has the public key can tell`(
    form: [String]
  ) throws {
    let folder = FileManager.default.temporaryDirectory.path + "/martlet-rsa-\(UUID())"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let made = folder + "/made.pem"
    let pem = folder + "/key.pem"
    try openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", made)
    try openssl(["pkey", "-in", made, "-out", pem] + form)
    try openssl("pkey", "-in", made, "-pubout", "-out", folder + "/public.pem")
    let secret = Secret(try String(contentsOfFile: pem, encoding: .utf8))
    #expect(secret.privateKey != nil && !secret.isUnreadable)
    let credentials = Credentials(key: "INVENTED", secret: secret)
    let signature = BybitAdapter.signature(
      time: "1700000000000", window: "5000", text: Array("category=linear".utf8),
      with: credentials)
    let bytes = try #require(Data(base64Encoded: signature))
    #expect(bytes.count == 256)
    try bytes.write(to: URL(filePath: folder + "/signature"))
    try Data("1700000000000INVENTED5000category=linear".utf8).write(
      to: URL(filePath: folder + "/message"))
    try openssl(
      "dgst", "-sha256", "-verify", folder + "/public.pem", "-signature", folder + "/signature",
      folder + "/message")
    for text in [SecretTests.everything(credentials), SecretTests.everything(secret.privateKey)] {
      #expect(!text.contains("PRIVATE KEY") && !text.contains("INVENTED"))
    }
  }

  @Test(arguments: [
    ["genpkey", "-algorithm", "ed25519"],
    ["genpkey", "-algorithm", "RSA", "-aes256", "-pass", "pass:invented"],
  ])
  func `a private key that cannot sign is not taken for a word`(arguments: [String]) throws {
    let secret = Secret(try openssl(arguments))
    #expect(secret.privateKey == nil && secret.isUnreadable)
  }

  @Test func `a word is a word`() {
    let secret = Secret("an invented word that is no PRIVATE KEY")
    #expect(secret.privateKey == nil && !secret.isUnreadable)
  }

  @discardableResult
  private func openssl(_ arguments: String...) throws -> String { try openssl(arguments) }

  /// Runs it, and expects that it is content; what it printed.
  @discardableResult
  private func openssl(_ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["openssl"] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let printed = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "openssl \(arguments)")
    return String(decoding: printed, as: UTF8.self)
  }
}

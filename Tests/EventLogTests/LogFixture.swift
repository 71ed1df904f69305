import EventLog
import EventSourcing
import Events
import Foundation

/// A directory of its own for a test, removed with it.
final class TemporaryDirectory {
  let path: String

  init(in parent: String = "/tmp") {
    var template = Array("\(parent)/martlet-log-XXXXXX".utf8CString)
    let made = unsafe template.withUnsafeMutableBufferPointer { unsafe mkdtemp($0.baseAddress!) }
    precondition(unsafe made != nil, "a test needs a directory")
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// Runs a program and waits: its exit code and what it printed.
func run(_ program: String, _ arguments: String...) throws -> (code: Int32, output: String) {
  let process = Foundation.Process()
  process.executableURL = URL(filePath: program)
  process.arguments = arguments
  let pipe = Pipe()
  process.standardOutput = pipe
  process.standardError = pipe
  try process.run()
  let output = try pipe.fileHandleForReading.readToEnd() ?? Foundation.Data()
  process.waitUntilExit()
  return (process.terminationStatus, String(decoding: output, as: UTF8.self))
}

/// The root of the package.
let packageRoot = URL(filePath: #filePath).deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent().path

/// Where the executables are that were built with the tests.
let productDirectory: String = {
  let bundle = CommandLine.arguments.first { $0.contains(".xctest") } ?? CommandLine.arguments[0]
  let path = bundle.components(separatedBy: "/").prefix { !$0.hasSuffix(".xctest") }
  let directory = path.joined(separator: "/")
  let found = FileManager.default.fileExists(atPath: directory + "/crash-workload")
  return found ? directory : packageRoot + "/.build/debug"
}()

/// A proposal whose content follows from a number.
func proposal(_ number: Int, cause: SequenceNumber = 0, size: Int = 40) -> Proposal {
  Proposal(
    id: Identifier(of: "test", "\(number)"), cause: cause, ordinal: number % 3,
    correlation: number % 4 == 0 ? Identifier(of: "setup", "\(number / 20)") : nil,
    type: number % 2 == 0 ? .candleClosed : .clockTicked, subject: Name("paper:S\(number % 5)")!,
    payload: Array("{\"n\":\(number),\"text\":\"\(String(repeating: "x", count: size))\"}".utf8))
}

func batch(_ numbers: some Sequence<Int>, by producer: Producer = .marketData) -> ProposalBatch {
  ProposalBatch(producer: producer, epoch: 1, proposals: numbers.map { proposal($0) })
}

/// Options that make many small segments.
func smallSegments(_ bytes: Int64 = 64 << 10) -> LogOptions {
  var options = LogOptions()
  options.segmentBytes = bytes
  options.minimumFreeBytes = 1 << 20
  return options
}

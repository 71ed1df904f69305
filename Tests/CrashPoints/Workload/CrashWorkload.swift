import EventLog
import EventSourcing
import Events
import Glibc

/// Appends numbered events to a log and prints each acknowledged one, so that whoever kills it
/// knows what must still be there. Started again on the same directory it sends everything again
/// from the beginning, as a producer does that does not know what arrived.
///
///     crash-workload DIRECTORY COMMITS
///
/// Lines: `appended NUMBER SEQ`, `duplicate NUMBER SEQ`, `epoch N`, `snapshot SEQ`,
/// `done HEAD verified EVENTS`, `refused REASON`.
@main
struct CrashWorkload {
  static func main() {
    let arguments = CommandLine.arguments
    guard arguments.count == 3, let commits = Int(arguments[2]) else {
      print("usage: crash-workload DIRECTORY COMMITS")
      exit(64)
    }
    do {
      try run(arguments[1], commits)
    } catch {
      say("refused \(error)")
      exit(error.exitCode)
    }
  }

  private static func run(_ directory: String, _ commits: Int) throws(LogError) {
    var options = LogOptions()
    options.segmentBytes = 160 << 10
    options.checkpointBytes = 64 << 10
    options.minimumFreeBytes = 1 << 20
    var log = try SegmentedLog(directory: directory, options: options)
    let snapshots = SnapshotStore(directory: directory)
    var number = 0
    for commit in 0..<commits {
      var batches: [ProposalBatch] = []
      for _ in 0...(commit % 3) {
        let count = 1 + (commit * 7) % 9
        batches.append(
          ProposalBatch(
            producer: .marketData, epoch: 1,
            proposals: (number..<number + count).map { proposal($0) }))
        number += count
      }
      let sent = batches.reduce(0) { $0 + $1.proposals.count }
      do {
        acknowledge(try log.append(batches), from: number - sent)
      } catch {
        tryAgain(batches, &log)
        throw error
      }
      if commit % 16 == 5 {
        let epoch = Int64(commit + 1)
        if log.currentEpoch(of: .risk) < epoch { try log.raiseEpoch(of: .risk, to: epoch) }
        say("epoch \(epoch)")
      }
      if commit % 16 == 11 {
        try snapshots.save(
          Snapshot(
            producer: .risk, seq: log.head.seq, chain: log.head.chain, version: "1",
            state: Array("state after \(log.head.seq)".utf8)))
        say("snapshot \(log.head.seq)")
      }
    }
    let report = try LogVerification.verifyChain(directory: directory)
    if let problem = report.problem { throw .broken(seq: problem.seq, reason: "\(problem)") }
    say("done \(log.head.seq) verified \(report.events)")
  }

  /// After a refusal: a log that may not be trusted must refuse again, one without space need not.
  private static func tryAgain(_ batches: [ProposalBatch], _ log: inout SegmentedLog) {
    do {
      _ = try log.append(batches)
      say("taken after a refusal")
    } catch {
      say("again \(error)")
    }
  }

  private static func acknowledge(_ outcomes: [[AppendOutcome]], from first: Int) {
    for (index, outcome) in outcomes.joined().enumerated() {
      switch outcome {
      case .appended(let seq): say("appended \(first + index) \(seq)")
      case .duplicate(let seq): say("duplicate \(first + index) \(seq)")
      case .conflict(let seq): say("conflict \(first + index) \(seq)")
      }
    }
  }

  private static func proposal(_ number: Int) -> Proposal {
    Proposal(
      id: Identifier(of: "workload", "\(number)"), type: .clockTicked,
      subject: Name("number-\(number % 7)")!,
      payload: Array(
        "{\"n\":\(number),\"fill\":\"\(String(repeating: "f", count: number % 11 * 60))\"}".utf8))
  }

  /// One line, out of the process before the next step.
  private static func say(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    _ = unsafe bytes.withUnsafeBytes { unsafe write(STDOUT_FILENO, $0.baseAddress!, $0.count) }
  }
}

extension LogError {
  fileprivate var exitCode: Int32 {
    switch self {
    case .locked: 73
    case .broken, .foreign: 78
    default: 74
    }
  }
}

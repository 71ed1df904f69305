import Bus
import EventSourcing
import Events
import ServiceKit

/// How one service is: what its files in DIR/run say, and what the journal knows of it.
struct ServiceState {
  enum Condition: String {
    case running, starting, missing
    /// Told its market to the end and left.
    case done
    /// Another kind of supervisor runs it, such as systemd.
    case connected
  }

  let name: String
  let pid: Int32?
  let supervisor: Int32?
  let condition: Condition
  let applied: SequenceNumber?
  let lag: Int64?

  init(
    _ name: String, in directory: DataDirectory, _ report: StatusReport?, hasEnded: Bool
  ) {
    let process = directory.process(of: name)
    let participant = report?.participants.first { $0.producer.rawValue == name }
    self.name = name
    pid = process?.pid
    supervisor = directory.supervisor(of: name)?.pid
    condition =
      if let process {
        directory.isReady(name, process: process) ? .running : .starting
      } else if name == "journal" ? report != nil : participant?.isConnected == true {
        .connected
      } else if name == "market-data", hasEnded {
        .done
      } else {
        .missing
      }
    let head = report?.head.log.seq
    applied = name == "journal" ? head : participant?.reached
    // Observers answer nothing; what they have seen says nothing about a delay.
    lag = applied.flatMap { applied in head.map { max(0, $0 - applied) } }
  }

  var isMissing: Bool { condition == .missing }

  var json: String {
    let pid = pid.map { "\($0)" } ?? "null"
    let supervisor = supervisor.map { "\($0)" } ?? "null"
    let applied = applied.map { "\($0)" } ?? "null"
    let lag = lag.map { "\($0)" } ?? "null"
    return #"{"name":"\#(name)","pid":\#(pid),"supervisor":\#(supervisor),"#
      + #""state":"\#(condition.rawValue)","applied":\#(applied),"lag":\#(lag)}"#
  }
}

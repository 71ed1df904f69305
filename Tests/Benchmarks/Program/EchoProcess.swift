import Bus
import EventSourcing
import Events
import Glibc
import ServiceKit

/// The yardstick for a stage: a message to another process and back over ipc, DEALER to ROUTER
/// without encryption, and one row committed to SQLite.
enum EchoProcess {
  /// The other process: sends back whatever comes, until it is killed.
  static func run(_ endpoint: String) {
    do {
      let context = try Context()
      let socket = try Socket(.router, in: context)
      try socket.bind(endpoint)
      let message = Message()
      var poller = Poller()
      poller.add(socket)
      while true {
        try poller.wait(milliseconds: 1000)
        while try socket.receive(into: message) {
          try socket.send(message.array, more: message.hasMore)
        }
      }
    } catch {
      print(error)
      exit(70)
    }
  }

  /// The times that so many stages take, one after another.
  static func stages(_ stages: Int, times: Int, in directory: DataDirectory) throws -> [Double] {
    let endpoint = try directory.endpoint("echo")
    let echo = try Child("benchmarks", ["echo", endpoint], log: "\(directory.path)/echo.out")
    defer { echo.stop() }
    let context = try Context()
    let socket = try Socket(.dealer, in: context)
    try socket.connect(endpoint)
    let plain = PlainLog("\(directory.path)/plain.db")
    defer { plain.remove() }
    let batches = makeBatches((times + 10) * stages, size: 1, named: "stage")
    let message = Message()
    var poller = Poller()
    poller.add(socket)
    var durations: [Double] = []
    for round in 0..<(times + 10) {
      let time = try seconds {
        for stage in 0..<stages {
          let batch = batches[round * stages + stage]
          while try !socket.send(batch.proposals[0].payload) { usleep(100) }
          while try !socket.receive(into: message) { try poller.wait(milliseconds: 1000) }
          plain.append([batch])
        }
      }
      if round >= 10 { durations.append(time) }
    }
    return durations
  }
}

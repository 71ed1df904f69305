import EventLog
import EventSourcing
import Events
import Glibc

/// Batches of 256 events of a usual size.
func makeBatches(_ count: Int) -> [ProposalBatch] {
  let fill = String(repeating: "\"value\":\"12345.678\",", count: 10)
  return stride(from: 0, to: count, by: 256).map { start in
    ProposalBatch(
      producer: .indicator, epoch: 1,
      proposals: (start..<min(count, start + 256)).map { number in
        Proposal(
          id: Identifier(of: "benchmark", "\(number)"), cause: Int64(number / 6) + 1,
          type: .indicatorsComputed, subject: "paper:BTC/USDT",
          payload: Array("{\(fill)\"n\":\(number)}".utf8))
      })
  }
}

func seconds(_ body: () -> Void) -> Double {
  var start = timespec()
  var end = timespec()
  unsafe clock_gettime(CLOCK_MONOTONIC, &start)
  body()
  unsafe clock_gettime(CLOCK_MONOTONIC, &end)
  return Double(end.tv_sec - start.tv_sec) + Double(end.tv_nsec - start.tv_nsec) / 1e9
}

func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

func whole(_ value: Double) -> Int { Int(value.rounded()) }

func hundredths(_ value: Double) -> String {
  let parts = Int((value * 100).rounded())
  return "\(parts / 100).\(parts % 100 < 10 ? "0" : "")\(parts % 100)"
}

func percentiles(_ times: [Double]) -> String {
  let sorted = times.sorted()
  func microseconds(_ part: Double) -> Int {
    whole(sorted[min(sorted.count - 1, Int(Double(sorted.count) * part))] * 1e6)
  }
  return "p50 \(microseconds(0.5)) µs, p99 \(microseconds(0.99)) µs"
}

/// Removes the log in a directory, and nothing else.
func removeLog(_ directory: String) {
  let folder = directory + "/log"
  guard let handle = unsafe opendir(folder) else { return }
  defer { unsafe closedir(handle) }
  while let entry = unsafe readdir(handle) {
    let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) { bytes in
      unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    if name != "." && name != ".." { unsafe unlink("\(folder)/\(name)") }
  }
}

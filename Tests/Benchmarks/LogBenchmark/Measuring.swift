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

/// What something took: time, and processor time of this process, the system's part included. On a
/// busy machine the second is steadier.
struct Duration {
  var wall: Double
  var processor: Double
}

func duration(_ body: () -> Void) -> Duration {
  let start = (monotonic(), now(CLOCK_PROCESS_CPUTIME_ID))
  body()
  return Duration(wall: monotonic() - start.0, processor: now(CLOCK_PROCESS_CPUTIME_ID) - start.1)
}

func seconds(_ body: () -> Void) -> Double { duration(body).wall }

func monotonic() -> Double { now(CLOCK_MONOTONIC) }

private func now(_ clock: clockid_t) -> Double {
  var time = timespec()
  unsafe clock_gettime(clock, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
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

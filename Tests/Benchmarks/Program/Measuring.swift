import Glibc

/// What something took: time, and processor time of this process, the system's part included. On a
/// busy machine the second is steadier.
struct Duration {
  var wall: Double
  var processor: Double
}

func duration(_ body: () throws -> Void) rethrows -> Duration {
  let start = (monotonic(), now(CLOCK_PROCESS_CPUTIME_ID))
  try body()
  return Duration(wall: monotonic() - start.0, processor: now(CLOCK_PROCESS_CPUTIME_ID) - start.1)
}

func seconds(_ body: () throws -> Void) rethrows -> Double { try duration(body).wall }

/// The middle one of several runs, by processor time.
func medianDuration(of runs: Int, _ body: () throws -> Void) rethrows -> Duration {
  var durations: [Duration] = []
  for _ in 0..<runs { durations.append(try duration(body)) }
  return durations.sorted { $0.processor < $1.processor }[runs / 2]
}

func monotonic() -> Double { now(CLOCK_MONOTONIC) }

private func now(_ clock: clockid_t) -> Double {
  var time = timespec()
  unsafe clock_gettime(clock, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

/// The value below which a part of all lies.
func quantile(_ values: [Double], _ part: Double) -> Double {
  let sorted = values.sorted()
  return sorted[min(sorted.count - 1, Int(Double(sorted.count) * part))]
}

func whole(_ value: Double) -> Int { Int(value.rounded()) }

func hundredths(_ value: Double) -> String {
  let parts = Int((value * 100).rounded())
  return "\(parts / 100).\(parts % 100 < 10 ? "0" : "")\(parts % 100)"
}

func tenths(_ value: Double) -> String {
  let parts = Int((value * 10).rounded())
  return "\(parts / 10).\(parts % 10)"
}

/// A number with its thousands apart.
func spaced(_ value: Double) -> String {
  var text = ""
  for (index, digit) in String(whole(value)).reversed().enumerated() {
    if index > 0, index % 3 == 0 { text = " " + text }
    text = String(digit) + text
  }
  return text
}

/// So many a second by the clock, and by the processor.
func rate(_ count: Int, _ time: Duration) -> String {
  "\(spaced(Double(count) / time.wall))/s, \(spaced(Double(count) / time.processor)) a processor"
    + " second"
}

func percentiles(_ times: [Double]) -> String {
  "p50 \(spaced(quantile(times, 0.5) * 1e6)) µs, p99 \(spaced(quantile(times, 0.99) * 1e6)) µs"
}

/// One figure on a line of its own.
func figure(_ name: String, _ value: String, target: String? = nil) {
  let padding = String(repeating: " ", count: max(1, 46 - name.count))
  print("  \(name)\(padding)\(value)\(target.map { "  (target \($0))" } ?? "")")
  fflush(nil)
}

/// The system's load over one, five and fifteen minutes.
func loadAverage() -> String {
  var loads = [0.0, 0.0, 0.0]
  unsafe getloadavg(&loads, 3)
  return loads.map(hundredths).joined(separator: " ")
}

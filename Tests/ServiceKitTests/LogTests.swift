import ServiceKit
import Synchronization
import Testing

/// Keeps what a log writes.
private final class Pages: Sendable {
  private let text = Mutex("")
  func put(_ line: [UInt8]) { text.withLock { $0 += String(decoding: line, as: UTF8.self) } }
  var all: String { text.withLock { $0 } }
}

private func lines(
  levels: String = "debug", redacting: Redaction = Redaction(), human: Bool = false,
  _ body: (Log) -> Void
) throws -> String {
  let pages = Pages()
  let sink: LogSink = human ? .human { pages.put($0) } : .json { pages.put($0) }
  body(
    Log(
      service: "journal", levels: try #require(LogLevels(levels)), redacting: redacting, to: sink,
      clock: { 1_704_164_645_123_456_789 }))
  return pages.all
}

@Test func `a line is one JSON object with typed fields in order`() throws {
  let written = try lines { log in
    log.component("store").info(
      "log_opened", "The log is open.",
      ["head": 42, "ratio": 0.5, "sealed": true, "path": "/d/log", "seq": .integer(UInt64(7))])
  }
  #expect(
    written
      == #"{"ts":"2024-01-02T03:04:05.123456789Z","level":"info","service":"journal","#
      + #""component":"store","event":"log_opened","msg":"The log is open.","#
      + #""head":42,"ratio":0.5,"sealed":true,"path":"/d/log","seq":7}"# + "\n")
}

@Test func `line ends, quotes and control characters are escaped, so a line stays a line`() throws {
  let written = try lines { log in
    log.warning("odd_text", "a\r\nb\tc", ["x": "\"q\" \\ \u{1} \u{7F} ü", "ts": "forged"])
  }
  #expect(
    written
      == #"{"ts":"2024-01-02T03:04:05.123456789Z","level":"warning","service":"journal","#
      + #""component":"main","event":"odd_text","msg":"a\r\nb\tc","#
      + #""x":"\"q\" \\ \u0001 \u007f ü","x_ts":"forged"}"# + "\n")
}

@Test func `numbers that JSON does not have are written as text`() throws {
  let written = try lines {
    $0.info("e", "m", ["a": .number(.nan), "b": .number(.infinity), "c": .integer(UInt64.max)])
  }
  #expect(written.hasSuffix(#""a":"nan","b":"inf","c":"18446744073709551615"}"# + "\n"))
}

@Test func `levels hold for all components or for one`() throws {
  let written = try lines(levels: "warning, bus = debug") { log in
    log.info("no", "a")
    log.error("yes", "b")
    log.component("bus").debug("yes", "c")
    log.component("store").info("no", "d")
  }
  #expect(written.split(separator: "\n").count == 2)
  #expect(!written.contains("\"no\""))
}

@Test func `a line below the level costs no work on its message`() throws {
  let count = Mutex(0)
  func message() -> String {
    count.withLock {
      $0 += 1; return "m"
    }
  }
  _ = try lines(levels: "info") { $0.debug("e", message(), ["f": .text(message())]) }
  #expect(count.withLock { $0 } == 0)
}

@Test(arguments: ["", "loud", "info,", "=info", "info,bus=", "bus=loud", "a=b=info"])
func `levels that are not understood are refused`(_ text: String) {
  #expect(LogLevels(text) == nil)
}

@Test func `secrets appear in no form`() throws {
  let hidden = Redaction(secrets: ["hunter22"])
  for human in [false, true] {
    let written = try lines(redacting: hidden, human: human) { log in
      log.info("e", "key hunter22 used", ["token": "abc", "url": "https://x/?k=hunter22"])
    }
    #expect(!written.contains("hunter22") && !written.contains("abc"))
    #expect(written.contains("[redacted]"))
  }
}

@Test func `a person at a terminal gets a short line without escape sequences`() throws {
  let written = try lines(human: true) {
    $0.info("log_opened", "The log\u{1B}[2J is open.", ["head": 42])
  }
  #expect(written == "03:04:05.123 INFO    journal/main  The log [2J is open.  head=42\n")
}

@Test(
  arguments: [
    (0, "1970-01-01T00:00:00.000000000Z"),
    (-1, "1969-12-31T23:59:59.999999999Z"),
    (951_782_400_000_000_000, "2000-02-29T00:00:00.000000000Z"),
    (1_735_689_599_999_999_999, "2024-12-31T23:59:59.999999999Z"),
    (4_107_542_400_000_000_000, "2100-03-01T00:00:00.000000000Z"),
  ] as [(Int64, String)])
func `moments are written as RFC 3339`(_ nanoseconds: Int64, _ text: String) {
  #expect(Timestamp(nanoseconds).description == text)
}

@Test func `the clocks go forward`() {
  let before = SystemClock.monotonic()
  SystemClock.sleep(nanoseconds: 2_000_000)
  #expect(SystemClock.monotonic() - before >= 2_000_000)
  #expect(SystemClock.wall() > 1_700_000_000_000_000_000)
}

import Events
import TestSupport
import Testing

/// Doubles in the log against the standard library's printer.
@Suite struct DoubleTests {
  @Test(arguments: 0..<40)
  func `a double is written as the standard library prints it`(seed: Int) {
    var random = Seeded(seed)
    var writer = JSONWriter()
    for round in 0..<5_000 {
      let value = draw(round, &random)
      writer.removeAll()
      value.write(to: &writer)
      let text = String(decoding: writer.bytes, as: UTF8.self)
      guard text == printed(value) else {
        Issue.record("\(value) is written as \(text)")
        return
      }
    }
  }

  @Test(arguments: 0..<10)
  func `a double reads back to the same bits`(seed: Int) throws {
    var random = Seeded(seed)
    for round in 0..<2_000 {
      let value = draw(round, &random)
      let back = try #require(read(printed(value)), "\(value)")
      #expect(back.bitPattern == value.bitPattern)
    }
  }

  @Test(arguments: 0..<10)
  func `digits that are not the shortest are refused`(seed: Int) {
    var random = Seeded(seed)
    for _ in 0..<2_000 {
      let whole = Int.random(in: 0..<1_000, using: &random)
      let count = Int.random(in: 1...19, using: &random)
      let digits = (0..<count).map { _ in String(Int.random(in: 0...9, using: &random)) }
      let text = "\(whole)." + digits.joined()
      let canonical = Double(text).map(printed) == text
      #expect((read(text) != nil) == canonical, "\(text)")
    }
  }

  @Test(arguments: [
    "0.001", "0.0010000000000000002", "0.000999", "0.5", "0.25", "0.1", "0.30000000000000004",
    "1.7976931348623157e+308", "5e-324", "2.2250738585072014e-308", "-0.0", "9007199254740991",
    "4503599627370495.5", "2251799813685247.8", "1e-05", "0.0001", "9007199254740992.0",
    "1e+16", "123456789012345.67", "5.684341886080802e-14", "0.010000000000000002",
  ])
  func `edges are read and written back`(text: String) throws {
    let value = try #require(read(text))
    var writer = JSONWriter()
    value.write(to: &writer)
    #expect(String(decoding: writer.bytes, as: UTF8.self) == text)
  }

  @Test(arguments: [
    "1.0", "01.5", "1.50", ".5", "1.", "-", "", "+1", "1e5", "1E-05", "0.1e", "-0", "0.0", "00",
    "1.5.2", "0x1", "nan", "inf", "1e400", "9007199254740993", "0.1000000000000000055",
    "0.30000000000000003", "1.5-", "--1", "12345678901234567890123",
  ])
  func `another spelling is refused`(text: String) { #expect(read(text) == nil) }

  /// Values of every size, many of them with few digits or beside a power of two.
  private func draw(_ round: Int, _ random: inout Seeded) -> Double {
    let value: Double
    switch round % 7 {
    case 0: value = Double(bitPattern: random.next())
    case 1: value = Double.random(in: -1...1, using: &random)
    case 2: value = Double.random(in: -70_000...70_000, using: &random)
    case 3: value = Double(Int.random(in: -9_999_999...9_999_999, using: &random)) / 10_000
    case 4: value = Double(random.next() >> 11) * 0x1p-10
    case 5:
      let exponent = Int.random(in: -14...53, using: &random)
      let power = Double(sign: .plus, exponent: exponent, significand: 1)
      value = round & 1 == 0 ? power.nextUp : power.nextDown
    default:
      value = Double(random.next() >> 11) * Double(sign: .plus, exponent: -64, significand: 1)
    }
    return value.isFinite ? value : 0
  }

  private func printed(_ value: Double) -> String {
    guard let whole = Int64(exactly: value), whole.magnitude < 1 << 53,
      value.sign == .plus || whole != 0
    else { return value.description }
    return String(whole)
  }

  private func read(_ text: String) -> Double? {
    let json =
      #"{"instrument":"","timeFrame":"1m","openTime":0,"close":"0","rsi14":\#(text),"#
      + #""macd":null,"macdSignal":null,"macdHistogram":null,"ema20":null,"ema50":null,"#
      + #""atr14":null,"volumeMA20":null,"degenerate":false,"degraded":false}"#
    guard
      case .indicatorsComputed(let payload)? = try? Event(
        type: .indicatorsComputed, version: 1, payload: Array(json.utf8))
    else { return nil }
    return payload.rsi14
  }
}

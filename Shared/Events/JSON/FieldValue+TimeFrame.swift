public import Quantities

extension TimeFrame: FieldValue {
  public init() { self = .m1 }

  public func write(to writer: inout JSONWriter) { writer.timeFrame(self) }

  public mutating func read(from reader: inout JSONReader) { self = reader.timeFrame() }

  public static var schema: Schema { .text("a time frame such as 1m, 4h or 1d") }
}

// The same text as `TimeFrame.description`, without a `String`.
extension JSONWriter {
  mutating func timeFrame(_ frame: TimeFrame) {
    let (letter, length) = frame.longestUnit
    let count = UInt64(frame.seconds.magnitude / length)
    reserve(32)
    put(UInt8(ascii: "\""))
    unsafe next = DecimalDigits.write(count, count: DecimalDigits.count(count), to: next)
    put(letter)
    put(UInt8(ascii: "\""))
  }
}

extension JSONReader {
  mutating func timeFrame() -> TimeFrame {
    guard let (start, end) = plainString() else { return .m1 }
    guard let (digits, letter) = number(at: start), letter == end &- 1, digits.fraction == 0,
      !digits.isNegative, digits.value <= UInt64(Int32.max),
      let length = TimeFrame.length(of: bytes.unsafeLoadByte(at: letter)),
      case let seconds = digits.value &* UInt64(length), seconds > 0, seconds <= UInt64(Int32.max),
      case let frame = TimeFrame(seconds: Int32(seconds)), frame.longestUnit.length == length
    else {
      refuse(at: start, "a time frame")
      return .m1
    }
    return frame
  }
}

extension TimeFrame {
  /// The longest unit of which the time frame is a whole number.
  @inline(__always)
  fileprivate var longestUnit: (letter: UInt8, length: UInt32) {
    let seconds = seconds.magnitude
    if seconds % 60 != 0 { return (UInt8(ascii: "s"), 1) }
    if seconds % 3_600 != 0 { return (UInt8(ascii: "m"), 60) }
    if seconds % 86_400 != 0 { return (UInt8(ascii: "h"), 3_600) }
    if seconds % 604_800 != 0 { return (UInt8(ascii: "d"), 86_400) }
    return (UInt8(ascii: "w"), 604_800)
  }

  @inline(__always)
  fileprivate static func length(of letter: UInt8) -> UInt32? {
    switch letter {
    case UInt8(ascii: "s"): 1
    case UInt8(ascii: "m"): 60
    case UInt8(ascii: "h"): 3_600
    case UInt8(ascii: "d"): 86_400
    case UInt8(ascii: "w"): 604_800
    default: nil
    }
  }
}

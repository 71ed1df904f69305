import Foundation
import Quantities
import TestSupport
import Testing

@Suite struct `Fixed-point text` {
  @Test(arguments: [
    ("0", "0"), ("-0", "0"), ("-0.0", "0"), ("1", "1"), ("-1", "-1"), ("10", "10"),
    ("1.500", "1.5"), ("0.10", "0.1"), ("50123.45", "50123.45"),
    ("1e-05", "0.00001"), ("1.2E3", "1200"), ("1E+2", "100"), ("-12.5e-1", "-1.25"),
    ("1e-18", "0.000000000000000001"), ("100e-20", "0.000000000000000001"),
    ("0.00000000000000000001e2", "0.000000000000000001"),
    ("1.0000000000000000000000", "1"), ("1e20", "100000000000000000000"),
    ("0e99999999999999999999999999", "0"), ("0.0e-99999999999999999999", "0"),
    ("12345678901234567890", "12345678901234567890"),
    ("18446744073709551615", "18446744073709551615"),
    ("18446744073709551616", "18446744073709551616"),
    ("99999999999999999999", "99999999999999999999"),
    ("9.999999999999999999", "9.999999999999999999"),
    ("0.123456789012345678", "0.123456789012345678"),
    ("123.123456789012345678", "123.123456789012345678"),
    (
      "170141183460469231731.687303715884105727", "170141183460469231731.687303715884105727"
    ),
    (
      "-170141183460469231731.687303715884105728", "-170141183460469231731.687303715884105728"
    ),
  ])
  func `well-formed text is read exactly`(text: String, canonical: String) throws {
    let number = try FixedPoint(parsing: Array(text.utf8).span)
    #expect(number.description == canonical)
    #expect(FixedPoint(text) == number)
    #expect(isCanonical(text) == (text == canonical))
  }

  @Test(
    arguments: [
      ("", .empty), ("-", .unfinished), ("5.", .unfinished), ("-5.", .unfinished),
      ("1e", .unfinished), ("1e+", .unfinished), ("1e-", .unfinished),
      ("+1", .unexpected(byte: 43, at: 0)), (".5", .unexpected(byte: 46, at: 0)),
      ("-.5", .unexpected(byte: 46, at: 1)), ("1_000", .unexpected(byte: 95, at: 1)),
      ("1,000", .unexpected(byte: 44, at: 1)), (" 1", .unexpected(byte: 32, at: 0)),
      ("1 ", .unexpected(byte: 32, at: 1)), ("0x1", .unexpected(byte: 120, at: 1)),
      ("1.2.3", .unexpected(byte: 46, at: 3)), ("--1", .unexpected(byte: 45, at: 1)),
      ("1-", .unexpected(byte: 45, at: 1)), ("NaN", .unexpected(byte: 78, at: 0)),
      ("inf", .unexpected(byte: 105, at: 0)), ("007", .unexpected(byte: 48, at: 1)),
      ("-00.5", .unexpected(byte: 48, at: 2)), ("1.e5", .unexpected(byte: 101, at: 2)),
      ("1e5.", .unexpected(byte: 46, at: 3)), ("1e5e5", .unexpected(byte: 101, at: 3)),
      ("1e--5", .unexpected(byte: 45, at: 3)), ("١", .unexpected(byte: 0xd9, at: 0)),
      ("0.0000000000000000001", .tooPrecise), ("1e-19", .tooPrecise),
      ("1e-999999999999999999999", .tooPrecise), ("1.1234567890123456789", .tooPrecise),
      ("0.1000000000000000000000000000000000000000000000001", .tooPrecise),
      ("170141183460469231731.687303715884105728", .outOfRange),
      ("-170141183460469231731.687303715884105729", .outOfRange),
      ("1e21", .outOfRange), ("1e99999999999999999999", .outOfRange),
      ("1000000000000000000000000000000000000000000000001", .outOfRange),
      ("1e18446744073709551617", .outOfRange), ("10e-18446744073709551616", .tooPrecise),
      ("1000000000000000000000", .outOfRange),
      ("340282366920938463463374607431768211457", .outOfRange),
      ("9999999999999999999999999999999999999999999999999", .outOfRange),
    ] as [(String, DecimalSyntaxError)])
  func `malformed text is refused with the reason`(text: String, error: DecimalSyntaxError) {
    #expect(throws: error) { try FixedPoint(parsing: Array(text.utf8).span) }
    #expect(FixedPoint(text) == nil)
    #expect(!isCanonical(text))
  }

  @Test(arguments: [
    "-0", "0.0", "1.0", "1.50", "01", "1e0", "1E0", "0.", "-", "", "+1", "1e-05", "-0.0",
    "12345678901234567890.10", "0.1234567890123456780", "0.1234567890123456781",
  ])
  func `text that is not canonical is refused as such`(text: String) {
    #expect(!isCanonical(text))
  }

  @Test(arguments: 0..<40)
  func `what is printed is canonical, as the reference has it, and reads back`(seed: Int) throws {
    var seed = Seeded(seed)
    for _ in 0..<100 {
      let number = seed.number()
      let text = number.description
      #expect(text == Reference.text(number))
      #expect(FixedPoint(text) == number)
      #expect(isCanonical(text))
      var bytes = Array("x=".utf8)
      number.appendText(to: &bytes)
      #expect(String(decoding: bytes, as: UTF8.self) == "x=" + text)
    }
  }

  @Test(arguments: 0..<40)
  func `any text means what the grammar of the reference says`(seed: Int) {
    var seed = Seeded(seed)
    let pieces = [
      "0", "0", "1", "9", "25", "00000000", "123456789", ".", ".", "-", "e", "E", "e-", "+",
    ]
    for _ in 0..<300 {
      let count = Int.random(in: 0..<8, using: &seed)
      let text = (0..<count).map { _ in pieces.randomElement(using: &seed)! }.joined()
      let number = FixedPoint(text)
      #expect(number == Reference.parse(text), "\(text)")
      #expect(isCanonical(text) == (number?.description == text), "\(text)")
    }
  }

  @Test func `a number is read from within a line`() throws {
    let line = Array("1621429200,43500.10,-2.5e1,".utf8)
    #expect(try unsafe FixedPoint(parsing: line.span.bytes, from: 11, to: 19) == "43500.1")
    #expect(try unsafe FixedPoint(parsing: line.span.bytes, from: 20, to: 26) == -25)
    #expect(unsafe FixedPoint(canonical: line.span.bytes, from: 0, to: 10) == 1_621_429_200)
    #expect(unsafe FixedPoint(canonical: line.span.bytes, from: 11, to: 19) == nil)
    #expect(throws: DecimalSyntaxError.unexpected(byte: 44, at: 8)) {
      try unsafe FixedPoint(parsing: line.span.bytes, from: 11, to: 20)
    }
    #expect(throws: DecimalSyntaxError.empty) {
      try unsafe FixedPoint(parsing: line.span.bytes, from: 27, to: 27)
    }
  }

  @Test func `it is coded as a decimal string`() throws {
    let numbers: [FixedPoint] = ["-0.5", "100", .max]
    let data = try JSONEncoder().encode(numbers)
    #expect(
      String(decoding: data, as: UTF8.self)
        == #"["-0.5","100","170141183460469231731.687303715884105727"]"#)
    #expect(try JSONDecoder().decode([FixedPoint].self, from: data) == numbers)
    for malformed in [#"["1,5"]"#, "[1.5]"] {
      #expect(throws: DecodingError.self) {
        try JSONDecoder().decode([FixedPoint].self, from: Data(malformed.utf8))
      }
    }
  }

  private func isCanonical(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return unsafe FixedPoint(canonical: bytes.span.bytes, from: 0, to: bytes.count) != nil
  }
}

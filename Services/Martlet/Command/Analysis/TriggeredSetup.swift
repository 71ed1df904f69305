import Quantities

/// What triggers on a bar of the trigger frame, before fees and rests are considered.
struct TriggeredSetup {
  /// The number of the bar, from 0.
  var bar: Int
  var openTime: Instant
  var type: String
  var side: Direction
  var regime: String
  var regimeStrength: Double
  var level: Double
  var low: Double
  var high: Double
  var tests: Int
  var levelStrength: Double
  var entry: Double
  var stop: Double
  var target1: Double
  var target2: Double
  var risk: Double
  var room: Double?

  func append(to text: inout TableText) {
    text.member("bar", bar)
    text.member("open_time_ms", openTime.milliseconds)
    text.member("type", word: type)
    text.member("side", word: side.spelling)
    text.member("regime", word: regime)
    text.member("regime_strength", regimeStrength)
    text.member("level", level)
    text.member("zone")
    text.append("[")
    text.append(low, blank: "null")
    text.append(",")
    text.append(high, blank: "null")
    text.append("],")
    text.member("tests", tests)
    text.member("level_strength", levelStrength)
    text.member("entry", entry)
    text.member("stop", stop)
    text.member("tp1", target1)
    text.member("tp2", target2)
    text.member("r", risk)
    text.member("room_r", room)
  }
}

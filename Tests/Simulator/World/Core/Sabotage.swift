/// What tests break on purpose, to hear the checkers speak.
enum Sabotage {
  /// The journal publishes what is not durable.
  case publishesEarly
  /// The journal acknowledges what is not durable.
  case acknowledgesEarly
  /// The disk loses what it had kept.
  case forgets
  /// A service takes an event twice.
  case miscounts
  /// The books hold an entry of one side alone.
  case cooks
}

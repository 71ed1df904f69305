public import Events
public import Quantities

extension LevelBook {
  /// Takes the next bar of a series, and maps its levels; nil until the range of a bar is known.
  ///
  /// This is what the decider does in two steps, for who has a series alone.
  public mutating func follow(
    _ bar: LevelBar, instrument: Name, timeFrame: TimeFrame
  ) -> LevelMap? {
    append(bar)
    guard let atr = bar.atr else { return nil }
    let map = LevelMap(
      of: window, atr: atr, known: known, instrument: instrument, timeFrame: timeFrame)
    learn(map.levels)
    return map
  }

  /// Takes the next bar without mapping it: the swing points suffice.
  public mutating func append(_ bar: LevelBar) { window.append(bar) }
}

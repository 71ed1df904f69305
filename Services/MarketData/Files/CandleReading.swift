/// How much a candle file must be in order to be read.
public enum CandleReading: Sendable, Hashable {
  /// Every row tells its time, and every number fits a decimal of 18 places: for what trades.
  case strict
  /// Numbers may have any number of places, and rows without a column of times are counted, one
  /// an hour from 1970 on: for what only computes.
  case tolerant
}

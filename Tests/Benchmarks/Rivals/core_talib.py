"""TA-Lib's C functions for the same values on the same array, for comparison.

    core_talib.py FILE RUNS

Prints the nanoseconds a candle of the median run for all calls together, then for each call; then
the last values in the order of `core.c`.
"""
import sys
import time

import numpy
import talib

data = numpy.fromfile(sys.argv[1]).reshape(5, -1)
_, high, low, close, volume = data
calls = [
    ("RSI", lambda: talib.RSI(close, 14)),
    ("MACD", lambda: talib.MACD(close, 12, 26, 9)),
    ("EMA 20", lambda: talib.EMA(close, 20)),
    ("EMA 50", lambda: talib.EMA(close, 50)),
    ("ATR", lambda: talib.ATR(high, low, close, 14)),
    ("SMA of volume", lambda: talib.SMA(volume, 20)),
    ("BBANDS", lambda: talib.BBANDS(close, 20, 2.0, 2.0, 0)),
    ("STOCHRSI", lambda: talib.STOCHRSI(close, 14, 14, 3, 0)),
    ("MFI", lambda: talib.MFI(high, low, close, volume, 14)),
    ("ADX", lambda: talib.ADX(high, low, close, 14)),
    ("PLUS_DI", lambda: talib.PLUS_DI(high, low, close, 14)),
    ("MINUS_DI", lambda: talib.MINUS_DI(high, low, close, 14)),
]
rows = []
for _ in range(int(sys.argv[2])):
    row = []
    for _, call in calls:
        begin = time.process_time_ns()
        call()
        row.append((time.process_time_ns() - begin) / data.shape[1])
    rows.append(row)
rows = numpy.array(rows)
print(repr(float(numpy.median(rows.sum(axis=1)))))
for place, (name, _) in enumerate(calls):
    print(f"{name}: {numpy.median(rows[:, place]):.2f}")
for _, call in calls:
    result = call()
    for line in result if isinstance(result, (tuple, list)) else [result]:
        print(repr(float(line[-1])))

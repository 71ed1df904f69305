extension Supervisor {
  /// Takes turns until all children have ended for good.
  ///
  /// The first signal that asks to stop stops the children in order, one that comes a second or
  /// more later kills them (`timeout` and terminals send the same one twice at once). When
  /// one child is given up, the others are stopped: what is left would look alive and not trade.
  ///
  /// - Parameters:
  ///   - signals: must hold `.childEnded`, so that an end is seen at once.
  ///   - every: the longest time between two turns, in milliseconds.
  ///   - each: called after every turn with what happened; `true` asks to stop.
  /// - Returns: `.ok` after an ordered end, otherwise the code of the child that was given up.
  public mutating func run(
    _ signals: inout Signals, every: Int32 = 20,
    each: (_ supervisor: borrowing Supervisor, _ events: [SupervisorEvent]) -> Bool
  ) -> ExitCode {
    var code = ExitCode.ok
    var firstAsked: Int64?
    while true {
      let events = turn()
      for event in events {
        switch event {
        case .gaveUp(_, let exit, _):
          if code == .ok { code = exit.exitCode }
          stop()
        case .spawnFailed:
          if code == .ok { code = .configuration }
          stop()
        case .started, .ready, .fell, .finished, .startTimedOut, .stopped, .stopTimedOut:
          break
        }
      }
      if each(self, events) { stop() }
      if isOver { return code }
      guard let signal = signals.next(milliseconds: every), signal.asksToStop else { continue }
      let now = SystemClock.monotonic()
      if let firstAsked {
        if now - firstAsked >= 1_000_000_000 { kill() }
      } else {
        firstAsked = now
        stop()
      }
    }
  }
}

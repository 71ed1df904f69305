import Events
import Quantities
import Requests
import Venues

extension OrderDesk {
  /// The settings of a contract, made and looked at before its first order.
  struct SetUp: Sendable {
    enum Step: Sendable, Hashable {
      case positionMode, marginMode, leverage, look
    }

    let instrument: Name
    var step = Step.positionMode
    var isUnderWay = false
    var isDone = false
    /// A setting was refused: only what the venue shows can say that it is right all the same.
    var isRefused = false
    var failures = 0
    var nextAt = Instant.epoch
  }

  /// Whether an entry may be sent there; if not, what is missing is begun.
  mutating func isSetUp(_ instrument: Name) -> Bool {
    guard policy.setsUpContracts, kind(of: instrument) == .linear else { return true }
    if let setUp = setUps.first(where: { $0.instrument == instrument }) { return setUp.isDone }
    setUps.append(SetUp(instrument: instrument))
    return false
  }

  mutating func setUpContracts() {
    for place in setUps.indices {
      let setUp = setUps[place]
      guard !setUp.isDone, !setUp.isUnderWay, now >= setUp.nextAt, now >= allPausedUntil else {
        continue
      }
      setUps[place].isUnderWay = true
      call(question(of: setUp), .setUp(setUp.instrument, setUp.step), .entry)
    }
  }

  private func question(of setUp: SetUp) -> TradingCall {
    switch setUp.step {
    case .positionMode: .setPositionMode(setUp.instrument, mode)
    case .marginMode: .setMarginMode(setUp.instrument, policy.marginMode ?? .isolated)
    case .leverage: .setLeverage(setUp.instrument, leverage(for: setUp.instrument))
    case .look: .positions(setUp.instrument)
    }
  }

  /// As configured, as far as the contract allows it.
  private func leverage(for instrument: Name) -> Ratio {
    let most = listings.first { $0.instrument == instrument }?.maximumLeverage ?? .one
    return max(min(leverage, most), .one)
  }

  mutating func answered(
    setUp instrument: Name, _ step: SetUp.Step, _ result: Result<TradingAnswer, VenueError>
  ) {
    guard let place = setUps.firstIndex(where: { $0.instrument == instrument }),
      setUps[place].isUnderWay, setUps[place].step == step
    else { return }
    setUps[place].isUnderWay = false
    switch (step, result) {
    case (.look, .success(.positions(let positions))):
      conclude(place, positions.filter { $0.instrument == instrument })
    case (.look, _): retry(place)
    case (.positionMode, _), (.marginMode, _), (.leverage, _):
      guard isAnswer(result, at: place) else { return retry(place) }
      setUps[place].step = next(after: step)
    }
  }

  /// Whether the venue has spoken, if only to refuse.
  private mutating func isAnswer(
    _ result: Result<TradingAnswer, VenueError>, at place: Int
  ) -> Bool {
    guard case .failure(let error) = result else { return true }
    switch error.category {
    case .noChange, .unsupported: return true
    case .invalidOrder, .badRequest, .orderClosed, .insufficientFunds, .permission:
      setUps[place].isRefused = true
      return true
    case .auth, .rateLimit, .badSymbol, .orderNotFound, .duplicateClientID, .timestamp,
      .maintenance, .notSent, .unknownOutcome, .malformed:
      return false
    }
  }

  private func next(after step: SetUp.Step) -> SetUp.Step {
    switch step {
    case .positionMode: policy.marginMode == nil ? .leverage : .marginMode
    case .marginMode: .leverage
    case .leverage, .look: .look
    }
  }

  private mutating func conclude(_ place: Int, _ positions: [VenuePosition]) {
    let wanted = leverage(for: setUps[place].instrument)
    let isRight = positions.allSatisfy {
      ($0.leverage ?? wanted) == wanted && $0.isHedged == (mode == .hedge)
    }
    guard isRight, !(positions.isEmpty && setUps[place].isRefused) else { return retry(place) }
    setUps[place].isDone = true
  }

  /// From the start, later each time.
  private mutating func retry(_ place: Int) {
    setUps[place].step = .positionMode
    setUps[place].isRefused = false
    setUps[place].failures += 1
    setUps[place].nextAt = now + pause(after: setUps[place].failures)
  }
}

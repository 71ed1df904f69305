import Events
import OrderDesk
import Quantities
import Venues

/// What is on its way between the order desk and the venue.
enum VenueAction {
  /// The call is about to be sent.
  case leaves(DeskCall)
  case arrives(DeskCall)
  case answers(DeskCall.ID, Result<TradingAnswer, VenueError>)
  case tells(AccountNews)
  case connects
  /// A ping is answered.
  case lives
}

/// The private stream of one process.
struct VenueLine {
  var isUp = false
  var isConnecting = false
  var isSilent = false
  /// Connections so far: what an older one had to tell is lost.
  var number = 0
  /// Since when news goes out in order.
  var lastNews: Int64 = 0
}

extension World {
  /// The venue's clock, which is not ours.
  var venueTime: Instant {
    MarketStory.beginning + .nanoseconds(now) + .milliseconds(Int64(options.venueOffset))
  }

  var steadyTime: Instant { MarketStory.beginning + .nanoseconds(now) }

  /// The processes that an order desk may run in.
  private var desks: [Int] {
    processes.indices.filter { processes[$0].isUp && processes[$0].occupant is TradingOccupant }
  }

  private func later(_ action: VenueAction, after nanoseconds: Int64, of index: Int, life: Int) {
    agenda.add(
      .venue(action, process: index, life: life, line: lines[index].number), at: now + nanoseconds)
  }

  /// Carries on what the desk wants, after a turn of its process.
  func tendDesk(_ index: Int) {
    let process = processes[index]
    guard var trading = process.occupant as? TradingOccupant, process.isReady else { return }
    let calls = trading.takeCalls()
    let isToReconnect = trading.takeReconnection()
    process.occupant = trading
    for call in calls {
      later(.leaves(call), after: 1_000 + dice.wait(mean: 200_000), of: index, life: process.life)
    }
    if isToReconnect, lines[index].isUp { dropLine(of: index) }
    if !lines[index].isUp, !lines[index].isConnecting {
      lines[index].isConnecting = true
      later(.connects, after: dice.wait(mean: 3_000_000_000), of: index, life: process.life)
    }
  }

  /// The line is gone, and with it what was on its way.
  func dropLine(of index: Int) {
    lines[index].isUp = false
    lines[index].isSilent = false
    lines[index].isConnecting = false
    lines[index].number += 1
  }

  func perform(_ action: VenueAction, of index: Int, life: Int, line number: Int) throws {
    let process = processes[index]
    switch action {
    case .arrives(let call):
      // What has left arrives, whatever became of the process.
      return try arrive(call, from: index, life: life)
    case .tells, .lives, .connects: guard number == lines[index].number else { return }
    case .leaves, .answers: break
    }
    let wrapped = Action.venue(action, process: index, life: life, line: number)
    guard isAlive(index, life, wrapped), var trading = process.occupant as? TradingOccupant
    else { return }
    switch action {
    case .leaves(let call): return leave(call, from: index, life: life)
    case .answers(let id, let result): trading.receive(result, to: id)
    case .tells(let news): trading.receive(news)
    case .connects:
      lines[index].isConnecting = false
      lines[index].isUp = true
      trading.offset = venueTime - steadyTime + .milliseconds(Int64(dice.number(-40...40)))
      trading.streamConnected()
      later(.lives, after: 5_000_000_000, of: index, life: life)
    case .lives:
      guard !lines[index].isSilent else { return }
      trading.streamAlive()
      later(.lives, after: 5_000_000_000, of: index, life: life)
    case .arrives: break
    }
    process.occupant = trading
    turnSoon(index)
  }

  /// The call goes out, unless it is too late.
  private func leave(_ call: DeskCall, from index: Int, life: Int) {
    if let until = call.mayBeSentUntil, steadyTime > until {
      return fail(call, .notSent, of: index, life: life)
    }
    if dice.chance(of: weather.venueFaults) {
      return fail(call, .notSent, of: index, life: life)
    }
    if dice.chance(of: weather.venueFaults) {
      // It is lost on the way; nobody answers.
      figures.note(.lostCall)
      return later(
        .answers(call.id, .failure(VenueError(.unknownOutcome, text: "no answer"))),
        after: 8_000_000_000, of: index, life: life)
    }
    later(
      .arrives(call), after: 2_000_000 + dice.wait(mean: 80_000_000), of: index, life: life)
  }

  private func fail(
    _ call: DeskCall, _ category: VenueError.Category, of index: Int, life: Int
  ) {
    figures.note(.venueError)
    later(
      .answers(call.id, .failure(VenueError(category))), after: dice.wait(mean: 10_000_000),
      of: index, life: life)
  }

  private func arrive(_ call: DeskCall, from index: Int, life: Int) throws {
    let result = try result(of: call)
    tellNews()
    var delay = 2_000_000 + dice.wait(mean: 150_000_000)
    var answer = result
    if dice.chance(of: weather.venueFaults) {
      figures.note(.lostAnswer)
      answer = .failure(VenueError(.unknownOutcome, text: "the connection was closed"))
      delay += 5_000_000_000
    } else if dice.chance(of: weather.venueFaults) {
      figures.note(.serverError)
      answer = .failure(VenueError(.unknownOutcome, code: "502"))
    } else if dice.chance(of: weather.venueFaults) {
      figures.note(.malformed)
      answer = .failure(VenueError(.malformed, text: "not JSON"))
    }
    later(.answers(call.id, answer), after: delay, of: index, life: life)
  }

  private func result(of call: DeskCall) throws -> Result<TradingAnswer, VenueError> {
    if now < venueClosedUntil {
      return .failure(VenueError(.maintenance, code: "10016", retryAfter: .seconds(5)))
    }
    if dice.chance(of: weather.venueFaults / 4) {
      figures.note(.maintenance)
      venueClosedUntil = now + dice.wait(mean: 15_000_000_000)
    }
    if dice.chance(of: weather.venueFaults) {
      figures.note(.rateLimit)
      return .failure(VenueError(.rateLimit, code: "10006", retryAfter: .seconds(2)))
    }
    guard case .place(let ticket) = call.call else {
      let lag = Interval.milliseconds(Int64(dice.number(0...weather.lag)))
      return exchange.answer(call.call, at: venueTime, lag: lag)
    }
    try checks.venue.arrived(ticket, times: exchange.note(arrivalOf: ticket.clientOrderID))
    guard let signedAt = call.signedAt, venueTime <= signedAt + call.receiveWindow,
      venueTime >= signedAt - .seconds(1)
    else { return .failure(VenueError(.timestamp, code: "10002")) }
    if dice.chance(of: weather.venueFaults) {
      return .failure(VenueError(.insufficientFunds, code: "110007"))
    }
    let visibility = Interval.milliseconds(Int64(dice.number(0...weather.visibility)))
    return exchange.place(ticket, at: venueTime, visibility: visibility)
  }

  /// A bar closes at the venue, whether anybody hears of it or not.
  func meetBar(_ step: Int) throws {
    for candle in story.candles(of: step) { exchange.meet(candle, at: venueTime) }
    for rate in story.rates(of: step) { exchange.charge(rate, at: venueTime) }
    if !isHealed, dice.chance(of: options.overfills), exchange.overfill(at: venueTime) {
      figures.note(.overfill)
    }
    if !isHealed, dice.chance(of: options.foreignOrders) {
      figures.note(.foreignOrder)
      let isOurs = dice.percent(10)
      exchange.orderOfOthers(
        named: isOurs ? Name("t" + String(repeating: "a", count: 26)) : "web-1",
        in: MarketStory.name(0), at: venueTime)
    }
    for index in desks where lines[index].isUp && dice.chance(of: weather.streamFaults) {
      if dice.percent(50) {
        figures.note(.silentStream)
        lines[index].isSilent = true
      } else {
        figures.note(.cutStream)
        cutStream(of: index)
      }
    }
    tellNews()
    guard let next = story.instant(of: step + 1) else { return }
    let at = (next - MarketStory.beginning).nanoseconds
    agenda.add(.bar(step + 1), at: max(at, now))
  }

  private func cutStream(of index: Int) {
    let process = processes[index]
    dropLine(of: index)
    guard var trading = process.occupant as? TradingOccupant, process.isReady else { return }
    trading.streamLost()
    process.occupant = trading
    turnSoon(index)
  }

  /// The private streams tell what happened, some of it twice, late or never.
  private func tellNews() {
    let news = exchange.news
    exchange.news = []
    for index in desks where lines[index].isUp && !lines[index].isSilent {
      for item in news { tell(item, to: index, life: processes[index].life) }
    }
  }

  private func tell(_ item: AccountNews, to index: Int, life: Int) {
    if dice.chance(of: weather.newsLoss) { return figures.note(.lostNews) }
    var delay = 5_000_000 + dice.wait(mean: 30_000_000)
    if dice.chance(of: weather.newsLoss) { delay += dice.wait(mean: 2_000_000_000) }
    if weather.newsLoss == 0 {
      delay = max(delay, lines[index].lastNews - now)
      lines[index].lastNews = now + delay
    }
    later(.tells(item), after: delay, of: index, life: life)
    if dice.chance(of: weather.newsLoss) {
      later(.tells(item), after: delay + 300_000_000, of: index, life: life)
    }
  }
}

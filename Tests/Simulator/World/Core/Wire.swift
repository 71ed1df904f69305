import Bus

/// The line between a process and the journal.
struct Wire {
  /// No message passes before.
  var cutUntil: Int64 = 0
  /// In one direction only.
  var isCutHalf = false
  /// When the last message arrives on either way, where order is kept.
  var lastUp: Int64 = 0
  var lastDown: Int64 = 0

}

extension World {
  /// Sends something from a process to the journal.
  func post(_ action: Action, on index: Int) {
    transmit(action, on: index, isUp: true)
  }

  func send(_ message: ServerMessage, to contact: JournalProcess.Contact) {
    let action = Action.reaches(message, process: contact.process, life: contact.life)
    transmit(action, on: contact.process, isUp: false)
  }

  func broadcast(_ message: ServerMessage) {
    for index in processes.indices where processes[index].isUp {
      let action = Action.reaches(message, process: index, life: processes[index].life)
      transmit(action, on: index, isUp: false)
    }
  }

  func partition() {
    let index = dice.number(0...processes.count - 1)
    figures.note(.partition)
    wires[index].cutUntil = now + dice.wait(mean: 5_000_000_000)
    wires[index].isCutHalf = dice.percent(30)
  }

  private func transmit(_ action: Action, on index: Int, isUp: Bool) {
    let isCut = wires[index].cutUntil > now && (!wires[index].isCutHalf || isUp)
    if isCut || dice.chance(of: weather.loss) {
      figures.note(.lost)
      return
    }
    let times = dice.chance(of: weather.duplicates) ? 2 : 1
    if times == 2 { figures.note(.duplicated) }
    for _ in 0..<times {
      var arrival = now + 20_000 + dice.wait(mean: Int64(weather.delay) * 1_000)
      if weather.isOrdered {
        arrival = max(arrival, isUp ? wires[index].lastUp : wires[index].lastDown)
        if isUp { wires[index].lastUp = arrival } else { wires[index].lastDown = arrival }
      }
      agenda.add(action, at: arrival)
    }
  }
}

import Bus

/// One step of a world. What belongs to an incarnation names it: it falls away with it.
enum Action {
  // messages
  case reachesJournal([UInt8], from: Int, life: Int)
  case asksJournal(ReadRequest, from: Int, life: Int)
  indirect case reaches(ServerMessage, process: Int, life: Int)
  // a process
  case turn(process: Int, life: Int)
  case send(process: Int, life: Int)
  case wake(process: Int, life: Int)
  case start(process: Int)
  case resume(process: Int, life: Int)
  // the journal, between all of whose steps it may die
  case order(life: Int)
  case sync(life: Int)
  case acknowledge(life: Int)
  case publish(life: Int)
  case sayHead(life: Int)
  case startJournal
  case resumeJournal(life: Int)
  // the venue
  indirect case venue(VenueAction, process: Int, life: Int, line: Int)
  case bar(Int)
  // the world
  case trouble
  case heal
  case judge
}

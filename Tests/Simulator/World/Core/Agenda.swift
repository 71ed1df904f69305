/// What is to happen, the earliest first; what is due at one instant keeps the order in which it
/// was put there.
struct Agenda {
  private struct Entry {
    var at: Int64
    var order: Int
    var action: Action

    func isBefore(_ other: Entry) -> Bool { (at, order) < (other.at, other.order) }
  }

  private var heap: [Entry] = []
  private var count = 0

  var isEmpty: Bool { heap.isEmpty }
  var waiting: Int { heap.count }

  mutating func add(_ action: Action, at time: Int64) {
    count += 1
    heap.append(Entry(at: time, order: count, action: action))
    var child = heap.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard heap[child].isBefore(heap[parent]) else { return }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  mutating func next() -> (at: Int64, action: Action)? {
    guard let first = heap.first else { return nil }
    let last = heap.removeLast()
    guard !heap.isEmpty else { return (first.at, first.action) }
    heap[0] = last
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2]
      where child < heap.count && heap[child].isBefore(heap[least]) { least = child }
      guard least != parent else { break }
      heap.swapAt(parent, least)
      parent = least
    }
    return (first.at, first.action)
  }
}

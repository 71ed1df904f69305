import Foundation
import Simulation

/// `simulator --seeds a..<b [-j n]` judges many seeds, `simulator --seed n` one, and says more.
@main
struct Program {
  private static let usage = """
    usage: simulator (--seeds 'a..<b' | --seed n) [-j processes] [--mode name] [--bars n]
                     [--twice n] [--digests] [--revision text] [--about text]

      --seeds     from a up to, without, b; a:b says the same
      -j          processes that share the seeds
      --mode      lockstep or paced; all by default
      --about     of one seed, all that happened in lines that say this text, such as an id
      --bars      shorter worlds, which may be idle
      --twice     so many of the seeds run again in a second process and must come to the same
      --digests   one line with the digest of every seed, nothing else
      --revision  of the source, to be printed with what fails

    Exit code 0 when all is well, 1 when a seed failed, 64 when this help was printed.
    """

  static func main() {
    guard let order = Order(Array(CommandLine.arguments.dropFirst())) else {
      print(usage)
      exit(64)
    }
    if order.seeds.count == 1 { exit(Judge.one(order)) }
    exit(order.processes > 1 ? Crowd.judge(order) : Judge.many(order))
  }
}

@main
struct SignalService {
  static func main() {}
}

@main
struct LedgerService {
  static func main() {}
}

@main
struct RiskService {
  static func main() {}
}

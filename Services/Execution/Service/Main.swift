@main
struct ExecutionService {
  static func main() {}
}

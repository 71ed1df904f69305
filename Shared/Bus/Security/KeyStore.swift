import Glibc

/// The keys of all services, one file for each: `keys/<service>.key` (secret) and `.pub`.
public struct KeyStore: Sendable {
  /// The directory of the keys, mode 0700.
  public let directory: String

  /// Opens the keys of a data directory and makes those that are missing.
  ///
  /// Several processes may do so at once: the first file of a name stays.
  public init(dataDirectory: String) throws(BusError) {
    directory = dataDirectory + "/keys"
    try PrivateFiles.makeDirectory(directory)
    for service in ServiceName.allCases { try prepare(service) }
  }

  /// The key pair of a service.
  public func keyPair(of service: ServiceName) throws(BusError) -> KeyPair {
    let path = secretPath(of: service)
    let text = try PrivateFiles.read(path, secret: true)
    guard let pair = KeyPair(secret: text) else {
      throw .keyFile(path: path, problem: "does not hold a key")
    }
    return pair
  }

  /// The public key of a service.
  public func publicKey(of service: ServiceName) throws(BusError) -> PublicKey {
    let path = publicPath(of: service)
    let text = try PrivateFiles.read(path, secret: false)
    guard let key = PublicKey(text) else {
      throw .keyFile(path: path, problem: "does not hold a public key")
    }
    return key
  }

  /// Who may come in: the public key of every service.
  public func accessList() throws(BusError) -> AccessList {
    var list = AccessList()
    for service in ServiceName.allCases {
      list.admit(try publicKey(of: service), as: service)
    }
    return list
  }

  private func secretPath(of service: ServiceName) -> String {
    directory + "/" + service.rawValue + ".key"
  }

  private func publicPath(of service: ServiceName) -> String {
    directory + "/" + service.rawValue + ".pub"
  }

  private func prepare(_ service: ServiceName) throws(BusError) {
    if !PrivateFiles.exists(secretPath(of: service)) {
      let pair = try KeyPair.random()
      try PrivateFiles.create(secretPath(of: service), text: pair.secret)
    }
    if !PrivateFiles.exists(publicPath(of: service)) {
      let pair = try keyPair(of: service)
      try PrivateFiles.create(publicPath(of: service), text: pair.public.text)
    }
  }
}

/// Which key belongs to whom.
public struct AccessList: Sendable {
  private var services: [PublicKey: ServiceName] = [:]

  public init() {}

  public mutating func admit(_ key: PublicKey, as service: ServiceName) {
    services[key] = service
  }

  public func service(of key: PublicKey) -> ServiceName? { services[key] }
}

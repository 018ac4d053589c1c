// swift-tools-version: 6.2
// Orrery with a network: the program with `live` and `host`, and a ticket shop to load. A package of its own, because
// SwiftNIO and Hummingbird take minutes to build.
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "orrery-live",
  products: [
    .executable(name: "orrery-live", targets: ["orrery-live"]),
    .executable(name: "ticket-shop", targets: ["ticket-shop"]),
  ],
  dependencies: [
    .package(name: "orrery", path: ".."),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.4.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
  ],
  targets: [
    // Connections over SwiftNIO for loads; a Hummingbird server for services.
    .target(
      name: "NIOTransport",
      dependencies: [
        .product(name: "OrreryTransport", package: "orrery"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOTLS", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Hummingbird", package: "hummingbird"),
      ], swiftSettings: strict),
    .executableTarget(
      name: "orrery-live",
      dependencies: ["NIOTransport", .product(name: "OrreryProgram", package: "orrery")], swiftSettings: strict),
    // Debian's libpq.
    .systemLibrary(name: "CPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    .target(
      name: "TicketShop",
      dependencies: [
        "CPQ",
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
      ], swiftSettings: strict),
    .executableTarget(
      name: "ticket-shop",
      dependencies: ["TicketShop", .product(name: "ArgumentParser", package: "swift-argument-parser")],
      swiftSettings: strict),
    // Servers that misbehave, for the tests of what meets them.
    .target(name: "RawServers", path: "Tests/RawServers", swiftSettings: strict),
    .testTarget(
      name: "NIOTransportTests",
      dependencies: [
        "NIOTransport", "RawServers",
        .product(name: "OrreryTransport", package: "orrery"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ],
      swiftSettings: strict),
    // Against the PostgreSQL that ORRERY_POSTGRES names, which scripts/postgres starts.
    .testTarget(name: "TicketShopTests", dependencies: ["TicketShop"], swiftSettings: strict),
    // The real programs as processes: as much as ORRERY_LIVE_TESTS says.
    .testTarget(name: "LiveTests", dependencies: ["RawServers"], swiftSettings: strict),
  ]
)

// swift-tools-version: 6.2
// The module graph of Orrery. Imports go one way; Tests/TidyTests holds the same table as a test.
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

/// SwiftPM refuses `unsafeFlags` in versioned dependencies. As one, this package has none: its programs find the same,
/// somewhat slower.
let isDependency = Context.packageDirectory.contains("/checkouts/")

/// Modules whose inner loops are called across module borders. Debug builds optimize them as well, with every assertion
/// on: tests simulate for minutes, and five times as long without.
let hot: [SwiftSetting] =
  strict
  + (isDependency
    ? []
    : [
      .unsafeFlags(
        ["-cross-module-optimization", "-enforce-exclusivity=unchecked"],
        .when(configuration: .release)),
      .unsafeFlags(["-O", "-assert-config", "Debug"], .when(configuration: .debug)),
    ])

/// Tests that run thousands of simulations need a release build, the others compile faster without:
/// `./scripts/test` builds each in its own configuration.
let statistical: [Target] = [
  .testTarget(
    name: "ValidationTests",
    dependencies: ["Experiments", "Scenarios", "DomainBindings", "Components", "Engine", "Statistics"],
    exclude: ["Scenarios"], swiftSettings: strict),
  .testTarget(
    name: "FidelityTests",
    dependencies: ["LoadTesting", "Experiments", "Scenarios", "DomainBindings", "Components", "Engine"],
    path: "Tests/LoadTestingTests", sources: ["FidelityTests.swift", "Halves.swift"], swiftSettings: strict),
]

let promises: [Target] = [
  .testTarget(name: "EngineTests", dependencies: ["Engine", "TestSupport"], swiftSettings: strict),
  .testTarget(
    name: "StatisticsTests", dependencies: ["Statistics", "TestSupport"], swiftSettings: strict),
  .testTarget(
    name: "RoadWarriorCoreTests", dependencies: ["RoadWarriorCore", "TestSupport"], swiftSettings: strict),
  .testTarget(name: "HeyBlueCoreTests", dependencies: ["HeyBlueCore", "TestSupport"], swiftSettings: strict),
  .testTarget(
    name: "SysopsSquadCoreTests", dependencies: ["SysopsSquadCore", "TestSupport"], swiftSettings: strict),
  .testTarget(
    name: "TicketSalesCoreTests", dependencies: ["TicketSalesCore", "TestSupport"], swiftSettings: strict),
  .testTarget(
    name: "ComponentsTests",
    dependencies: [
      "Components", "DomainBindings", "Engine", "Statistics", "RoadWarriorCore", "TestSupport",
    ],
    swiftSettings: strict),
  .testTarget(
    name: "ScenariosTests",
    dependencies: ["Scenarios", "Components", "Engine", "Statistics", "TestSupport"],
    swiftSettings: strict),
  .testTarget(
    name: "ExperimentsTests",
    dependencies: ["Experiments", "Scenarios", "DomainBindings", "Components", "Engine", "Statistics"],
    swiftSettings: strict),
  .testTarget(
    name: "LanguageTests",
    dependencies: ["Experiments", "Scenarios", "DomainBindings", "Components", "Engine", "Statistics"],
    swiftSettings: strict),
  .testTarget(
    name: "LoadTestingTests",
    dependencies: [
      "LoadTesting", "Transports", "Experiments", "Scenarios", "DomainBindings", "Components", "Engine", "Statistics",
    ], exclude: ["FidelityTests.swift"], swiftSettings: strict),
  .testTarget(
    name: "BrowsingTests",
    dependencies: ["Browsing", "Transports", "Recording", "Experiments", "Components"], swiftSettings: strict),
  .testTarget(
    name: "RecordingTests",
    dependencies: [
      "Recording", "Experiments", "Scenarios", "Statistics",
      .product(name: "GRDB", package: "GRDB.swift"),
    ], swiftSettings: strict),
  .testTarget(
    name: "ReportingTests", dependencies: ["Reporting", "Experiments", "Scenarios", "Statistics", "TestSupport"],
    swiftSettings: strict),
  .testTarget(
    name: "CommandTests", dependencies: ["orrery", "TestSupport"], exclude: ["Causes"], swiftSettings: strict),
  .testTarget(name: "ProgramTests", dependencies: ["OrreryProgram"], swiftSettings: strict),
  .target(name: "LendingLibraryCore", path: "Tests/FifthSystem/LendingLibrary", swiftSettings: strict),
  .testTarget(
    name: "FifthSystemTests",
    dependencies: ["LendingLibraryCore", "DomainBindings", "Components", "Engine", "Scenarios", "Experiments"],
    path: "Tests/FifthSystem/Tests", swiftSettings: strict),
  .testTarget(name: "TidyTests", swiftSettings: strict),
]

/// Has its main function from libFuzzer, so that it can only be built with it: `./scripts/torture --fuzz`.
let fuzzing: [Target] = [
  .executableTarget(
    name: "Fuzzing", dependencies: ["Experiments", "Scenarios", "DomainBindings", "Components", "Statistics"],
    path: "Tests/Fuzzing", swiftSettings: strict + [.unsafeFlags(["-parse-as-library"])])
]

let tests =
  Context.environment["ORRERY_FUZZING"] != nil
  ? fuzzing : Context.environment["ORRERY_STATISTICAL"] == nil ? promises : statistical

let package = Package(
  name: "orrery",
  products: [
    .executable(name: "orrery", targets: ["orrery"]),
    // Time, events, random streams, statistics.
    .library(name: "OrreryEngine", targets: ["OrreryEngine"]),
    // Plans, mechanisms, and how a domain core takes part.
    .library(name: "OrreryModel", targets: ["OrreryModel"]),
    // What carries requests between the program and a live service.
    .library(name: "OrreryTransport", targets: ["Transports"]),
    // The commands, around domains of one's own.
    .library(name: "OrreryProgram", targets: ["OrreryProgram"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
  ],
  targets: [
    .target(name: "Engine", swiftSettings: hot),
    .target(name: "Transports", swiftSettings: strict),
    .target(name: "Statistics", swiftSettings: hot),
    .target(name: "RoadWarriorCore", path: "Sources/Domains/RoadWarrior/Core", swiftSettings: hot),
    .target(name: "HeyBlueCore", path: "Sources/Domains/HeyBlue/Core", swiftSettings: hot),
    .target(name: "SysopsSquadCore", path: "Sources/Domains/SysopsSquad/Core", swiftSettings: hot),
    .target(name: "TicketSalesCore", path: "Sources/Domains/TicketSales/Core", swiftSettings: hot),
    .target(name: "Components", dependencies: ["Engine", "Statistics"], swiftSettings: hot),
    .target(
      name: "DomainBindings",
      dependencies: [
        "Components", "Engine", "Statistics", "RoadWarriorCore", "HeyBlueCore", "TicketSalesCore", "SysopsSquadCore",
      ],
      path: "Sources/Domains",
      exclude: ["RoadWarrior/Core", "HeyBlue/Core", "TicketSales/Core", "SysopsSquad/Core"], swiftSettings: hot),
    .target(
      name: "Scenarios",
      dependencies: ["Components", "Engine", .product(name: "Yams", package: "Yams")],
      swiftSettings: strict),
    .target(
      name: "Experiments", dependencies: ["Scenarios", "Components", "Engine", "Statistics"],
      swiftSettings: strict),
    .target(
      name: "Recording",
      dependencies: [
        "Experiments", "Scenarios", "Statistics", .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: strict),
    .target(
      name: "Plotting", publicHeadersPath: "include",
      cxxSettings: isDependency ? [] : [.unsafeFlags(["-Wall", "-Wextra"])],
      linkerSettings: [.linkedLibrary("boost_iostreams"), .linkedLibrary("boost_filesystem")]),
    // The one thing under `ThirdParty/`: uPlot, in the program so that a page needs nothing but itself.
    .target(
      name: "ChartLibrary", path: "ThirdParty/uPlot",
      resources: [.embedInCode("uPlot.iife.min.js"), .embedInCode("uPlot.min.css"), .embedInCode("LICENSE")],
      swiftSettings: strict),
    .target(
      name: "Reporting",
      dependencies: ["Experiments", "Scenarios", "Components", "Statistics", "Plotting", "ChartLibrary"],
      resources: ["architecture", "charts", "marks", "quantity", "start", "state", "tables"].map {
        .embedInCode("Page/Script/\($0).js")
      }, swiftSettings: strict),
    .target(
      name: "LoadTesting",
      dependencies: ["Transports", "Experiments", "Scenarios", "Components", "Engine", "Statistics"],
      swiftSettings: strict),
    .target(
      name: "Browsing",
      dependencies: ["Transports", "Reporting", "Recording", "Experiments", "Components"],
      swiftSettings: strict),
    .target(
      name: "OrreryProgram",
      dependencies: [
        "Browsing", "LoadTesting", "Reporting", "Recording", "Experiments", "Scenarios", "DomainBindings", "Components",
        "Engine",
        "Statistics", "Transports", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Sources/Program", swiftSettings: strict),
    .executableTarget(name: "orrery", dependencies: ["OrreryProgram"], swiftSettings: strict),
    .target(
      name: "OrreryEngine", dependencies: ["Engine", "Statistics"], path: "Sources/Products/OrreryEngine",
      swiftSettings: strict),
    .target(
      name: "OrreryModel", dependencies: ["OrreryEngine", "Components"], path: "Sources/Products/OrreryModel",
      swiftSettings: strict),
    // Who wrote what is in a packaged program, for scripts/package.
    .executableTarget(name: "Notices", path: "Packaging/Notices", swiftSettings: strict),
    .executableTarget(
      name: "Benchmarks",
      dependencies: [
        "Engine", "Statistics", .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Tests/Benchmarks", exclude: ["eight-steps.yaml", "eight_steps.py"], swiftSettings: hot),
    // What several tests use, and the torture.
    .target(
      name: "TestSupport",
      dependencies: ["Scenarios", "Components", "Statistics", .product(name: "Yams", package: "Yams")],
      path: "Tests/TestSupport", swiftSettings: strict),
    // Campaigns of damage and interruption, over the program and in process.
    .executableTarget(
      name: "Torture",
      dependencies: [
        "TestSupport", "Experiments", "Scenarios", "DomainBindings", "Components", "Engine", "Statistics",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Tests/Torture", swiftSettings: strict),
  ] + tests,
  cxxLanguageStandard: .cxx17
)

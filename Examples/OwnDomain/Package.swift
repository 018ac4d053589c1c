// swift-tools-version: 6.2
// A program of one's own: a domain core, its binding, and Orrery around them.
import PackageDescription

let package = Package(
  name: "bike-sharing",
  dependencies: [
    // Where Orrery's repository is: any git address, here of a clone on the same machine.
    .package(url: "file:///srv/git/orrery", from: "0.1.0")
  ],
  targets: [
    // Decisions alone. It knows nothing of simulation, so the same code can serve in production.
    .target(name: "BikeSharingCore"),
    .executableTarget(
      name: "bike-sharing",
      dependencies: [
        "BikeSharingCore", .product(name: "OrreryModel", package: "orrery"),
        .product(name: "OrreryProgram", package: "orrery"),
      ]),
  ])

import OrreryProgram

Program.main(domains: Program.domains + [BikeSharing()], named: "bike-sharing")

// notices SCRATCH PRODUCT LICENCES: prints the notices of everything that is linked into a program.
//
// SCRATCH is the folder that the program was built in (`--scratch-path`), PRODUCT its name, and LICENCES the folder of
// the texts of what is no Swift package. A package without a licence is an error.
import Foundation

let arguments = CommandLine.arguments.dropFirst().map { URL(fileURLWithPath: $0) }
guard arguments.count == 3 else {
  FileHandle.standardError.write(Data("usage: notices SCRATCH PRODUCT LICENCES\n".utf8))
  exit(64)
}
do {
  let packages = try LinkedPackages(scratch: arguments[0], product: CommandLine.arguments[2])
  print(try NoticeText(packages: packages.all, licences: arguments[2]).text)
} catch {
  FileHandle.standardError.write(Data("notices: \(error)\n".utf8))
  exit(74)
}

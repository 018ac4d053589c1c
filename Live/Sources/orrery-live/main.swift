import NIOTransport
import OrreryProgram

Program.main(domains: Program.domains, transport: NIOHTTPTransport())

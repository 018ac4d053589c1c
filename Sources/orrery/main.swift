import OrreryProgram

Program.main(domains: Program.domains)

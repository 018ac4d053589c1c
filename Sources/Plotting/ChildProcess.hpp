#ifndef ORRERY_CHILD_PROCESS_HPP
#define ORRERY_CHILD_PROCESS_HPP

#include <cstdio>
#include <stdexcept>
#include <string>
#include <sys/types.h>
#include <vector>

namespace orrery {

/// The program could not be started at all.
struct NotStarted : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A program that reads what it is given on standard input; what it says goes to unnamed temporary
/// files. Files and not pipes: a program that says much while it is still being spoken to can then
/// never wait for us while we wait for it.
class ChildProcess {
 public:
  explicit ChildProcess(const std::vector<std::string> &arguments);
  ~ChildProcess();
  ChildProcess(const ChildProcess &) = delete;
  ChildProcess &operator=(const ChildProcess &) = delete;

  /// The program's standard input. Whoever takes it closes it.
  std::FILE *takeInput();
  /// Waits for the program; empty when it ended well, otherwise how it ended.
  std::string wait();
  std::string output() const { return contents(output_); }
  std::string complaints() const { return contents(complaints_); }

 private:
  static std::string contents(std::FILE *file);

  pid_t pid_ = -1;
  std::FILE *input_ = nullptr;
  std::FILE *output_ = nullptr;
  std::FILE *complaints_ = nullptr;
};

/// While it lives, writing to a program that has ended is an error and not the end of this process.
/// Blocks the signal in this thread alone, so the rest of the process keeps its own ways.
class BrokenPipeIgnored {
 public:
  BrokenPipeIgnored();
  ~BrokenPipeIgnored();
  BrokenPipeIgnored(const BrokenPipeIgnored &) = delete;
  BrokenPipeIgnored &operator=(const BrokenPipeIgnored &) = delete;

 private:
  bool wasBlocked_;
};

}  // namespace orrery

#endif

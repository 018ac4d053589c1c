#include "ChildProcess.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

namespace orrery {
namespace {

/// This process's environment without its language settings: pictures are the same everywhere.
std::vector<std::string> neutralEnvironment() {
  std::vector<std::string> kept;
  for (char **entry = environ; *entry != nullptr; ++entry) {
    const std::string text = *entry;
    if (text.rfind("LC_", 0) == 0 || text.rfind("LANG", 0) == 0) continue;
    if (text.rfind("GNUPLOT", 0) == 0) continue;
    kept.push_back(text);
  }
  kept.push_back("LC_ALL=C.UTF-8");
  return kept;
}

std::vector<char *> pointers(std::vector<std::string> &texts) {
  std::vector<char *> result;
  for (auto &text : texts) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

std::FILE *scratchFile() {
  std::FILE *file = std::tmpfile();
  if (file == nullptr) {
    throw NotStarted(std::string("no temporary file: ") + std::strerror(errno));
  }
  fcntl(fileno(file), F_SETFD, FD_CLOEXEC);
  return file;
}

/// What is asked of posix_spawn, released with the scope.
struct SpawnPlan {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  SpawnPlan() {
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
  }
  ~SpawnPlan() {
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
  }
};

}  // namespace

ChildProcess::ChildProcess(const std::vector<std::string> &arguments) {
  std::array<int, 2> ends{};
  try {
    output_ = scratchFile();
    complaints_ = scratchFile();
    if (pipe2(ends.data(), O_CLOEXEC) != 0) {
      throw NotStarted(std::string("no pipe: ") + std::strerror(errno));
    }
  } catch (...) {
    if (output_ != nullptr) std::fclose(output_);
    if (complaints_ != nullptr) std::fclose(complaints_);
    throw;
  }

  SpawnPlan plan;
  posix_spawn_file_actions_adddup2(&plan.actions, ends[0], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&plan.actions, fileno(output_), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&plan.actions, fileno(complaints_), STDERR_FILENO);
  // The child starts with the usual signal handling, whatever this thread blocks.
  sigset_t none, usual;
  sigemptyset(&none);
  sigemptyset(&usual);
  sigaddset(&usual, SIGPIPE);
  posix_spawnattr_setsigmask(&plan.attributes, &none);
  posix_spawnattr_setsigdefault(&plan.attributes, &usual);
  posix_spawnattr_setflags(&plan.attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);

  std::vector<std::string> given = arguments;
  std::vector<std::string> environment = neutralEnvironment();
  const int failure = posix_spawnp(
    &pid_, given.front().c_str(), &plan.actions, &plan.attributes, pointers(given).data(),
    pointers(environment).data());
  close(ends[0]);
  if (failure != 0) {
    close(ends[1]);
    std::fclose(output_);
    std::fclose(complaints_);
    throw NotStarted(std::strerror(failure));
  }
  input_ = fdopen(ends[1], "w");
}

ChildProcess::~ChildProcess() {
  if (input_ != nullptr) std::fclose(input_);
  if (pid_ > 0) wait();
  std::fclose(output_);
  std::fclose(complaints_);
}

std::FILE *ChildProcess::takeInput() {
  std::FILE *taken = input_;
  input_ = nullptr;
  return taken;
}

std::string ChildProcess::wait() {
  int status = 0;
  while (waitpid(pid_, &status, 0) < 0) {
    if (errno != EINTR) {
      pid_ = -1;
      return std::string("lost sight of it: ") + std::strerror(errno);
    }
  }
  pid_ = -1;
  if (WIFSIGNALED(status)) {
    return std::string("ended by signal ") + std::to_string(WTERMSIG(status));
  }
  if (WEXITSTATUS(status) == 0) return "";
  return std::string("exit status ") + std::to_string(WEXITSTATUS(status));
}

std::string ChildProcess::contents(std::FILE *file) {
  // The child wrote through its own descriptor, and both share one position: go back first.
  std::string text;
  if (std::fseek(file, 0, SEEK_SET) != 0) return text;
  std::array<char, 65536> piece{};
  while (const size_t size = std::fread(piece.data(), 1, piece.size(), file)) {
    text.append(piece.data(), size);
  }
  return text;
}

BrokenPipeIgnored::BrokenPipeIgnored() {
  sigset_t pipe, before;
  sigemptyset(&pipe);
  sigaddset(&pipe, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &pipe, &before);
  wasBlocked_ = sigismember(&before, SIGPIPE) == 1;
}

BrokenPipeIgnored::~BrokenPipeIgnored() {
  if (wasBlocked_) return;
  sigset_t pipe;
  sigemptyset(&pipe);
  sigaddset(&pipe, SIGPIPE);
  // Take back the signal that this thread's own writes may have raised, or it strikes now.
  const timespec now{0, 0};
  while (sigtimedwait(&pipe, nullptr, &now) > 0) {
  }
  pthread_sigmask(SIG_UNBLOCK, &pipe, nullptr);
}

}  // namespace orrery

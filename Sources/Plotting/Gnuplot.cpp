#include "ChildProcess.hpp"
#include "Plotting.h"

#include <cstring>
#include <gnuplot-iostream.h>
#include <string>
#include <vector>

namespace {

char *copied(const std::string &text) {
  char *copy = static_cast<char *>(std::malloc(text.size() + 1));
  if (copy != nullptr) std::memcpy(copy, text.c_str(), text.size() + 1);
  return copy;
}

/// gnuplot-iostream ends what it sends with a line `e`, so `e` is the end mark of the heredoc.
void send(Gnuplot &gnuplot, const orrery_table &table) {
  std::vector<std::vector<double>> rows(table.rows);
  for (size_t row = 0; row < table.rows; ++row) {
    const double *first = table.values + row * table.columns;
    rows[row].assign(first, first + table.columns);
  }
  gnuplot << "$" << table.name << " << e\n";
  gnuplot.send1d(rows);
}

std::string told(const std::string &ending, const std::string &complaints) {
  return complaints.empty() ? ending : complaints + "(" + ending + ")";
}

}  // namespace

orrery_drawing orrery_plot(
  const char *program, const orrery_table *tables, size_t table_count, const char *script,
  char **error) {
  const orrery::BrokenPipeIgnored ignored;
  try {
    // -d: a user's start-up file must not change a figure.
    orrery::ChildProcess child({program, "-d"});
    {
      // Closes the handle itself, which ends gnuplot's input.
      Gnuplot gnuplot(child.takeInput());
      for (size_t index = 0; index < table_count; ++index) send(gnuplot, tables[index]);
      gnuplot << script << std::flush;
    }
    const std::string ending = child.wait();
    if (ending.empty()) return ORRERY_DRAWN;
    *error = copied(told(ending, child.complaints()));
    return ORRERY_NOT_DRAWN;
  } catch (const orrery::NotStarted &failure) {
    *error = copied(failure.what());
    return ORRERY_NOT_STARTED;
  } catch (const std::exception &failure) {
    *error = copied(failure.what());
    return ORRERY_NOT_DRAWN;
  }
}

orrery_drawing orrery_draw_graph(
  const char *program, const char *format, int dots_per_inch, const char *graph, char **picture,
  size_t *length, char **error) {
  const orrery::BrokenPipeIgnored ignored;
  try {
    std::vector<std::string> arguments = {program, std::string("-T") + format};
    if (dots_per_inch > 0) arguments.push_back("-Gdpi=" + std::to_string(dots_per_inch));
    orrery::ChildProcess child(arguments);
    std::FILE *input = child.takeInput();
    std::fwrite(graph, 1, std::strlen(graph), input);
    std::fclose(input);
    const std::string ending = child.wait();
    const std::string drawn = child.output();
    if (ending.empty() && !drawn.empty()) {
      *picture = static_cast<char *>(std::malloc(drawn.size()));
      if (*picture == nullptr) throw std::bad_alloc();
      std::memcpy(*picture, drawn.data(), drawn.size());
      *length = drawn.size();
      return ORRERY_DRAWN;
    }
    *error = copied(told(ending.empty() ? "no picture" : ending, child.complaints()));
    return ORRERY_NOT_DRAWN;
  } catch (const orrery::NotStarted &failure) {
    *error = copied(failure.what());
    return ORRERY_NOT_STARTED;
  } catch (const std::exception &failure) {
    *error = copied(failure.what());
    return ORRERY_NOT_DRAWN;
  }
}

void orrery_release(char *text) { std::free(text); }

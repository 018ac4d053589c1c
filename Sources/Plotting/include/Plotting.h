/// Pictures by other programs: gnuplot for figures, graphviz for graphs. Plain C, so that Swift needs
/// nothing but this header. Nothing here reads a user's start-up file, the locale or the clock.
#ifndef ORRERY_PLOTTING_H
#define ORRERY_PLOTTING_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Numbers that a script names `$name`; row by row, a NaN is a gap.
typedef struct {
  const char *name;
  const double *values;
  size_t rows;
  size_t columns;
} orrery_table;

/// What became of a program that was asked for pictures.
typedef enum {
  ORRERY_DRAWN = 0,
  /// The program is not there, or cannot be started.
  ORRERY_NOT_STARTED = 1,
  /// The program ran and did not finish well.
  ORRERY_NOT_DRAWN = 2,
} orrery_drawing;

/// Starts `program` (gnuplot) once, sends the tables as inline data, then the script, and waits.
/// The script names its own output files. On anything but `ORRERY_DRAWN`, `*error` holds what the
/// program, or the system, said; release it with `orrery_release`.
orrery_drawing orrery_plot(
  const char *program, const orrery_table *tables, size_t table_count, const char *script,
  char **error);

/// Starts `program` (graphviz `dot`) with a graph in its language and returns the picture in
/// `*picture` and `*length`; `format` is `svg` or `png`. A resolution of 0 leaves the program's own.
/// Release the picture, or the error, with `orrery_release`.
orrery_drawing orrery_draw_graph(
  const char *program, const char *format, int dots_per_inch, const char *graph, char **picture,
  size_t *length, char **error);

void orrery_release(char *text);

#ifdef __cplusplus
}
#endif

#endif

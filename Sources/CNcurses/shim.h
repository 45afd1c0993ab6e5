#ifndef WORKBENCH_CNCURSES_SHIM_H
#define WORKBENCH_CNCURSES_SHIM_H

// Without this, curses.h leaves out cchar_t and every function for wide characters.
#define NCURSES_WIDECHAR 1
#include <ncursesw/curses.h>
#include <sys/syscall.h>
#include <unistd.h>

// Macros with casts, which Swift doesn't import.
static const attr_t workbench_bold = A_BOLD;
static const attr_t workbench_dim = A_DIM;
static const attr_t workbench_italic = A_ITALIC;
static const attr_t workbench_underline = A_UNDERLINE;
static const attr_t workbench_reverse = A_REVERSE;

// Global variables, which Swift 6 can't read without a data race it can't rule out.
static inline WINDOW *workbench_stdscr(void) { return stdscr; }
static inline WINDOW *workbench_curscr(void) { return curscr; }
static inline int workbench_colors(void) { return COLORS; }
static inline int workbench_color_pairs(void) { return COLOR_PAIRS; }

// A pair beyond 32,767 travels in the last argument of setcchar.
static inline int workbench_setcchar(cchar_t *cell, const wchar_t *text, attr_t attributes, int pair) {
  return setcchar(cell, text, attributes, 0, &pair);
}

// What moves the cursor to a cell; variadic in ncurses.
static inline const char *workbench_cursor_address(int row, int column) {
  const char *cup = tigetstr("cup");
  return cup && cup != (char *)-1 ? tiparm(cup, row, column) : NULL;
}

// A file in memory, without the feature macro that glibc's own function asks for; -1 and errno on failure.
static inline int workbench_memory_file(const char *name) {
  return (int)syscall(SYS_memfd_create, name, 1U /* MFD_CLOEXEC */);
}

#endif

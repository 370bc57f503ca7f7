/* SPDX-License-Identifier: MIT */
/** Memory for the JSON of one line: taken piece by piece, given back all at once
 *  before the next line. Each thread has its own. */
#ifndef SUPPORTPOLICY_TOOLS_JSON_ARENA_H
#define SUPPORTPOLICY_TOOLS_JSON_ARENA_H

/** From here on jansson takes all its memory from the arena of the thread at hand:
 *  what it made before must be gone, and what it makes lives until the reset. */
void json_arena_use(void);
/** Gives back all that this thread's JSON took; a little is kept for the next. */
void json_arena_reset(void);
/** Gives back everything: the thread ends. */
void json_arena_end(void);

#endif

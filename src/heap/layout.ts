// The heap: one shared memory per program. Byte offsets.
//
//      0  magic and version of this layout; a memory that holds another number is not ours
//      4  next: where the never used part begins
//      8  number of this heap, 64 random bits
//     16  numbered: how many threads have taken a record so far
//   4096  thread table: 4096 records of 128 bytes; number 0 stays unused, so that a thread's id is never 0
//         +0  state     0 free, 1 alive, 2 ended from outside: never free again, since its waits may still stand in channels
//         +4  wake      the thread's wake word, see core/channel.ts
//         +8  waits     engine calls, counted by core/machine.ts; they stay when the record is used again, so that the sum over
//         +12 notifies  all records is the program's
//         +16 spins
//         +20 kernel    see core/channel.ts
//         +24 system    what the platform calls the thread
//         +28 waits on  address of the object that it blocks on, -1 if it doesn't; see waits.ts
//         +32 its kind in bits 0..7; bit 8: it lies in a buffer of the user's; bits 16..23: length of its name
//         +36 starter   number of the thread that has started this one, once that one has looked at itself; see look.ts
//         +40 since     ms since the epoch, f64
//         +48 forever   1 if it blocks for as long as it takes
//         +52 moves     how often it has been seen to do anything; these three see quiet.ts
//         +56 quiet     0 if it did something since it looked last
//         +60 text      address of the block with who waits on what in this thread; stays when the record is used again
//         +64 its name  at most 32 UTF-16 units
// 528384  blocks, each a multiple of 8 bytes:
//         +0  tag       kind of the object in bits 0..7 (0: free), generation in bits 8..31
//         +4  the object's words
//
// The whole address space is reserved at once; a page costs memory when it is first touched. So no view ever goes stale, which a
// memory that grows would do to every thread but the one that grew it.

export const MAGIC = 0x75736d03;
export const NEXT = 4;
export const ID = 8;
export const NUMBERED = 16;

export const THREADS = 4096;
export const THREAD_TABLE = 4096;
export const THREAD_BYTES = 128;
export const STATE = 0;
export const WAKE = 4;
export const COUNTERS = 8;
export const KERNEL = 20;
export const SYSTEM = 24;
export const WAITS_ON = 28;
export const WAITS_KIND = 32;
export const STARTER = 36;
export const WAITS_SINCE = 40;
export const WAITS_FOREVER = 48;
export const MOVES = 52;
export const QUIET = 56;
export const TEXT = 60;
export const WAITS_NAME = 64;
export const NAME_UNITS = 32;

export const BLOCKS = THREAD_TABLE + THREADS * THREAD_BYTES;
export const TAG_BYTES = 4;

/** Pages of 64 KB to ask for, the first that the platform grants: 256 MB, or less on a small device. */
export const PAGES = [4096, 1024, 256];

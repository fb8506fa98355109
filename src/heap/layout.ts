// The heap: one shared memory per program. Byte offsets.
//
//      0  magic and version of this layout; a memory that holds another number is not ours
//      4  next: where the never used part begins
//      8  number of this heap, 64 random bits
//   4096  thread table: 4096 records of 64 bytes; number 0 stays unused, so that a thread's id is never 0
//         +0  state     0 free, 1 alive
//         +4  wake      the thread's wake word, see core/channel.ts
//         +8  waits     engine calls, counted by core/machine.ts; they stay when the record is used again, so that the sum over
//         +12 notifies  all records is the program's
//         +16 spins
//         +20 kernel    see core/channel.ts
// 266240  blocks, each a multiple of 8 bytes:
//         +0  tag       kind of the object in bits 0..7 (0: free), generation in bits 8..31
//         +4  the object's words
//
// The whole address space is reserved at once; a page costs memory when it is first touched. So no view ever goes stale, which a
// memory that grows would do to every thread but the one that grew it.

export const MAGIC = 0x75736d01;
export const NEXT = 4;
export const ID = 8;

export const THREADS = 4096;
export const THREAD_TABLE = 4096;
export const THREAD_BYTES = 64;
export const STATE = 0;
export const WAKE = 4;
export const COUNTERS = 8;
export const KERNEL = 20;

export const BLOCKS = THREAD_TABLE + THREADS * THREAD_BYTES;
export const TAG_BYTES = 4;

/** Pages of 64 KB to ask for, the first that the platform grants: 256 MB, or less on a small device. */
export const PAGES = [4096, 1024, 256];

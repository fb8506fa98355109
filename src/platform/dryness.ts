/** What may still wake a thread, other threads of the program aside: a timer, a request, a socket that keeps the process alive; */
export const WET = 0;
/** only what does not keep it alive, as the handler of a signal or a timer that was unref'ed; */
export const HELD = 1;
/** nothing. */
export const DRY = 2;
export type Dryness = typeof WET | typeof HELD | typeof DRY;

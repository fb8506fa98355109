// The machine that core/ runs on, as WebAssembly (compiled by AssemblyScript only). Same names as machine.ts.
// `wait` is imported, never inlined: V8 11.3 (Node 20) miscompiles memory.atomic.wait32 inside a loop.

export const WOKEN: i32 = 0;
export const NOT_EQUAL: i32 = 1;
export const TIMED_OUT: i32 = 2;
export const AGAIN: i32 = 3;

@external("m", "wait") declare function engineWait(p: i32, value: i32, ms: f64): i32;
@external("m", "notify") declare function engineNotify(p: i32, count: i32): i32;
@external("m", "pause") declare function enginePause(): void;
@external("m", "now") declare function engineNow(): f64;
@external("m", "rest") export declare function rest(pauses: i32): void;
@external("m", "beginSpin") export declare function beginSpin(): i32;

@inline export function load(m: Words, p: i32): i32 { return atomic.load<i32>(p); }
@inline export function store(m: Words, p: i32, value: i32): void { atomic.store<i32>(p, value); }
@inline export function cas(m: Words, p: i32, expected: i32, next: i32): i32 { return atomic.cmpxchg<i32>(p, expected, next); }
@inline export function add(m: Words, p: i32, delta: i32): i32 { return atomic.add<i32>(p, delta); }
@inline export function exchange(m: Words, p: i32, value: i32): i32 { return atomic.xchg<i32>(p, value); }
@inline export function get(m: Words, p: i32): i32 { return i32.load(p); }
@inline export function put(m: Words, p: i32, value: i32): void { i32.store(p, value); }
@inline export function now(): f64 { return engineNow(); }
@inline export function wait(m: Words, p: i32, value: i32, ms: f64): i32 { return engineWait(p, value, ms); }
@inline export function notify(m: Words, p: i32, count: i32): i32 { return engineNotify(p, count); }

export function spin(m: Words, p: i32, value: i32): i32 {
  let turns = beginSpin();
  while (turns > 0) {
    const seen = atomic.load<i32>(p);
    if (seen != value) return seen;
    enginePause();
    turns--;
  }
  return value;
}

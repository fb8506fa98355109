// The machine that core/ runs on when the checker drives the WebAssembly build (compiled by AssemblyScript only): same names as
// machine.wasm.ts, but every access is an import, so that the checker can stop it there.

export const WOKEN: i32 = 0;
export const NOT_EQUAL: i32 = 1;
export const TIMED_OUT: i32 = 2;
export const AGAIN: i32 = 3;

@external("m", "load") declare function engineLoad(p: i32): i32;
@external("m", "store") declare function engineStore(p: i32, value: i32): void;
@external("m", "cas") declare function engineCas(p: i32, expected: i32, next: i32): i32;
@external("m", "add") declare function engineAdd(p: i32, delta: i32): i32;
@external("m", "exchange") declare function engineExchange(p: i32, value: i32): i32;
@external("m", "get") declare function engineGet(p: i32): i32;
@external("m", "put") declare function enginePut(p: i32, value: i32): void;
@external("m", "wait") declare function engineWait(p: i32, value: i32, ms: f64): i32;
@external("m", "notify") declare function engineNotify(p: i32, count: i32): i32;
@external("m", "now") declare function engineNow(): f64;
@external("m", "spin") declare function engineSpin(p: i32, value: i32): i32;
@external("m", "rest") export declare function rest(pauses: i32): void;
@external("m", "beginSpin") export declare function beginSpin(): i32;

@inline export function load(m: Words, p: i32): i32 { return engineLoad(p); }
@inline export function store(m: Words, p: i32, value: i32): void { engineStore(p, value); }
@inline export function cas(m: Words, p: i32, expected: i32, next: i32): i32 { return engineCas(p, expected, next); }
@inline export function add(m: Words, p: i32, delta: i32): i32 { return engineAdd(p, delta); }
@inline export function exchange(m: Words, p: i32, value: i32): i32 { return engineExchange(p, value); }
@inline export function get(m: Words, p: i32): i32 { return engineGet(p); }
@inline export function put(m: Words, p: i32, value: i32): void { enginePut(p, value); }
@inline export function now(): f64 { return engineNow(); }
@inline export function wait(m: Words, p: i32, value: i32, ms: f64): i32 { return engineWait(p, value, ms); }
@inline export function notify(m: Words, p: i32, count: i32): i32 { return engineNotify(p, count); }
@inline export function spin(m: Words, p: i32, value: i32): i32 { return engineSpin(p, value); }

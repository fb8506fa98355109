// The AssemblyScript names that core/ uses, declared for tsc. Words is what a core function gets as its first
// argument: the typed array itself in the JavaScript build, an ignored 0 in the WebAssembly build.
declare type i32 = number;
declare type f64 = number;
declare type Words = Int32Array<ArrayBufferLike>;
